"""From an exception to the error that a phone is told."""

import logging
from typing import Any, NamedTuple

import psycopg2
import pydantic
from odoo.exceptions import AccessError, MissingError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import LazyTranslate
from werkzeug.exceptions import HTTPException

from ..errors import OrderingError
from ..schemas.errors import ERRORS

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

RETRY_AFTER_SECONDS = 1

# The database is restarting, or others changed the same rows all the time.
_DATABASE_AWAY = (
    *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
)

# What the diner is told, for the errors that arise outside of the ordering models.
MESSAGES = {
    "invalid_json": _lt("The request could not be read."),
    "invalid_request": _lt("The request is not complete or not correct."),
    "login_failed": _lt(
        "WeChat did not confirm who you are. Please open the page again."
    ),
    "token_missing": _lt("Please log in first."),
    "token_invalid": _lt("Your login is no longer valid. Please open the page again."),
    "token_expired": _lt("Your login has expired."),
    "forbidden": _lt("This is not possible for you. Please ask our staff."),
    "not_found": _lt("This does not exist, or no longer."),
    "table_not_found": _lt("No table has this code. Please scan it again."),
    "method_not_allowed": _lt("This cannot be done here."),
    "body_too_large": _lt("The request is too large."),
    "unsupported_media_type": _lt("The request must be sent as JSON."),
    "rate_limited": _lt("That was a little fast. Please wait a moment."),
    "internal_error": _lt("Something went wrong on our side. Please ask our staff."),
    "busy": _lt("Many guests are ordering right now. Please try again."),
    "wechat_unavailable": _lt("WeChat does not answer right now. Please try again."),
}

# What the framework below us raises.
_CODE_BY_STATUS = {
    400: "invalid_request",
    401: "token_invalid",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "busy",
}


class ApiError(HTTPException):
    """A refusal of the API itself.

    It is an `HTTPException` so that Odoo lets it through from wherever it is raised and
    does not log it as a fault of the server.

    :param str error_code: A key of the table of errors.
    :param dict details: What helps the phone further.
    :param int retry_after: Seconds after which to come again.
    :param bool keeps_changes: Whether what was written is kept all the same.
    """

    def __init__(
        self, error_code, details=None, *, retry_after=None, keeps_changes=False
    ):
        super().__init__()
        self.code = ERRORS[error_code].status
        self.error_code = error_code
        self.details = details or {}
        self.retry_after = retry_after
        self.keeps_changes = keeps_changes


class Refusal(NamedTuple):
    """An error, ready to be answered."""

    code: str
    status: int
    message: str
    details: dict[str, Any]
    headers: list[tuple[str, str]]


def explain(exc, lang, request_id):
    """Return how an exception is answered; log it if it is a fault of ours.

    :param Exception exc: What went wrong.
    :param str lang: The language of the diner.
    :param str request_id: What the log and the answer have in common.
    :rtype: Refusal
    """
    code, details, headers = _classify(exc)
    if code == "internal_error":
        _logger.error("Request %s failed", request_id, exc_info=exc)
    message = str(exc) if isinstance(exc, OrderingError) else _translate(code, lang)
    return Refusal(code, ERRORS[code].status, message, details, headers)


def _classify(exc):
    """Return the code, the details and the headers of an error."""
    if isinstance(exc, OrderingError):
        return exc.code, exc.details, _retry_header(ERRORS[exc.code].status)
    if isinstance(exc, ApiError):
        return exc.error_code, exc.details, _retry_header(exc.code, exc.retry_after)
    if isinstance(exc, pydantic.ValidationError):
        return _classify_validation(exc)
    if isinstance(exc, HTTPException):
        return _classify_http(exc)
    if isinstance(exc, _DATABASE_AWAY):
        return "busy", {}, _retry_header(503)
    if isinstance(exc, MissingError):
        return "not_found", {}, []
    if isinstance(exc, AccessError):
        return "forbidden", {}, []
    return "internal_error", {}, []


def _classify_validation(exc):
    problems = exc.errors(include_url=False, include_input=False, include_context=False)
    if any(problem["type"] == "json_invalid" for problem in problems):
        return "invalid_json", {}, []
    fields = [
        {
            "path": ".".join(str(step) for step in problem["loc"]),
            "problem": problem["msg"].removeprefix("Value error, "),
        }
        for problem in problems
    ]
    return "invalid_request", {"fields": fields}, []


def _classify_http(exc):
    code = _CODE_BY_STATUS.get(exc.code, "internal_error")
    headers = _retry_header(exc.code)
    if methods := getattr(exc, "valid_methods", None):
        headers.append(("Allow", ", ".join(sorted(set(methods) - {"OPTIONS"}))))
    return code, {}, headers


def _retry_header(status, seconds=None):
    if status not in (429, 503):
        return []
    return [("Retry-After", str(seconds or RETRY_AFTER_SECONDS))]


def _translate(code, lang):
    return MESSAGES[code]._translate(lang)
