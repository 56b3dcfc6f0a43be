"""The cashier at the till, in Chromium, against the sandbox."""

import threading

from odoo.fields import Command
from odoo.tests import tagged

from .common import WechatPayHttpCase
from .till import TillMixin


class TillTourCase(TillMixin, WechatPayHttpCase):
    """A till in a browser, with a choice of WeChat Pay and cash."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier.write({"password": cls.cashier.login, "lang": "en_US"})
        # The browser's session has the same name in Odoo's own test case.
        cls.session = None
        cls.product.taxes_id = [Command.clear()]

    @classmethod
    def _create_pos_config(cls):
        """Override to have a choice: a single method begins by itself."""
        config = super()._create_pos_config()
        journal = cls.env["account.journal"].create(
            {
                "name": "Cash",
                "code": "TILL",
                "type": "cash",
                "company_id": cls.company.id,
            }
        )
        config.payment_method_ids += cls.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": cls.company.id}
        )
        return config

    def setUp(self):
        self.session = self.config.current_session_id
        super().setUp()
        self.session = None
        # The tours make their own.
        self.order.state = "cancel"
        self.sandbox.control("POST", "settings", password_delay_s=2)

    def _start(self, name):
        self.env.flush_all()
        self.start_tour(f"/pos/ui/{self.config.id}", name, login=self.cashier.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTillTours(TillTourCase):
    def _check_paid_order(self):
        orders = self.config.current_session_id.order_ids
        order = orders.filtered(lambda known: known.state == "paid")
        self.assertEqual(len(order), 1)
        tx = self.env["payment.transaction"].search(
            [("reference", "=", order.payment_ids.payment_ref_no)]
        )
        self.assertEqual(tx.wechatpay_state, "success")
        self.assertEqual(tx.wechatpay_till_payment_uuid, order.payment_ids.uuid)
        self.assertEqual(tx.amount, order.amount_total)
        return tx

    def test_code_is_scanned_and_paid(self):
        self._start("WechatPayTillScanned")

        self._check_paid_order()

    def test_guest_enters_the_password(self):
        self._start("WechatPayTillPassword")

        tx = self._check_paid_order()
        self.assertEqual(self._history(tx), ["created", "userpaying", "success"])

    def test_refused_then_paid_with_a_new_code(self):
        # A code of Alipay is named before anything is asked.
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self._start("WechatPayTillRefused")

        self.assertIn("Alipay", logs.output[0])
        self._check_paid_order()
        self.assertEqual(len(self.sandbox.calls("pay.codepay")), 2)

    def test_cancelled_then_paid(self):
        self._start("WechatPayTillCancelled")

        self._check_paid_order()
        self.assertEqual(len(self.sandbox.calls("pay.reverse")), 1)

    def test_not_paid_in_time_then_paid_with_a_new_code(self):
        self._start("WechatPayTillTooLate")

        tx = self._check_paid_order()
        late = self.env["payment.transaction"].search(
            [
                ("wechatpay_till_order_uuid", "=", tx.wechatpay_till_order_uuid),
                ("id", "!=", tx.id),
            ]
        )
        self.assertEqual(self._history(late), ["created", "userpaying", "revoked"])

    def test_till_that_is_reloaded_goes_on(self):
        self.sandbox.control("POST", "settings", password_delay_s=8)

        self._start("WechatPayTillReloaded")

        self._check_paid_order()
        self.assertEqual(len(self.sandbox.calls("pay.codepay")), 1)

    def test_guest_scans_the_code_of_the_till(self):
        is_over = threading.Event()
        payer = threading.Thread(target=self._pay_second_qr, args=[is_over])
        payer.start()

        try:
            self._start("WechatPayTillQr")
        finally:
            is_over.set()
            payer.join()

        tx = self._check_paid_order()
        self.assertEqual(tx.wechatpay_till_kind, "native")

    def _pay_second_qr(self, is_over):
        """Be the guest: wait for the code that is shown last, and pay it."""
        while not is_over.wait(0.5):
            orders = self.sandbox.control("GET", "ledger")["orders"]
            numbers = {one["trade_state"]: one["out_trade_no"] for one in orders}
            if set(numbers) == {"CLOSED", "NOTPAY"}:
                self.sandbox.control(
                    "POST", "order", out_trade_no=numbers["NOTPAY"], action="pay"
                )
                return
