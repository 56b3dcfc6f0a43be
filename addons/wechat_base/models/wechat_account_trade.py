"""What WeChat does with a mini-program's orders: its money, and its order list."""

from datetime import timedelta

from odoo import fields, models

from .. import const
from ..tools.intent import run_committed


class WechatAccount(models.Model):
    """Remembers what WeChat decided about the account's trade."""

    _inherit = "wechat.account"

    trade_management = fields.Selection(
        selection=[
            ("yes", "Money is held until delivery is told"),
            ("no", "Money is not held"),
        ],
        string="Shipping Information",
        help="WeChat decides for each mini-program whether the shop must report that an"
        " order was handed over (小程序发货信息管理). Asked once a day.",
        readonly=True,
        copy=False,
    )
    trade_checked_at = fields.Datetime(readonly=True, copy=False)

    def _must_report_shipping(self):
        """Return whether WeChat holds money back until delivery is told.

        WeChat's answer is kept for a day. No row may be locked by the caller.

        Note: `self.ensure_one()`

        :rtype: bool
        :raise WechatError: If WeChat does not answer and nothing is known.
        """
        self.ensure_one()
        account_sudo = self.sudo()
        now = fields.Datetime.now()
        known_at = account_sudo.trade_checked_at
        kept_for = timedelta(hours=const.TRADE_MANAGEMENT_HOURS)
        if not known_at or known_at < now - kept_for:
            is_managed = account_sudo._is_trade_managed()
            values = {
                "trade_management": "yes" if is_managed else "no",
                "trade_checked_at": now,
            }
            run_committed(self.env, lambda env: self.with_env(env).sudo().write(values))
            account_sudo.invalidate_recordset()
        return account_sudo.trade_management == "yes"

    def _update_order_detail_path(self, path):
        """Tell WeChat which page its own list of orders opens.

        Note: `self.ensure_one()`

        :param str path: The page, with WeChat's placeholder for the number.
        :raise WechatError: If the call fails.
        """
        self._get_client().mini_program.update_order_detail_path(path)
