"""The one table of the errors that the diner API answers."""

from typing import Any, NamedTuple

from .base import View


class ErrorKind(NamedTuple):
    """What an error code means."""

    status: int
    meaning: str
    remedy: str


class ErrorDetailView(View):
    """The body of an error."""

    code: str
    message: str
    details: dict[str, Any]
    request_id: str


class ErrorView(View):
    """How every error is answered, whatever its status."""

    error: ErrorDetailView


# Every code that an answer may carry. `docs/api.md` lists the same codes; a test
# compares them.
ERRORS = {
    "invalid_json": ErrorKind(400, "The body is not JSON.", "Fix the client."),
    "invalid_request": ErrorKind(
        400,
        "A field is missing, unknown, of the wrong type or out of range; "
        "`details.fields` lists `{path, problem}`.",
        "Fix the client.",
    ),
    "login_failed": ErrorKind(
        401,
        "WeChat refused the code of `wx.login()` (used, expired, of another "
        "mini-program), or `appid` names none of ours (`details.fields`).",
        "Call `wx.login()` again and repeat with the new code.",
    ),
    "token_missing": ErrorKind(401, "The request carries no access token.", "Log in."),
    "token_invalid": ErrorKind(
        401, "The token is not one of ours, used up or revoked.", "Log in again."
    ),
    "token_expired": ErrorKind(
        401, "The access token is older than two hours.", "`POST /token`, then repeat."
    ),
    "forbidden": ErrorKind(
        403, "The member may not do this; ask the shop.", "Show the message."
    ),
    "table_expired": ErrorKind(
        403,
        "The table token is too old, forged, of another store, or the table was "
        "cleared since.",
        "Let the diner scan the table again.",
    ),
    "not_found": ErrorKind(
        404,
        "There is no such path, store or order, or it is not this diner's.",
        "Go back to the previous page.",
    ),
    "table_not_found": ErrorKind(
        404, "No table has this code; it may have been replaced.", "Scan again."
    ),
    "method_not_allowed": ErrorKind(
        405, "The path exists, the method does not; see `Allow`.", "Fix the client."
    ),
    "menu_changed": ErrorKind(
        409,
        "The menu has a newer version, `details.menu_version`, that changes this "
        "basket.",
        "Reload the menu, ask for a new quote, show it.",
    ),
    "off_hours": ErrorKind(
        409,
        "`details.dishes` are not served at this time of the day.",
        "Mark them and let the diner choose again.",
    ),
    "order_not_cancellable": ErrorKind(
        409, "The order is past the point of no return.", "Reload the order."
    ),
    "order_not_payable": ErrorKind(
        409, "The order is paid, cancelled or expired.", "Reload the order."
    ),
    "refund_not_possible": ErrorKind(
        409,
        "Nothing of the order can be given back now, or it is decided already.",
        "Reload the refunds of the order.",
    ),
    "fapiao_not_possible": ErrorKind(
        409,
        "The order is not paid or too old, or its fapiao is answered already.",
        "Reload the fapiao of the order.",
    ),
    "fapiao_invalid": ErrorKind(
        422,
        "`details.field` is no name, or not the tax number of an organisation "
        "(GB 32100); a person has none.",
        "Mark the field and let the diner correct it.",
    ),
    "photo_invalid": ErrorKind(
        422,
        "The file is no JPEG, PNG or WebP picture, or an absurdly large one.",
        "Let the diner choose another photo.",
    ),
    "sold_out": ErrorKind(
        409,
        "Not enough is left of `details.dishes`: `{dish_id, name, left}`.",
        "Reload the availability and let the diner choose again.",
    ),
    "store_closed": ErrorKind(
        409, "The store takes no orders now.", "Show when it opens."
    ),
    "uuid_reused": ErrorKind(
        409,
        "The UUID belongs to an order with another content.",
        "Make a new UUID for a new basket.",
    ),
    "body_too_large": ErrorKind(
        413,
        "The body is larger than 64 KB, or the photo than 5 MiB.",
        "Fix the client.",
    ),
    "unsupported_media_type": ErrorKind(
        415,
        "The body is not sent as `application/json`, or the photo not as "
        "`multipart/form-data`.",
        "Fix the client.",
    ),
    "combo_rule": ErrorKind(
        422,
        "The choices do not fill a set meal as its rules ask.",
        "Let the diner choose again.",
    ),
    "invalid_option": ErrorKind(
        422,
        "A choice is not one of this dish, or too few or too many are made.",
        "Reload the menu and let the diner choose again.",
    ),
    "not_on_menu": ErrorKind(
        422,
        "A dish is not on the menu of this store.",
        "Reload the menu and let the diner choose again.",
    ),
    "rate_limited": ErrorKind(
        429, "Too many requests; see `Retry-After`.", "Wait, then repeat."
    ),
    "internal_error": ErrorKind(
        500,
        "A fault of ours, logged under `request_id`.",
        "Tell the diner to ask the staff; report the request id.",
    ),
    "busy": ErrorKind(
        503, "The server is busy; see `Retry-After`.", "Repeat: nothing was done."
    ),
    "wechat_unavailable": ErrorKind(
        503,
        "WeChat does not answer; see `Retry-After`.",
        "Repeat: a repeated payment request cannot charge twice.",
    ),
}
