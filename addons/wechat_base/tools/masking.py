"""What a log or a list may show of a person."""

import logging
import re

_REDACTED = "[REDACTED]"


def mask_openid(openid):
    """Return the beginning and the end of an openid, enough to tell two apart."""
    if not openid:
        return ""
    return f"{openid[:4]}…{openid[-4:]}" if len(openid) > 12 else "…"


def mask_phone(phone):
    """Return a phone number with its middle hidden, as every Chinese app shows it."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else "****"


def get_wechat_logger(name, sensitive_keys=frozenset()):
    """Return a logger that hides the values of some keys.

    :param str name: The name of the logger.
    :param set sensitive_keys: Keys whose values must not be logged, wherever they stand
        in the arguments of a message: in dicts, or in text that quotes JSON or Python.
    :return: The logger.
    :rtype: logging.Logger
    """
    logger = logging.getLogger(name)
    if not any(isinstance(known, _MaskingFilter) for known in logger.filters):
        logger.addFilter(_MaskingFilter(sensitive_keys))
    return logger


class _MaskingFilter(logging.Filter):
    """Masks the arguments of each record before a handler sees them."""

    def __init__(self, sensitive_keys):
        super().__init__()
        self._keys = frozenset(sensitive_keys)
        alternatives = "|".join(re.escape(key) for key in sorted(self._keys))
        self._pattern = (
            re.compile(rf"""(["'])({alternatives})\1\s*:\s*(["']).*?(?<!\\)\3""")
            if alternatives
            else None
        )

    def filter(self, record):
        record.args = self._mask(record.args)
        return True

    def _mask(self, value):
        if isinstance(value, dict):
            return {
                key: _REDACTED if key in self._keys else self._mask(item)
                for key, item in value.items()
            }
        if isinstance(value, (list, tuple)):
            return type(value)(self._mask(item) for item in value)
        if isinstance(value, str) and self._pattern:
            return self._pattern.sub(rf'\1\2\1: "{_REDACTED}"', value)
        return value
