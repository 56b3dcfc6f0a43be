"""Abnormal refunds that go to a bank card of the payer's."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_refund_order import REFUNDS, RefundOrderCase

NUMBER = "6222020000000001234"
NAME = "王美"


@tagged("post_install", "-at_install")
class TestRefundCard(RefundOrderCase):
    def setUp(self):
        super().setUp()
        self.refund = self._ask()
        with mute_logger(REFUNDS):
            self._return_money(self.refund, "ABNORMAL")
        self.env.invalidate_all()

    def type_card(self, user=None, **values):
        """Return the form as somebody fills it in."""
        refund = self.refund.with_user(user or self.manager)
        action = refund.action_to_card()
        model = self.env[action["res_model"]].with_user(refund.env.user)
        form = Form(model.with_context(**action["context"]))
        card = {"bank_type": "ICBC_DEBIT", "bank_account": NUMBER, "real_name": NAME}
        for name, value in (card | values).items():
            form[name] = value
        return form.save()

    def at_wechat(self):
        """Return the refund as WeChat Pay keeps it."""
        ledger = self.sandbox.control("GET", "ledger")
        (refund,) = ledger["refunds"]
        return refund

    def test_money_goes_to_the_card(self):
        self.assertTrue(self.refund.is_abnormal)
        self.assertIn("debit card", self.refund.advice)
        wizard = self.type_card(bank_account="6222 0200 0000 0001 234")
        self.assertEqual(wizard.amount, 87)
        self.assertEqual(wizard.payment, self.tx.provider_reference)

        wizard.action_send()
        self.env.invalidate_all()

        part = self.refund.transaction_ids
        self.assertEqual(part.wechatpay_state, "processing")
        self.assertEqual(self.at_wechat()["account"], "ICBC_DEBIT银行卡1234")
        self._finish(self.refund)
        self.assertEqual(self.refund.state, "done")

    def test_nobody_reads_what_was_typed(self):
        wizard = self.type_card()
        self.env.flush_all()
        self.env.invalidate_all()

        self.assertEqual(wizard.bank_account, "•••• 1234")
        self.assertEqual(wizard.real_name, "••••")
        self.env.cr.execute(
            "SELECT card::text FROM wechatpay_refund_card card WHERE id = %s",
            [wizard.id],
        )
        (row,) = self.env.cr.fetchone()
        self.assertNotIn(NUMBER, row)
        self.assertNotIn(NAME, row)
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).read(["sealed_account"])

    def test_card_is_forgotten_once_it_is_used(self):
        wizard = self.type_card()

        wizard.action_send()

        self.assertFalse(wizard.exists())

    def test_number_that_is_none_is_refused(self):
        for number in ("123", "my card", "6222-0200-x"):
            with self.subTest(number), self.assertRaises(UserError):
                self.type_card(bank_account=number)

    def test_card_without_a_holder_is_refused(self):
        wizard = (
            self.env["wechatpay.refund.card"]
            .with_user(self.manager)
            .create(
                {
                    "refund_id": self.refund.id,
                    "bank_type": "ICBC_DEBIT",
                    "bank_account": NUMBER,
                }
            )
        )

        with self.assertRaises(UserError):
            wizard.action_send()

        self.assertEqual(self.refund.transaction_ids.wechatpay_state, "abnormal")

    def test_key_that_changed_meanwhile_wants_the_card_again(self):
        wizard = self.type_card()
        wizard.sudo().seal_serial = "PUB_KEY_ID_OLD"

        with self.assertRaises(UserError):
            wizard.action_send()

    def test_refund_that_went_another_way_needs_no_card(self):
        wizard = self.type_card()
        with mute_logger(REFUNDS):
            self.refund.with_user(self.manager).action_to_merchant()
        self.env.invalidate_all()

        with self.assertRaises(UserError):
            wizard.action_send()

    def test_wrong_people_are_refused(self):
        wizard = self.type_card()
        for user in (self.cashier, self.stranger):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.refund.with_user(user).action_to_card()
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_send()
