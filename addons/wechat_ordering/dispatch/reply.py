"""What a controller of the diner API answers."""

import json
from typing import Any, NamedTuple

from odoo.http import Response

NO_STORE = "no-store"
JSON_TYPE = "application/json; charset=utf-8"


class Reply(NamedTuple):
    """An answer that is more than a document with status 200.

    :param body: A document, or bytes that already are one in JSON.
    :param etag: The version of the document, without quotes.
    :param cache: The `Cache-Control` of the answer.
    :param headers: Further headers.
    """

    body: Any
    status: int = 200
    etag: str | None = None
    cache: str = NO_STORE
    headers: tuple[tuple[str, str], ...] = ()


def make_response(reply, httprequest, request_id):
    """Return the HTTP answer; 304 where the phone has the document already.

    :param Reply reply: What the controller answered.
    :param httprequest: The request.
    :param str request_id: Told to the phone, and logged.
    :rtype: odoo.http.Response
    """
    headers = [
        ("Cache-Control", reply.cache),
        ("X-Request-Id", request_id),
        *reply.headers,
    ]
    if reply.etag:
        headers.append(("ETag", f'"{reply.etag}"'))
        if httprequest.method in ("GET", "HEAD") and is_known(httprequest, reply.etag):
            return Response(status=304, headers=headers)
    headers.append(("Content-Type", JSON_TYPE))
    return Response(to_json(reply.body), status=reply.status, headers=headers)


def is_known(httprequest, etag):
    """Tell whether the phone has this version of the document.

    The comparison is weak: a proxy that compresses on the way marks our tags as weak.

    :rtype: bool
    """
    sent = httprequest.headers.get("If-None-Match")
    if not sent:
        return False
    return sent == f'"{etag}"' or httprequest.if_none_match.contains_weak(etag)


def to_json(body):
    """Return the bytes of a document.

    :rtype: bytes
    """
    if isinstance(body, bytes):
        return body
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
