"""A WeChat mini-program: its credentials and what the server may ask WeChat."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const


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

    # === BUSINESS METHODS === #

    def _code_to_session(self, code):
        """Return who a login code belongs to."""
        raise NotImplementedError

    def _get_access_token(self):
        """Return a valid access token."""
        raise NotImplementedError

    def _get_unlimited_code(self, scene, page, **options):
        """Return the picture of a mini-program code."""
        raise NotImplementedError
