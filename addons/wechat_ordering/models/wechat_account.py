"""What the restaurant tells WeChat of its mini-program."""

from odoo import models
from odoo.addons.wechat_base.wechat.errors import WechatError
from odoo.addons.wechat_base.wechat.mini_program import ORDER_NUMBER
from odoo.exceptions import UserError

# The page of an order, see miniprogram/src/pages/order.
ORDER_DETAIL_PATH = f"pages/order/order?out_trade_no={ORDER_NUMBER}"


class WechatAccount(models.Model):
    """A mini-program whose orders WeChat lists by itself."""

    _inherit = "wechat.account"

    def action_wechat_connect_order_list(self):
        """Let WeChat's own list of orders open the page of an order here.

        :return: A notification that it is done.
        :rtype: dict
        :raise UserError: If WeChat refuses or does not answer.
        """
        self.ensure_one()
        self.check_access("write")
        try:
            self._update_order_detail_path(ORDER_DETAIL_PATH)
        except WechatError as error:
            raise UserError(
                self.env._(
                    "WeChat did not take it: %s. Check AppID and AppSecret, then try"
                    " again.",
                    error,
                )
            ) from error
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "WeChat's order list opens the orders of this mini-program now."
                ),
            },
        }
