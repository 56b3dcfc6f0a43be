from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import const
from ..errors import PaymentUnavailableError
from .common import WechatPayCase
from .till import TillMixin

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestTillNative(TillMixin, WechatPayCase):
    def _show(self, wish=None):
        self.env.flush_all()
        try:
            return self.till.wechatpay_till_show_qr(wish or self.wish)
        finally:
            self.env.invalidate_all()

    def _scan_screen(self, tx):
        """Let the guest scan what the till shows; the notification gets lost."""
        self.sandbox.fault("notify_none", out_trade_no=tx.reference)
        return self.sandbox.control("POST", "open", url=tx.wechatpay_prepay_id)

    def test_guest_scans_and_pays(self):
        told = self._show()
        self.assertEqual(told["stage"], "qr")
        self.assertTrue(told["qr"].startswith("data:image/png;base64,iVBOR"))
        self.assertGreater(told["seconds_left"], const.TILL_QR_SECONDS - 20)
        tx = self._till_tx()

        self.assertEqual(self._scan_screen(tx)["result"], "ok")
        self._pass_time(5)

        self.assertEqual(self._ask()["stage"], "paid")
        self.assertEqual(self._history(tx), ["created", "notpay", "success"])

    def test_same_code_is_shown_again(self):
        first, second = self._show(), self._show()

        self.assertEqual(first["reference"], second["reference"])
        self.assertEqual(len(self.sandbox.calls("pay.native")), 1)

    def test_cancelled_code_can_no_longer_be_paid(self):
        self._show()
        tx = self._till_tx()

        self.assertEqual(self._cancel()["stage"], "cancelled")

        self.assertNotEqual(self._scan_screen(tx)["result"], "ok")

    def test_money_that_came_before_the_cancelling_counts(self):
        self._show()
        self._scan_screen(self._till_tx())

        self.assertEqual(self._cancel()["stage"], "paid")

    def test_scanning_a_code_closes_the_qr_code_first(self):
        self._show()
        shown = self._till_tx()

        self.assertEqual(self._scan("00")["stage"], "paid")

        self.assertEqual(shown.wechatpay_state, "closed")
        self.assertNotEqual(self._till_tx(), shown)

    def test_qr_code_waits_for_the_end_of_a_scanned_one(self):
        self._scan("13")

        self._catch(PaymentUnavailableError, self._show)

        self.assertFalse(self.sandbox.calls("pay.native"))

    def test_code_that_nobody_scans_is_closed_in_time(self):
        self._show()
        self._pass_time(const.TILL_QR_SECONDS)

        self.assertEqual(self._ask()["stage"], "cancelled")
        self.assertTrue(self._watch())

    @mute_logger(REQUESTS)
    def test_lost_answer_is_asked_for_again_under_the_same_number(self):
        self.sandbox.fault("lose_answer", api="pay.native")
        self._catch(PaymentUnavailableError, self._show)
        first = self._till_tx()

        self.assertEqual(self._show()["stage"], "qr")

        self.assertEqual(self._till_tx(), first)

    @mute_logger(REQUESTS)
    def test_lost_answer_leaves_no_empty_code_once_wechat_pay_tells_of_it(self):
        self.sandbox.fault("lose_answer", api="pay.native")
        self._catch(PaymentUnavailableError, self._show)
        self._pass_time(5)
        self._watch()
        tx = self._till_tx()
        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertEqual(self._ask()["stage"], "asking")

        self.assertEqual(self._show()["stage"], "qr")

        self.assertEqual(self._scan_screen(tx)["result"], "ok")

    def test_refused_code_leaves_nothing_open(self):
        self.sandbox.fault("error_before", api="pay.native", status=403, code="NO_AUTH")
        with self.assertLogs(REQUESTS, "ERROR"):
            self._catch(Exception, self._show)
        self._pass_time(61)
        self._ask()

        self.assertEqual(self._till_tx().wechatpay_state, "closed")
