"""What an operation of the diner API is, and what all of them have in common."""

import re
from dataclasses import dataclass
from typing import NamedTuple

API_PREFIX = "/wechat/api/v1"

# What the parts of a path look like; anything else is not found.
PATH_PARAMETERS = {
    "code": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    "lang": {"type": "string", "enum": ["zh_CN", "en_US"]},
    "number": {"type": "string", "pattern": "^[0-9A-Za-z_*-]{6,32}$"},
    "uuid": {
        "type": "string",
        "format": "uuid",
        "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    },
    "version": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
}

# What any operation may answer: the wrong method never reaches it, but a client
# may send a query that the operation does not know.
COMMON_ERRORS = ("invalid_request", "internal_error", "busy")
BODY_ERRORS = ("invalid_json", "body_too_large", "unsupported_media_type")
UPLOAD_ERRORS = ("body_too_large", "unsupported_media_type")
# The name of the file's field in a form that carries one.
UPLOAD_FIELD = "photo"
DINER_ERRORS = ("token_missing", "token_invalid", "token_expired")


def fits_path(args):
    """Tell whether the parts of a path look as they should.

    :param dict args: The parts, as they came in.
    :rtype: bool
    """
    return all(_fits(PATH_PARAMETERS[name], value) for name, value in args.items())


def _fits(schema, value):
    if "enum" in schema:
        return value in schema["enum"]
    return re.fullmatch(schema["pattern"].strip("^$"), value) is not None


class Limit(NamedTuple):
    """How often one caller may do the same: a bucket of tokens that fills up again."""

    bucket: str
    by: str  # "address" or "member"
    burst: int
    per_minute: int


@dataclass(frozen=True)
class Operation:
    """One method of one path.

    :param id: Unique name, the `operationId`.
    :param path: Below the prefix, with parameters in braces.
    :param answers: The success statuses, each with the schema of its body, or `None`
        for an empty one.
    :param errors: The codes of its own errors, beside those that every operation of
        its kind may answer.
    :param is_diner: Whether an access token is needed.
    :param is_readonly: Whether it only reads the database.
    :param has_etag: Whether the answer carries an `ETag`.
    :param limit: How often one caller may do it.
    :param upload_bytes: How large the one file may be that comes as a form, in the
        field :data:`UPLOAD_FIELD`; 0: it takes no file.
    """

    id: str
    method: str
    path: str
    summary: str
    answers: dict[int, type | None]
    errors: tuple[str, ...] = ()
    body: type | None = None
    query: type | None = None
    is_diner: bool = False
    is_readonly: bool = False
    has_etag: bool = False
    description: str = ""
    limit: Limit | None = None
    upload_bytes: int = 0
    tags: tuple[str, ...] = ()

    @property
    def all_errors(self):
        """Return every code that the operation may answer.

        :rtype: tuple[str]
        """
        codes = list(self.errors)
        if self.body:
            codes += BODY_ERRORS
        if self.upload_bytes:
            codes += UPLOAD_ERRORS
        if self.is_diner:
            codes += DINER_ERRORS
        if self.limit:
            codes.append("rate_limited")
        return tuple(dict.fromkeys([*codes, *COMMON_ERRORS]))
