"""What SF's statuses and riders are in neutral words."""

from .. import states, wire
from ..neutral import Rider
from . import const


def state_of(status: str, receipt_type: str) -> str | None:
    """Return the state that a status stands for.

    :param str receipt_type: Of a finished order: whether the guest or the shop signed.
    """
    if status == const.DONE and receipt_type == const.RECEIPT_RETURNED:
        return states.RETURNED
    return const.STATE_OF_STATUS.get(status)


def rider_of(content: dict) -> Rider:
    """Return the rider of an answer or a callback; SF gives them no number."""
    name = content.get("operator_name") or content.get("rider_name")
    phone = content.get("operator_phone") or content.get("rider_phone")
    point = wire.point_of(content.get("rider_lng"), content.get("rider_lat"))
    return Rider("", wire.text_of(name), wire.text_of(phone), point)
