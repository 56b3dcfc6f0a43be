"""What an HTTP answer is worth before the platform's own code is read."""

from .errors import CarrierError, CarrierRetryLaterError, CarrierUnknownError
from .wire import parse_object

_REDIRECTION = range(300, 400)
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500


def content_of(answer) -> dict:
    """Return the JSON object of an answer, whatever its platform says in it.

    Platforms send refusals with status 200 and with others; only what a gateway says in
    their place decides by its status.

    :raise CarrierUnknownError: If it is a server error, or no JSON object.
    :raise CarrierRetryLaterError: If the gateway asks to slow down: it let nothing in.
    """
    if answer.status == _TOO_MANY_REQUESTS:
        raise CarrierRetryLaterError("too many requests", code=str(answer.status))
    if answer.status >= _SERVER_ERROR or answer.status in _REDIRECTION:
        raise CarrierUnknownError("no answer of the platform", code=str(answer.status))
    return parse_object(answer.body)


def error_of_words(message: str, table) -> type[CarrierError]:
    """Return the error that the words of a refusal stand for.

    :param table: Pairs of an error class and words; the first that is found decides.
    :return: :class:`CarrierUnknownError` if none is found.
    """
    for error, words in table:
        if any(word in message for word in words):
            return error
    return CarrierUnknownError
