"""Refunds of a till that goes away, and what its books say in the end."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import const
from .till_refund import TillRefundCase


@tagged("post_install", "-at_install")
class TestTillRefundEnd(TillRefundCase):
    # === A till that goes away ===

    def test_till_that_never_comes_back_is_not_needed(self):
        self._refund()
        self._end()
        self._run_jobs("wechatpay.refund")
        self.assertEqual(self._case().state, "returned", "the till has its time")

        self._pass(const.TILL_BOOK_SECONDS)
        self.env["wechatpay.refund"]._cron_book()
        self._run_jobs("wechatpay.refund")

        self.assertEqual((self._case().state, self.back.state), ("done", "paid"))
        payment = self.back.payment_ids
        self.assertEqual(payment.uuid, self.wish["payment_uuid"])
        self._close()
        self.assertEqual(self.back.payment_ids, payment, "it changes nothing any more")

    def test_cancelled_refund_order_is_made_by_the_server(self):
        self._refund()
        self.back.with_user(self.cashier).action_pos_order_cancel()
        case = self._case()
        self.assertEqual(case.line_ids.quantity, 1)
        self.assertEqual(self.order._wechatpay_get_lines_left()[self.order.lines][0], 2)

        self._end()
        self._run_jobs("wechatpay.refund")

        self.assertEqual(case.state, "done")
        self.assertNotEqual(case.refund_order_id, self.back)
        self.assertEqual(case.refund_order_id.amount_total, -29)
        self.assertEqual(self.order.lines.refunded_qty, 1)

    def test_cancelling_withdraws_what_nobody_approved(self):
        self.provider.wechatpay_refund_approval_amount = 10
        self._refund()

        self.back.action_pos_order_cancel()

        self.assertEqual(self._case().state, "withdrawn")

    def test_order_that_is_not_finished_says_so(self):
        back = self._send_back(2)
        wish = self._wish(back, amount_fen=2900)
        self._refund(wish)
        self._end(wish=wish)
        self._pass(const.TILL_BOOK_SECONDS)

        self._case(wish)._follow_and_book()

        self.assertEqual(self._case(wish).state, "returned")
        self.assertIn("Finish the refund order", self._case(wish).problem)

    # === Books ===

    def test_books_goods_and_orders_agree(self):
        self.product.is_storable = True
        self._refund()
        self._end()
        self._close()
        self._later()
        second = self._send_back(1)
        wish = self._wish(second)
        self._refund(wish, is_return_to_stock=False)
        self._end(wish=wish)
        self._close(second, wish)

        self.session.action_pos_session_closing_control()

        entries = self.session._get_related_account_moves()
        transit = entries.line_ids.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(sum(transit.mapped("balance")), 29)
        back = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "customer"),
                ("company_id", "=", self.company.id),
            ]
        )
        self.assertEqual(sum(back.mapped("quantity")), 1, "what was eaten stays gone")

    def test_given_back_money_does_not_become_cash(self):
        self._refund()
        self._end()
        self._close()

        payment = self.back.payment_ids.with_user(self.cashier)
        with self.assertRaisesRegex(UserError, "29.00"):
            payment.amount = -28
        with self.assertRaisesRegex(UserError, "29.00"):
            payment.unlink()
