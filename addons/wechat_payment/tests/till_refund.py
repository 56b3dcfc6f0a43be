"""A till whose cashier gives money of a paid order back."""

import uuid

from odoo.exceptions import UserError
from odoo.fields import Command

from .. import const
from .test_refund_order import RefundOrderCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"
CHOICE = {"reason": "卖完了", "is_return_to_stock": True}


class TillRefundCase(RefundOrderCase):
    """A paid order of three bowls, and a till that sends refund orders."""

    def setUp(self):
        super().setUp()
        self.back = self._send_back(1)
        self.wish = self._wish(self.back)

    @property
    def till(self):
        """Return the payment method as the cashier uses it."""
        return self.method.with_user(self.cashier).with_context(
            allowed_company_ids=self.company.ids
        )

    def _wish(self, back, **changes):
        return {
            "session_id": self.session.id,
            "order_uuid": back.uuid,
            "payment_uuid": str(uuid.uuid4()),
            "amount_fen": round(-back.amount_total * 100),
            **changes,
        }

    def _send_back(self, quantity, order=None):
        """Return the draft that a till sends for so many bowls."""
        line = (order or self.order).lines
        total = -line.price_unit * quantity
        return self._sync(
            str(uuid.uuid4()),
            state="draft",
            amount_total=total,
            amount_tax=0,
            is_refund=True,
            lines=[
                Command.create(
                    {
                        "uuid": str(uuid.uuid4()),
                        "product_id": line.product_id.id,
                        "qty": -quantity,
                        "price_unit": line.price_unit,
                        "price_subtotal": total,
                        "price_subtotal_incl": total,
                        "tax_ids": [Command.clear()],
                        "refunded_orderline_id": line.id,
                    }
                )
            ],
        )

    def _sync(self, order_uuid, **values):
        self.env.flush_all()
        orders = self.env["pos.order"].with_user(self.cashier)
        orders.with_context(allowed_company_ids=self.company.ids).sync_from_ui(
            [
                {
                    "uuid": order_uuid,
                    "access_token": "",
                    "session_id": self.session.id,
                    "company_id": self.company.id,
                    "amount_paid": 0,
                    "amount_return": 0,
                    "lines": [],
                    "payment_ids": [],
                    **values,
                }
            ]
        )
        self.env.invalidate_all()
        return self.env["pos.order"].search([("uuid", "=", order_uuid)])

    def _close(self, back=None, wish=None, **values):
        """Let the till close the refund order with its WeChat line."""
        back, wish = back or self.back, wish or self.wish
        line = {
            "uuid": wish["payment_uuid"],
            "amount": -wish["amount_fen"] / 100,
            "payment_method_id": self.method.id,
            "payment_status": "done",
            **values,
        }
        self._sync(back.uuid, state="paid", payment_ids=[Command.create(line)])

    def _close_in_vain(self):
        """Return what the till is told that may not close the refund order."""
        with self.assertRaises(UserError) as refused:
            self._close()
        self.env.invalidate_all()
        return refused.exception

    def _call(self, name, *args):
        self.env.flush_all()
        try:
            return getattr(self.till, f"wechatpay_till_refund{name}")(*args)
        finally:
            self.env.invalidate_all()

    def _look(self, wish=None):
        return self._call("_look", wish or self.wish)

    def _refund(self, wish=None, **changes):
        return self._call("", wish or self.wish, {**CHOICE, **changes})

    def _ask_at_till(self, wish=None):
        wish = wish or self.wish
        return self._call("_ask", wish["session_id"], wish["payment_uuid"])

    def _again(self, wish=None):
        wish = wish or self.wish
        return self._call("_again", wish["session_id"], wish["payment_uuid"])

    def _withdraw(self, wish=None):
        wish = wish or self.wish
        return self._call("_withdraw", wish["session_id"], wish["payment_uuid"])

    def _case(self, wish=None):
        wish = wish or self.wish
        return self.env["wechatpay.refund"].search(
            [("till_payment_uuid", "=", wish["payment_uuid"])], limit=1
        )

    def _end(self, status="SUCCESS", wish=None):
        """Let WeChat Pay end the refund, and the till ask about it."""
        for part in self._case(wish).transaction_ids:
            if part.wechatpay_state == "processing":
                self.sandbox.control(
                    "POST", "refund", out_refund_no=part.reference, status=status
                )
        self._pass(const.CODE_QUERY_SECONDS)
        return self._ask_at_till(wish)

    def _pass(self, seconds):
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE payment_transaction
               SET wechatpay_till_next_at =
                       wechatpay_till_next_at - make_interval(secs => %(s)s),
                   last_state_change = last_state_change - make_interval(secs => %(s)s)
             WHERE provider_id = %(provider)s
            """,
            {"s": seconds, "provider": self.provider.id},
        )
        self.env.invalidate_all()

    def _refunded_at_wechat(self, tx=None):
        return self._order_at_wechat((tx or self.tx).reference)["refunded_fen"]
