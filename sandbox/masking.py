"""Keeps secrets and people out of the call log."""

import re
from urllib.parse import parse_qsl, urlencode

SENSITIVE_KEYS = frozenset(
    "secret appsecret access_token session_key js_code code openid touser unionid "
    "phoneNumber purePhoneNumber phone ciphertext paySign signature auth_code "
    "private_key apiv3_key apiv2_key sp_openid sub_openid bank_account real_name "
    "token receiver_name receiver_phone receiver_tel receiver_address user_name "
    "user_phone user_address receiverName supplier_phone shop_phone dm_mobile "
    "operator_phone rider_phone transporterPhone sign app_key app_secret dev_key "
    "client_secret messageBody receiver receiverPhone sender senderPhone "
    "toMobile fromMobile toReceiverName fromSenderName driverMobile mobile "
    "transporter_phone app_id openId client_id clientId".split()
)
# Error answers also carry a `code`; those words are not secrets.
_ERROR_WORD = re.compile(r"[A-Z][A-Z_]+\Z")
MAX_TEXT = 2000


def mask_text(value):
    """Return a value's first four characters and how long it was."""
    text = str(value)
    return f"{text[:4]}***({len(text)})" if len(text) > 4 else "***"


def mask_value(value, key=""):
    """Return a copy of a JSON value with what is sensitive masked."""
    if isinstance(value, dict):
        return {name: mask_value(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [mask_value(item, key) for item in value]
    if key in SENSITIVE_KEYS and isinstance(value, str) and value:
        return value if _ERROR_WORD.match(value) else mask_text(value)
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return value[:MAX_TEXT] + "…"
    return value


def mask_target(target):
    """Return a path with the sensitive values of its query masked."""
    path, mark, query = target.partition("?")
    if not mark:
        return target
    pairs = parse_qsl(query, keep_blank_values=True)
    return (
        path
        + "?"
        + urlencode(
            [(k, mask_text(v) if k in SENSITIVE_KEYS and v else v) for k, v in pairs],
            safe="*()",
        )
    )
