from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import const
from ..errors import PaymentUnavailableError
from .common import WechatPayCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestReconcile(WechatPayCase):
    def setUp(self):
        super().setUp()
        self.transactions = self.env["payment.transaction"]

    def become_due(self, tx):
        tx.wechatpay_next_query_at = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()

    def test_unnoticed_payment_is_found_by_the_cron(self):
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        self.transactions._cron_wechatpay_reconcile()
        self.assertFalse(self._run_jobs(), "not due yet")
        self.become_due(tx)

        self.transactions._cron_wechatpay_reconcile()
        self.transactions._cron_wechatpay_reconcile()
        self.assertEqual(self._run_jobs(), 1)
        self._run_jobs()

        self.assertEqual(self.order.state, "paid")

    @mute_logger(REQUESTS)
    def test_intent_whose_maker_died_is_found_by_the_cron(self):
        with self.sandbox.standing_fault("lose_answer", api="pay.jsapi"):
            self._catch(PaymentUnavailableError, self._start_payment)
        tx = self._transaction()
        self.become_due(tx)

        self.transactions._cron_wechatpay_reconcile()
        self._run_jobs()

        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertEqual(self._start_payment()["out_trade_no"], tx.reference)

    def test_expired_payment_is_closed(self):
        parameters = self._start_payment()
        tx = self._transaction()
        tx.wechatpay_expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.become_due(tx)

        self.transactions._cron_wechatpay_reconcile()
        self._run_jobs()

        self.assertEqual(tx.wechatpay_state, "closed")
        self.assertEqual(
            self._order_at_wechat(parameters["out_trade_no"])["trade_state"], "CLOSED"
        )

    def test_questions_back_off(self):
        self._start_payment()
        tx = self._transaction()
        pauses = []
        for _question in range(len(const.QUERY_PAUSES) + 1):
            self.become_due(tx)
            now = fields.Datetime.now()
            self.assertEqual(self.transactions._wechatpay_claim_due(10), tx)
            pauses.append(round((tx.wechatpay_next_query_at - now).total_seconds()))

        self.assertEqual(pauses[:-2], list(const.QUERY_PAUSES[1:]))
        self.assertEqual(pauses[-2:], [const.QUERY_PAUSES[-1]] * 2)

    def test_unclear_answer_is_asked_for_again_later(self):
        self._start_payment()
        tx = self._transaction()
        self.become_due(tx)

        self.transactions._cron_wechatpay_reconcile()
        with (
            self.sandbox.standing_fault("lose_answer", api="pay.query"),
            self.assertLogs(REQUESTS, "WARNING"),
        ):
            self._run_jobs()

        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertGreater(tx.wechatpay_next_query_at, fields.Datetime.now())

    def test_no_more_than_the_limit_is_asked_about_at_once(self):
        for _order in range(3):
            order = self._create_order()
            self._start_payment(order)
            self.become_due(self._transaction(order))

        self.assertEqual(len(self.transactions._wechatpay_claim_due(2)), 2)
        self.assertEqual(len(self.transactions._wechatpay_claim_due(2)), 1)
