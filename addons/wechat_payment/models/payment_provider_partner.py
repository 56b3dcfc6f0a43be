"""Service providers: a merchant number that signs in the name of another one."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..wechatpay.merchant import Account


class PaymentProvider(models.Model):
    """A merchant that asks by itself, or a service provider that asks for a shop."""

    _inherit = "payment.provider"

    wechatpay_mode = fields.Selection(
        selection=[
            ("direct", "The merchant itself"),
            ("partner", "A service provider for the merchant"),
        ],
        string="Who Asks",
        help="A service provider signs with its own certificate and names the shop's"
        " merchant number beside its own. Whoever signs enters its own AppID, merchant"
        " number and keys above.",
        default="direct",
        required=True,
        copy=False,
    )
    wechatpay_sub_mchid = fields.Char(
        string="Shop's Merchant Number",
        help="The number (sub_mchid) that the service provider got for the shop.",
        copy=False,
    )
    wechatpay_sub_appid = fields.Char(
        string="Shop's AppID",
        help="Only if guests pay in a mini-program of the shop's own (sub_appid)."
        " Empty: they pay in the service provider's.",
        copy=False,
    )

    wechatpay_has_shop_bills = fields.Boolean(
        string="Fetch the Shop's Balance",
        help="Also fetch the shop's fund-flow bills, which prove its balance. The"
        " service provider needs WeChat Pay's permission for it: partner platform,"
        " product centre (产品中心), 下载二级商户资金账单.",
        copy=False,
    )

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "code", "state", "wechatpay_mode", "wechatpay_sub_mchid", "wechatpay_sub_appid"
    )
    def _wechatpay_check_partner(self):
        """Refuse numbers of a shop that cannot be.

        :raise ValidationError: If one is malformed or missing, saying which.
        """
        for provider in self.filtered(lambda known: known._wechatpay_is_on()):
            if problem := provider._wechatpay_find_partner_problem():
                raise ValidationError(problem)

    def _wechatpay_find_partner_problem(self):
        if self.wechatpay_mode != "partner":
            return None
        if not _is_like(const.MCHID_PATTERN, self.wechatpay_sub_mchid):
            return self.env._(
                "A service provider needs the shop's merchant number: 8 to 10 digits."
            )
        if self.wechatpay_sub_mchid == self.wechatpay_mchid:
            return self.env._(
                "The shop's merchant number is the service provider's own. A merchant"
                " that asks by itself is no service provider."
            )
        sub_appid = self.wechatpay_sub_appid
        if sub_appid and not _is_like(const.APPID_PATTERN, sub_appid):
            return self.env._("The shop's AppID begins with wx and has 18 characters.")
        return None

    # === BUSINESS METHODS === #

    def _wechatpay_get_account(self):
        """Return the numbers that say who is paid.

        Note: `self.ensure_one()`

        :rtype: Account
        """
        self.ensure_one()
        own = (self.wechatpay_appid or "").strip(), (self.wechatpay_mchid or "").strip()
        if self.wechatpay_mode != "partner":
            return Account(*own)
        return Account(
            *own,
            sub_mchid=(self.wechatpay_sub_mchid or "").strip(),
            sub_appid=(self.wechatpay_sub_appid or "").strip(),
        )


def _is_like(pattern, text):
    return re.fullmatch(pattern, (text or "").strip())
