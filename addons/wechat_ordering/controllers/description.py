"""The API's description of itself."""

import functools
import hashlib

from odoo import http

from ..dispatch.reply import Reply, to_json
from ..schemas import operations
from ..schemas.openapi import build_openapi
from . import const
from .common import api_route


class DescriptionController(http.Controller):
    """Serves `openapi.json`."""

    @api_route(operations.GET_OPENAPI)
    def get_openapi(self):
        """Answer the OpenAPI document, made from the schemas that the routes use."""
        document, etag = _get_document()
        return Reply(document, etag=etag, cache=const.CACHE_REVALIDATE)


@functools.lru_cache(maxsize=1)
def _get_document():
    document = to_json(build_openapi())
    return document, hashlib.sha256(document).hexdigest()[:16]
