"""Courier platforms behind one interface: no Odoo, no clock, no network of its own.

A carrier is a folder of this package whose `__init__` names its class `CARRIER`; there
is no list to keep.
"""

import importlib
import pkgutil
from functools import lru_cache

from .carrier import Carrier
from .errors import CarrierConfigurationError


@lru_cache(maxsize=1)
def carriers() -> dict[str, type[Carrier]]:
    """Return the class of each carrier by its code, sorted by code."""
    found = (
        importlib.import_module(f".{module.name}", __name__)
        for module in pkgutil.iter_modules(__path__)
        if module.ispkg
    )
    classes = (package.CARRIER for package in found if hasattr(package, "CARRIER"))
    return {carrier.code: carrier for carrier in sorted(classes, key=_code_of)}


def carrier_class(code: str) -> type[Carrier]:
    """Return the class of a carrier.

    :raise CarrierConfigurationError: If there is no such carrier.
    """
    try:
        return carriers()[code]
    except KeyError:
        raise CarrierConfigurationError("no such carrier", carrier=code) from None


def _code_of(carrier):
    return carrier.code
