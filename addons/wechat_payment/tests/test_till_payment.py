"""Nobody turns what WeChat Pay received into something else, or the reverse."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import WechatPayCase
from .till import TillMixin


@tagged("post_install", "-at_install")
class TestTillPayment(TillMixin, WechatPayCase):
    @classmethod
    def _create_pos_config(cls):
        """Override to be able to say that it was cash."""
        config = super()._create_pos_config()
        journal = cls.env["account.journal"].create(
            {
                "name": "Cash",
                "code": "TILL",
                "type": "cash",
                "company_id": cls.company.id,
            }
        )
        cls.cash = cls.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": cls.company.id}
        )
        config.payment_method_ids += cls.cash
        return config

    def _change(self, *commands):
        """Change the payments of the order as its form does."""
        orders = self.order.with_user(self.cashier)
        orders.with_context(allowed_company_ids=self.company.ids).write(
            {"payment_ids": list(commands)}
        )

    def _pay_with_code(self):
        self._scan("00")
        self._sync(None, (self.wish["payment_uuid"], 29, {"payment_status": "done"}))
        return self.order.payment_ids

    def test_received_payment_does_not_become_cash(self):
        payment = self._pay_with_code()

        for values in (
            {"payment_method_id": self.cash.id},
            {"amount": 28},
            {"payment_ref_no": "W1"},
        ):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "29.00"):
                self._change(Command.update(payment.id, values))
        self.assertEqual(payment.payment_method_id, self.method)

    def test_received_payment_is_not_removed(self):
        payment = self._pay_with_code()

        with self.assertRaisesRegex(UserError, "29.00"):
            self._change(Command.delete(payment.id))

    def test_same_values_change_nothing(self):
        payment = self._pay_with_code()

        self._change(
            Command.update(
                payment.id, {"amount": 29, "payment_method_id": self.method.id}
            )
        )

        self.assertEqual(payment.amount, 29)

    def test_cash_does_not_become_a_wechat_payment(self):
        line = self.wish["payment_uuid"]
        self._sync(None, (line, 29, {"payment_method_id": self.cash.id}))
        payment = self.order.payment_ids

        with self.assertRaisesRegex(UserError, "has not received"):
            self._change(
                Command.update(payment.id, {"payment_method_id": self.method.id})
            )

    def test_line_of_a_draft_is_free(self):
        self._sync(None, (self.wish["payment_uuid"], 29, {}), state="draft")

        self._change(
            Command.update(
                self.order.payment_ids.id, {"payment_method_id": self.cash.id}
            )
        )

        self.assertEqual(self.order.payment_ids.payment_method_id, self.cash)
