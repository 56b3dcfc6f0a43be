"""A WeChat mini-program: its credentials and what the server may ask WeChat."""

import threading
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import const
from ..tools.intent import run_committed
from ..tools.masking import get_wechat_logger
from ..wechat.client import OpenApiClient
from ..wechat.transport import BoundedSession

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)
_local = threading.local()


class WechatAccount(models.Model):
    """A mini-program and what its server may ask WeChat."""

    _name = "wechat.account"
    _description = "WeChat Account"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    appid = fields.Char(
        string="AppID",
        help="Identifies the mini-program, starts with wx.",
        required=True,
    )
    app_secret = fields.Char(string="AppSecret", groups="base.group_system", copy=False)
    is_sandbox = fields.Boolean(
        string="Sandbox",
        help="Whether calls go to the sandbox of a demo database.",
        compute="_compute_is_sandbox",
    )
    is_live = fields.Boolean(
        string="Live",
        help="Whether the account was made to talk to WeChat itself.",
        default=lambda self: not self.env["wechat.database"]._is_demo(),
        copy=False,
    )
    access_token = fields.Char(groups="base.group_system", copy=False)
    access_token_expires_at = fields.Datetime(groups="base.group_system", copy=False)
    access_token_forced_at = fields.Datetime(groups="base.group_system", copy=False)

    _appid_uniq = models.Constraint(
        "unique (appid)", "There is an account with this AppID already."
    )

    # === COMPUTE METHODS === #

    def _compute_is_sandbox(self):
        self.is_sandbox = self.env["wechat.database"]._is_demo()

    # === CONSTRAINT METHODS === #

    @api.constrains("appid", "is_live")
    def _check_kind(self):
        """Refuse a live account in a demo database, and the sandbox's in a real one.

        :raise ValidationError: If one account does not belong here.
        """
        is_demo = self.env["wechat.database"]._is_demo()
        for account in self:
            if is_demo and account.is_live:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a live WeChat account. A demo database only talks"
                        " to the sandbox; use a real database for it.",
                        name=account.display_name,
                    )
                )
            if not is_demo and not account._is_real():
                raise ValidationError(
                    self.env._(
                        "%(name)s belongs to the sandbox of a demo database. Enter the"
                        " AppID of your own mini-program.",
                        name=account.display_name,
                    )
                )

    def _is_real(self):
        return self.is_live and not (self.appid or "").startswith(
            const.SANDBOX_APPID_PREFIX
        )

    # === BUSINESS METHODS - OPEN API === #

    def _code_to_session(self, code):
        """Return who a login code belongs to.

        Note: `self.ensure_one()`

        :param str code: What `wx.login` gave the phone; good for one use.
        :return: `openid`, `session_key` and `unionid`, the latter often empty. The
            session key must not leave the server.
        :rtype: dict
        :raise WechatError: If WeChat does not know the code, or does not answer.
        """
        return self._get_client().mini_program.code_to_session(code)

    def _get_phone_number(self, code):
        """Return the phone number that a diner chose to give. WeChat charges for it.

        Note: `self.ensure_one()`

        :param str code: What the phone's button gave; good for one use.
        :return: The number with its country code.
        :rtype: str
        :raise WechatError: If the call fails.
        """
        return self._get_client().mini_program.get_phone_number(code)

    def _get_unlimited_code(self, scene, page=None, **options):
        """Return the picture of a mini-program code.

        Note: `self.ensure_one()`

        :param str scene: What the page learns, at most 32 plain characters.
        :param str page: The page, without a slash at the beginning.
        :param dict options: `check_path`, `env_version` and `width`.
        :return: A PNG or JPEG.
        :rtype: bytes
        :raise WechatError: If the call fails.
        """
        api = self._get_client().mini_program
        return api.get_unlimited_code(scene, page, **options)

    def _send_subscribe_message(self, openid, template_id, data, **options):
        """Send a message that the diner asked for with a tap.

        Note: `self.ensure_one()`

        :param str openid: Who gets it.
        :param str template_id: Which message.
        :param dict data: The text of each field, by its name in the template.
        :param dict options: `page`, `state` and `lang`.
        :raise WechatRecipientError: If the diner allows no (more) message: normal.
        :raise WechatError: If the call fails otherwise.
        """
        api = self._get_client().mini_program
        api.send_subscribe_message(openid, template_id, data, **options)

    def _check_text(self, content, openid, scene=2):
        """Return whether a text may be shown to others.

        Note: `self.ensure_one()`

        :param str content: The text.
        :param str openid: Who wrote it.
        :param int scene: 1 profile, 2 comment, 3 forum, 4 social log.
        :return: `pass`, `review` or `risky`.
        :rtype: str
        :raise WechatError: If the call fails.
        """
        return self._get_client().mini_program.check_text(content, openid, scene)

    def _upload_shipping_info(self, shipment, openid, upload_time):
        """Tell WeChat that the goods of a payment are delivered.

        Note: `self.ensure_one()`

        :param Shipment shipment: What was delivered, and how.
        :param str openid: Who paid.
        :param str upload_time: When, RFC 3339 with milliseconds.
        :raise WechatError: If the call fails.
        """
        self._get_client().mini_program.upload_shipping_info(
            shipment=shipment, openid=openid, upload_time=upload_time
        )

    def _is_trade_managed(self):
        """Return whether WeChat holds money back until delivery is told.

        Note: `self.ensure_one()`

        :rtype: bool
        :raise WechatError: If the call fails.
        """
        return self._get_client().mini_program.is_trade_managed()

    def _get_client(self):
        """Return the client of this account.

        Note: `self.ensure_one()`

        :rtype: OpenApiClient
        """
        self.ensure_one()
        account_sudo = self.sudo()
        return OpenApiClient(
            account_sudo.appid,
            account_sudo.app_secret,
            tokens=AccountTokens(account_sudo),
            session=self._get_session(),
            base_url=self.env["wechat.database"]._sandbox_url() or const.OPEN_API_URL,
        )

    @api.model
    def _get_session(self):
        """Return what sends requests: the one place tests replace.

        :rtype: BoundedSession
        """
        # One per thread, kept for its connections.
        if not hasattr(_local, "session"):
            _local.session = BoundedSession()
        return _local.session

    # === BUSINESS METHODS - ACCESS TOKEN === #

    def _get_access_token(self):
        """Return a valid access token, which all workers share.

        Note: `self.ensure_one()`

        :rtype: str
        :raise WechatError: If WeChat does not give one.
        """
        self.ensure_one()
        account_sudo = self.sudo()
        usable_until = account_sudo.access_token_expires_at
        if usable_until and usable_until > fields.Datetime.now():
            return account_sudo.access_token
        return account_sudo._fetch_access_token()

    def _renew_access_token(self, rejected):
        """Return another access token than the one WeChat just rejected.

        Note: `self.ensure_one()`

        :param str rejected: The token that does not work.
        :rtype: str
        :raise WechatError: If WeChat does not give one.
        """
        token = self._fetch_access_token()
        if token == rejected and run_committed(
            self.env, lambda env: self.with_env(env)._claim_forced_renewal()
        ):
            _logger.warning("Replacing the rejected access token of %s", self.appid)
            token = self._fetch_access_token(force_refresh=True)
        return token

    def _fetch_access_token(self, force_refresh=False):
        # Asked for without a lock: whoever asks at the same time gets the same token.
        token, seconds = self._get_client().fetch_stable_token(force_refresh)
        margin = min(const.TOKEN_MARGIN_SECONDS, seconds // 2)
        usable_until = fields.Datetime.now() + timedelta(seconds=seconds - margin)
        run_committed(
            self.env,
            lambda env: self.with_env(env)._store_access_token(token, usable_until),
        )
        self.invalidate_recordset(["access_token", "access_token_expires_at"])
        return token

    def _store_access_token(self, token, usable_until):
        # An account that is being created cannot be seen from here yet.
        self.exists().write(
            {"access_token": token, "access_token_expires_at": usable_until}
        )

    def _claim_forced_renewal(self):
        """Return whether this worker may make WeChat replace the token.

        WeChat allows it twenty times a day: of all workers whose call was rejected, one
        does it.
        """
        now = fields.Datetime.now()
        pause = timedelta(seconds=const.FORCED_RENEWAL_PAUSE_SECONDS)
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechat_account
                   SET access_token_forced_at = %(now)s
                 WHERE id = %(id)s
                   AND (access_token_forced_at IS NULL
                        OR access_token_forced_at < %(before)s)
                """,
                now=now,
                id=self.id,
                before=now - pause,
            )
        )
        self.invalidate_recordset(["access_token_forced_at"])
        return bool(self.env.cr.rowcount)


class AccountTokens:
    """The token store of an account, as the client wants it."""

    def __init__(self, account):
        self._account = account

    def get(self):
        """Return a valid access token."""
        return self._account._get_access_token()

    def renew(self, rejected):
        """Return another one than WeChat just rejected."""
        return self._account._renew_access_token(rejected)
