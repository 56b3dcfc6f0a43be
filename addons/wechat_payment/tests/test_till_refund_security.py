"""Who may give money back at a till, and for how long."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .till_refund import CHOICE, TillRefundCase


@tagged("post_install", "-at_install")
class TestTillRefundSecurity(TillRefundCase):
    # === Who may ===

    def _calls(self, method):
        session_id, line = self.session.id, self.wish["payment_uuid"]
        return {
            "look": lambda: method.wechatpay_till_refund_look(self.wish),
            "refund": lambda: method.wechatpay_till_refund(self.wish, CHOICE),
            "ask": lambda: method.wechatpay_till_refund_ask(session_id, line),
            "again": lambda: method.wechatpay_till_refund_again(session_id, line),
            "withdraw": lambda: method.wechatpay_till_refund_withdraw(session_id, line),
        }

    def test_only_who_works_at_a_till_gives_money_back(self):
        for user in (self.accountant, self.stranger, self.env.ref("base.public_user")):
            for name, call in self._calls(self.method.with_user(user)).items():
                with self.subTest(user=user.login, call=name):
                    self._catch(AccessError, call)
        self.assertFalse(self.sandbox.calls("pay.refund"))

    def test_cashier_of_another_company_is_refused(self):
        method = self._as_cashier_elsewhere(self.method)
        for name, call in self._calls(method).items():
            with self.subTest(call=name):
                self._catch(AccessError, call)

    def test_year_old_payment_is_refused_in_words(self):
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = %s WHERE id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=366), self.tx.id],
        )
        self.env.invalidate_all()

        error = self._catch(UserError, self._refund)

        self.assertIn("one year", str(error))
