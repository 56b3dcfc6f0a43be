"""Login and tokens."""

import time

from odoo import http
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.http import request

from .. import const as ordering_const
from ..dispatch.errors import ApiError
from ..dispatch.tokens import Claims
from ..models.ir_http import get_signer
from ..schemas import operations
from .common import api_route
from .upstream import upstream_call


class MemberController(http.Controller):
    """Who the diner is."""

    @api_route(operations.LOGIN)
    def login(self, body):
        """Exchange the code of `wx.login()` for tokens.

        WeChat is asked first, outside of any lock; the member is then written on a
        cursor of its own. So a clash with another login never asks WeChat again, which
        would refuse the code as used.

        :param LoginRequest body: The code, and which mini-program it is of.
        :raise ApiError: If WeChat refuses the code, or does not answer.
        """
        account_sudo = _get_account_sudo(body.appid)
        lang = request.dispatcher.lang
        with upstream_call():
            person = account_sudo._code_to_session(body.code)

        def enter(own_env):
            member_sudo = (
                own_env["wechat.member"]
                .sudo()
                ._get_or_create(account_sudo.with_env(own_env).sudo(), person, lang)
            )
            if not member_sudo.active:
                raise ApiError("login_failed")
            return _make_login(member_sudo, member_sudo._issue_refresh_token())

        return run_committed(request.env, enter)

    @api_route(operations.REFRESH_TOKEN)
    def refresh_token(self, body):
        """Exchange a refresh token for new tokens.

        :param RefreshRequest body: The token.
        :raise ApiError: If the token is used, revoked, too old or not ours. That a
            used one revoked its family is kept.
        """
        member_sudo, token = (
            request.env["wechat.refresh.token"].sudo()._exchange(body.refresh_token)
        )
        if not member_sudo:
            raise ApiError("token_invalid", keeps_changes=True)
        return _make_login(member_sudo, token)


def _get_account_sudo(appid):
    """Return the mini-program that is meant; without a name, the only one there is."""
    domain = [("appid", "=", appid)] if appid else []
    accounts_sudo = request.env["wechat.account"].sudo().search(domain, limit=2)
    if len(accounts_sudo) == 1:
        return accounts_sudo
    problem = "several mini-programs: name one" if accounts_sudo else "unknown"
    raise ApiError("login_failed", {"fields": [{"path": "appid", "problem": problem}]})


def _make_login(member_sudo, refresh_token):
    expires_in = ordering_const.ACCESS_TOKEN_SECONDS
    claims = Claims(
        member_sudo.id, member_sudo.account_id.id, int(time.time()) + expires_in
    )
    return {
        "access_token": get_signer(member_sudo.env).issue(claims),
        "expires_in": expires_in,
        "refresh_token": refresh_token,
        "member": member_sudo._get_member_document(),
    }
