"""The doors of the diner API."""

import time

from odoo import models
from odoo.addons.wechat_base.tools.fields import hmac_index
from odoo.http import request
from werkzeug.exceptions import MethodNotAllowed

from ..dispatch.dispatcher import WechatApiDispatcher
from ..dispatch.errors import ApiError
from ..dispatch.tokens import Signer, TokenError, TokenExpiredError
from ..schemas.operation import API_PREFIX

_SCHEME = "bearer "
# Reading the key file for each request would cost more than the request.
_signers = {}


class IrHttp(models.AbstractModel):
    """Keeps the way of a diner's request short.

    Such a request has no session, no cookie and no user. What Odoo and its add-ons do
    for browsers on each request (language of the user and company, upload limit,
    tracking cookies, editor flags) is left out: it costs more than the answer.
    """

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        """Override of `http_routing`: what lies under our prefix is ours, also errors.

        Nor is a language looked for in the path: the first part of it is no language.
        """
        if path_info.startswith(API_PREFIX):
            request.dispatcher = WechatApiDispatcher(request)
            request.is_frontend = request.is_frontend_multilang = False
        rule, args = super()._match(path_info)
        is_options = request.httprequest.method == "OPTIONS"
        if is_options and cls._is_diner_request(rule.endpoint):
            # Odoo lets OPTIONS in everywhere and would call the controller.
            adapter = (
                request.env["ir.http"]
                .routing_map()
                .bind_to_environ(request.httprequest.environ)
            )
            raise MethodNotAllowed(sorted(adapter.allowed_methods(path_info)))
        return rule, args

    @classmethod
    def _authenticate(cls, endpoint):
        """Override of `base`: a diner's request has no session that could be checked.

        Errors keep their own form; Odoo would turn them into a lack of rights.
        """
        if not cls._is_diner_request(endpoint):
            return super()._authenticate(endpoint)
        if endpoint.routing["operation"].is_diner:
            cls._auth_method_wechat_diner()
        else:
            cls._auth_method_wechat_anyone()

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override of `base` to do for a diner's request only what it needs."""
        if not cls._is_diner_request(rule.endpoint):
            return super()._pre_dispatch(rule, args)
        cls._wechat_check_demo_door()
        request.dispatcher.pre_dispatch(rule, args)

    @classmethod
    def _post_dispatch(cls, response):
        """Override of `base`: no cookie is added to the answer for a diner."""
        if request.dispatcher.routing_type != WechatApiDispatcher.routing_type:
            return super()._post_dispatch(response)
        request.dispatcher.post_dispatch(response)

    @classmethod
    def _is_diner_request(cls, endpoint):
        return endpoint.routing["type"] == WechatApiDispatcher.routing_type

    # === WHO IS ASKING === #

    @classmethod
    def _auth_method_wechat_anyone(cls):
        """Serve anyone, as the public user, even in a browser that staff use too."""
        request.update_env(
            user=cls._get_public_users()[0], context=cls._get_diner_context()
        )

    @classmethod
    def _auth_method_wechat_diner(cls):
        """Serve the member whose access token the request carries.

        :raise ApiError: If the token is missing, not one of ours, or too old.
        """
        header = request.httprequest.headers.get("Authorization", "")
        if not header[: len(_SCHEME)].lower() == _SCHEME:
            raise ApiError("token_missing")
        signer = get_signer(request.env)
        try:
            request.wechat_claims = signer.open(
                header[len(_SCHEME) :].strip(), time.time()
            )
        except TokenExpiredError as error:
            raise ApiError("token_expired") from error
        except TokenError as error:
            raise ApiError("token_invalid") from error
        cls._auth_method_wechat_anyone()

    @classmethod
    def _get_diner_context(cls):
        lang = request.dispatcher.lang
        # A language that is not installed has no names of dishes, but it has messages.
        is_known = lang == "en_US" or request.env["res.lang"]._get_data(code=lang)
        return {"lang": lang if is_known else "en_US"}


def get_signer(env):
    """Return the signer of this database's access tokens.

    The key comes from the server's key file or environment, and the database's own
    number: a token of a test database opens nothing in the real one beside it.

    :rtype: Signer
    """
    database = env["ir.config_parameter"].sudo().get_param("database.uuid")
    if database not in _signers:
        secret = hmac_index(env, f"wechat access token of {database}")
        _signers[database] = Signer(secret.encode())
    return _signers[database]
