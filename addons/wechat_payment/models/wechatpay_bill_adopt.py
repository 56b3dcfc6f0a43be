"""A payment that only WeChat Pay knew of, taken into our books to be given back."""

from odoo import api, models
from odoo.addons.wechat_base.tools.money import to_fen

from .. import const
from ..wechatpay import bodies


class PaymentTransaction(models.Model):
    """A payment that may come from a bill."""

    _inherit = "payment.transaction"

    @api.model
    def _wechatpay_adopt(self, provider, row):
        """Return a payment like the one that a row of a bill tells of.

        It belongs to no order: nothing is booked for it but what the bill books.

        :param payment.provider provider: The merchant.
        :param wechatpay.bill.line row: The row.
        :rtype: payment.transaction
        """
        body = {
            **provider._wechatpay_get_account().members,
            "out_trade_no": row.own_number,
            "amount": {"total": to_fen(row.asked_amount), "currency": const.CURRENCY},
        }
        method = self.env.ref("payment.payment_method_wechat_pay")
        tx = self.create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": row.own_number,
                "provider_reference": row.wechat_number,
                "amount": row.asked_amount,
                "currency_id": row.currency_id.id,
                "partner_id": provider.company_id.partner_id.id,
                "operation": "online_direct",
                "state": "done",
                "wechatpay_state": "success",
                "wechatpay_body": bodies.encode(body).decode(),
                "is_post_processed": True,
            }
        )
        tx._wechatpay_log(False, "success", "query", row.day_id.display_name)
        row.transaction_id = tx
        return tx
