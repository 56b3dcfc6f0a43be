"""Refunds of diners' orders: session, kitchen, state, and the guest's own request."""

import json
import uuid

from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tests import tagged

from .common import OrderingCommon


class RefundCommon(OrderingCommon):
    """Stands at the border to `wechat_payment`: WeChat Pay accepts every refund."""

    def setUp(self):
        super().setUp()
        # What is committed apart is seen by the test and undone after it.
        self.registry_enter_test_mode()
        transactions = self.env.registry["payment.transaction"]
        self.patch(
            transactions,
            "_wechatpay_send_refund",
            lambda tx: tx._wechatpay_move("processing", "answer"),
        )

    def place_paid(self, *lines):
        """Return an order that was paid with WeChat Pay."""
        order = self.place(*lines)
        total = to_fen(order.amount_total)
        asked = {"appid": "wx1", "mchid": "1900000001", "amount": {"total": total}}
        tx = self.make_transaction(
            order, wechatpay_state="success", wechatpay_body=json.dumps(asked)
        )
        order._wechatpay_on_paid(tx)
        return order

    def refund(self, order, fen=None, lines=None, **wishes):
        """Return a refund of an order, whole if nothing else is said."""
        self.env.flush_all()
        refund = self.env["wechatpay.refund"]._request(
            order,
            {
                "uuid": str(uuid.uuid4()),
                "amount_fen": fen or order._wechatpay_get_rest_fen(),
                "reason": "Sold out",
                "is_return_to_stock": False,
                "lines": order._wechatpay_get_all_lines() if lines is None else lines,
                **wishes,
            },
        )
        return refund

    def finish(self, refund, state="success"):
        """Let WeChat Pay carry out a refund."""
        for part in refund.transaction_ids:
            part._wechatpay_move(state, "notification")
        refund._follow_and_book()


@tagged("post_install", "-at_install")
class TestOrderRefund(RefundCommon):
    def test_whole_refund_ends_the_order(self):
        order = self.place_paid(self.make_line(self.noodles), self.make_line(self.tea))
        version = order.wechat_version

        refund = self.refund(order)
        self.assertGreater(order.wechat_version, version, "the phone is told")
        self.finish(refund)

        self.assertEqual(order.wechat_state, "refunded")
        self.assertEqual(refund.refund_order_id.amount_total, -order.amount_total)
        self.assertFalse(refund.refund_order_id.wechat_state, "no order of the diner")
        self.assertEqual(refund.refund_order_id.session_id.state, "opened")

    def test_partial_refund_lets_the_order_go_on(self):
        order = self.place_paid(self.make_line(self.noodles), self.make_line(self.tea))
        tea = order.lines.filtered(lambda line: line.product_id == self.tea)

        refund = self.refund(order, 1200, [(tea.id, 1)])
        self.finish(refund)

        self.assertEqual(order.wechat_state, "accepted")
        self.assertEqual(refund.state, "done")

    def test_refund_at_a_till_stops_the_kitchen_too(self):
        order = self.place_paid(self.make_line(self.noodles), self.make_line(self.tea))
        tea = order.lines.filtered(lambda line: line.product_id == self.tea)
        back = order.copy(order._prepare_refund_values(order.session_id))
        tea.copy(tea._prepare_refund_data(back, self.env["pos.pack.operation.lot"]))

        till = {"till_payment_uuid": str(uuid.uuid4()), "till_order_id": back.id}
        self.refund(order, 1200, [], till=till)

        states = {
            step.product_id: step.state for step in order.kitchen_ticket_ids.line_ids
        }
        self.assertEqual(states[self.tea], "cancelled")
        self.assertEqual(states[self.noodles], "queued")

    def test_kitchen_stops_what_it_has_not_begun(self):
        order = self.place_paid(self.make_line(self.noodles), self.make_line(self.tea))
        steps = order.kitchen_ticket_ids.line_ids
        noodles = steps.filtered(lambda step: step.product_id == self.noodles)
        noodles._move("cooking")

        self.refund(order)

        self.assertEqual(noodles.state, "cooking", "the cook decides")
        self.assertEqual((steps - noodles).state, "cancelled")

    def test_dish_of_which_some_are_wanted_is_cooked(self):
        order = self.place_paid(self.make_line(self.noodles, quantity=2))

        self.refund(order, 2800, [(order.lines.id, 1)])

        self.assertEqual(order.kitchen_ticket_ids.line_ids.state, "queued")

    def test_closed_refund_leaves_the_order_as_it_is(self):
        order = self.place_paid(self.make_line(self.noodles))
        refund = self.refund(order)

        self.finish(refund, "closed")

        self.assertEqual(refund.state, "failed")
        self.assertEqual(order.wechat_state, "accepted")
