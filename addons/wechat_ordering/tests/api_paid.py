"""An order of the small restaurant that can be paid, for tests of the diner API."""

import json

from odoo.addons.wechat_base.tools.money import to_fen

from .api_shop import ShopCase


class PaidCase(ShopCase):
    """A guest's order, and how it is paid."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "100"
        )
        self.uuid = self.place()["uuid"]
        self.order = self.env["pos.order"].search([("uuid", "=", self.uuid)])

    def _pay(self):
        total = to_fen(self.order.amount_total)
        asked = {"appid": "wx1", "mchid": "1900000001", "amount": {"total": total}}
        tx = self.env["payment.transaction"].create(
            {
                "provider_id": self.store.provider_id.id,
                "payment_method_id": self.env.ref(
                    "payment.payment_method_wechat_pay"
                ).id,
                "reference": f"api-{self.order.id}",
                "provider_reference": "4200000000000000000000000001",
                "amount": self.order.amount_total,
                "currency_id": self.order.currency_id.id,
                "partner_id": self.env.company.partner_id.id,
                "wechatpay_pos_order_id": self.order.id,
                "wechatpay_state": "success",
                "wechatpay_body": json.dumps(asked),
            }
        )
        self.order._wechatpay_on_paid(tx)
        self.env.flush_all()
