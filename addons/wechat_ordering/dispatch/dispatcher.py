"""The dispatcher of the diner API: JSON in, JSON out, one form of error."""

import functools
import logging
import re
import uuid

from odoo.addons.wechat_base.tools.retry import run_in_request, start_over
from odoo.http import Dispatcher, Response
from psycopg2.errors import ReadOnlySqlTransaction
from werkzeug.exceptions import RequestEntityTooLarge

from ..schemas.base import NoFields
from ..schemas.operation import UPLOAD_FIELD, fits_path
from .errors import ApiError, explain
from .language import choose_language
from .reply import Reply, make_response

_logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class WechatApiDispatcher(Dispatcher):
    """Serves the routes of type `wechat_api`.

    A route carries its `operation`: the body and the query are checked against its
    schemas before the controller is called, and its rate limit is taken.
    """

    routing_type = "wechat_api"
    mimetypes = ("application/json",)

    @functools.cached_property
    def lang(self):
        """Return the language of the diner."""
        return choose_language(self.request.httprequest.headers.get("Accept-Language"))

    @functools.cached_property
    def request_id(self):
        """Return the number of the request: the one a proxy gave it, or a new one."""
        given = self.request.httprequest.headers.get("X-Request-Id", "")
        return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex

    @classmethod
    def is_compatible_with(cls, request):
        """Override of `http`: a wrong content type is refused in our own form."""
        return True

    def pre_dispatch(self, rule, args):
        """Override of `http`: no session, no cookie, a small body."""
        self.request.session.can_save = False
        operation = rule.endpoint.routing["operation"]
        self.request.httprequest.max_content_length = (
            MAX_BODY_BYTES + operation.upload_bytes
        )

    def dispatch(self, endpoint, args):
        """Override of `http` to check the request and call the controller."""
        operation = endpoint.routing["operation"]
        if not fits_path(args):
            return self._refuse(ApiError("not_found"))
        try:
            self._check_rate(operation)
            params = self._read(operation, args)
            self.request.params = params
            result = run_in_request(
                lambda: endpoint(**params), lambda: self.request.env
            )
        except ReadOnlySqlTransaction:
            # Odoo asked a replica, and comes again with a cursor that can write.
            raise
        except Exception as exc:  # noqa: BLE001 - every error gets the one form
            return self._refuse(exc)
        if isinstance(result, Response):
            return result
        reply = result if isinstance(result, Reply) else Reply(result)
        return make_response(reply, self.request.httprequest, self.request_id)

    def post_dispatch(self, response):
        """Override of `http`: nothing is added, least of all a session."""
        response.headers["X-Content-Type-Options"] = "nosniff"

    def handle_error(self, exc):
        """Override of `http` to answer what was raised outside of the controller."""
        refusal = explain(exc, self.lang, self.request_id)
        _logger.info(
            "Request %s refused: %s %s: %s",
            self.request_id,
            self.request.httprequest.method,
            self.request.httprequest.path,
            refusal.code,
        )
        error = {
            "code": refusal.code,
            "message": refusal.message,
            "details": refusal.details,
            "request_id": self.request_id,
        }
        response = make_response(
            Reply({"error": error}, refusal.status, headers=tuple(refusal.headers)),
            self.request.httprequest,
            self.request_id,
        )
        self.post_dispatch(response)
        return response

    def _refuse(self, exc):
        """Answer an error of the controller, and forget what it wrote."""
        if not getattr(exc, "keeps_changes", False):
            start_over(self.request.env)
        return self.handle_error(exc)

    # === READING THE REQUEST === #

    def _check_rate(self, operation):
        limit = operation.limit
        if not limit:
            return
        caller = (
            self.request.wechat_claims.member_id
            if limit.by == "member"
            else self.request.httprequest.remote_addr
        )
        wait = self.request.env["wechat.rate.limit"]._take(
            f"{limit.bucket}:{caller}", limit
        )
        if wait:
            raise ApiError("rate_limited", retry_after=wait)

    def _read(self, operation, args):
        """Return what the controller is called with.

        :rtype: dict
        """
        params = dict(args)
        query = self.request.httprequest.args
        if operation.query:
            params["query"] = operation.query.model_validate(dict(query), strict=False)
        elif query:
            raise ApiError(
                "invalid_request",
                {"fields": [{"path": name, "problem": "unknown"} for name in query]},
            )
        if operation.body:
            body = operation.body.model_validate_json(self._read_body(operation))
            if operation.body is not NoFields:
                params["body"] = body
        if operation.upload_bytes:
            params[UPLOAD_FIELD] = self._read_file(operation)
        return params

    def _read_file(self, operation):
        """Return the one file that the form carries; its name and type are ignored."""
        httprequest = self.request.httprequest
        if httprequest.mimetype != "multipart/form-data":
            raise ApiError("unsupported_media_type")
        try:
            files = httprequest.files
        except RequestEntityTooLarge as exc:
            raise ApiError("body_too_large") from exc
        if set(files) != {UPLOAD_FIELD}:
            problem = {"path": UPLOAD_FIELD, "problem": "missing"}
            raise ApiError("invalid_request", {"fields": [problem]})
        content = files[UPLOAD_FIELD].read()
        if len(content) > operation.upload_bytes:
            raise ApiError("body_too_large")
        return content

    def _read_body(self, operation):
        httprequest = self.request.httprequest
        try:
            data = httprequest.get_data()
        except RequestEntityTooLarge as exc:
            raise ApiError("body_too_large") from exc
        if not data:
            return b"{}" if operation.body is NoFields else data
        if httprequest.mimetype not in self.mimetypes:
            raise ApiError("unsupported_media_type")
        return data
