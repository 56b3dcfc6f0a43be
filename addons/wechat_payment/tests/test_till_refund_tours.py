"""The cashier gives money back at the till, in Chromium, against the sandbox."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_refund_order import REFUNDS
from .test_till_tours import TillTourCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestTillRefundTours(TillTourCase):
    def setUp(self):
        super().setUp()
        self.sandbox.control("POST", "settings", refund_delay_s=2.0)

    def _check_refund(self, state="done"):
        refund = self.env["wechatpay.refund"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((refund.state, refund.amount), (state, 29))
        self.assertEqual(refund.reason, "Sold out")
        back = refund.till_order_id
        self.assertEqual((back.state, back.amount_total), ("paid", -29))
        self.assertEqual(back.lines.refunded_orderline_id, refund.order_id.lines)
        return refund

    def _refunded_fen(self):
        (order,) = self.sandbox.control("GET", "ledger")["orders"]
        return order["refunded_fen"]

    def test_money_is_given_back(self):
        self._start("WechatPayRefundDone")

        refund = self._check_refund()
        self.assertEqual(refund.refund_order_id, refund.till_order_id)
        self.assertEqual(
            refund.till_order_id.payment_ids.payment_ref_no,
            refund.transaction_ids.reference,
        )
        self.assertEqual(self._refunded_fen(), 2900)

    def test_accepted_refund_is_closed_before_the_money_arrives(self):
        self.sandbox.control("POST", "settings", refund_delay_s=3600.0)

        self._start("WechatPayRefundAccepted")

        self._check_refund("running")

    @mute_logger(REFUNDS)
    def test_refused_refund_is_asked_for_again(self):
        self.sandbox.fault("error_before", api="pay.refund", status=403, code="NO_AUTH")

        with self.assertLogs(REQUESTS, "ERROR"):
            self._start("WechatPayRefundFailed")

        refund = self._check_refund()
        self.assertEqual(len(refund.transaction_ids), 2)
        self.assertEqual(self._refunded_fen(), 2900)

    def test_unapproved_refund_is_withdrawn_after_a_reload(self):
        self.provider.wechatpay_refund_approval_amount = 10

        self._start("WechatPayRefundApproval")

        refund = self._check_refund("withdrawn")
        self.assertEqual(
            refund.till_order_id.payment_ids.payment_method_id.type, "cash"
        )
        self.assertEqual(self._refunded_fen(), 0)
