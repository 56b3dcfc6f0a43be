"""What comes back with a refund beside the money: portions, and points."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_order_refund import RefundCommon


@tagged("post_install", "-at_install")
class TestRefundedPortions(RefundCommon):
    def setUp(self):
        super().setUp()
        self.limit = self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": self.tea.product_tmpl_id.id,
                "daily_limit": 5,
            }
        )
        self.store._build_menu()
        self.order = self.place_paid(
            self.make_line(self.noodles), self.make_line(self.tea, quantity=2)
        )
        self.tea_line = self.order.lines.filtered(
            lambda line: line.product_id == self.tea
        )
        self.steps = self.order.kitchen_ticket_ids.line_ids.filtered(
            lambda step: step.order_line_id == self.tea_line
        )

    def left(self):
        counters = self.env["wechat.stock.counter"]
        self.env.invalidate_all()
        return counters.search([("store_product_id", "=", self.limit.id)]).left

    def refund_tea(self, quantity=2, **wishes):
        pairs = [(self.tea_line.id, quantity)]
        return self.refund(self.order, 1200 * quantity, pairs, **wishes)

    def test_dish_that_nobody_cooked_can_be_sold_again(self):
        self.assertEqual(self.left(), 3)

        refund = self.refund_tea()

        self.assertEqual(self.left(), 5)
        self.finish(refund)
        self.order._wechat_post_stock()
        self.assertEqual(self.left(), 5, "nothing of it is taken a second time")

    def test_dish_in_the_pan_is_gone(self):
        self.steps._move("cooking")

        self.refund_tea()

        self.assertEqual(self.left(), 3)

    def test_dish_that_was_begun_and_stopped_is_gone(self):
        self.steps._move("cooking")
        self.steps._move("queued")
        self.steps._move("cancelled")

        self.refund_tea()

        self.assertEqual(self.left(), 3)

    def test_dish_that_staff_put_back_can_be_sold_again(self):
        self.steps._move("cooking")

        self.refund_tea(quantity=1, is_return_to_stock=True)

        self.assertEqual(self.left(), 4)

    def test_dish_of_which_some_are_wanted_stays(self):
        self.refund_tea(quantity=1)

        self.assertEqual(self.left(), 3)

    def test_portion_that_was_counted_down_already_comes_back(self):
        self.order._wechat_post_stock()
        self.assertEqual(self.left(), 3)

        self.refund_tea()

        self.assertEqual(self.left(), 5)

    def test_portion_comes_back_once(self):
        refund = self.refund_tea()
        self.finish(refund, "closed")
        self.env.flush_all()
        self.env.invalidate_all()
        refund._ask_again()
        self.assertEqual(refund.state, "running")
        self.assertEqual(self.left(), 5)

        self.refund(self.order, 2800)

        self.assertEqual(self.left(), 5)

    def test_portion_of_yesterday_adds_nothing_to_today(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=1), self.order.id],
        )
        self.store._start_daily_limits()
        self.assertEqual(self.left(), 5)

        self.refund_tea()

        self.assertEqual(self.left(), 5)


@tagged("post_install", "-at_install")
class TestRefundedPoints(RefundCommon):
    def setUp(self):
        super().setUp()
        self.order = self.place_paid(
            self.make_line(self.noodles), self.make_line(self.tea, quantity=2)
        )
        program = self.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty"}
        )
        self.card = self.env["loyalty.card"].create(
            {"program_id": program.id, "points": 100}
        )
        self.env["loyalty.history"].create(
            {
                "card_id": self.card.id,
                "order_model": "pos.order",
                "order_id": self.order.id,
                "description": "Onsite",
                "issued": 52,
                "used": 0,
            }
        )
        self.tea_line = self.order.lines.filtered(
            lambda line: line.product_id == self.tea
        )

    def refund_all(self):
        self.finish(self.refund(self.order))

    def test_points_go_with_the_money_that_earned_them(self):
        refund = self.refund(self.order, 1300, [])
        self.assertEqual(self.card.points, 100, "the money has not arrived")
        self.finish(refund)
        self.assertEqual(self.card.points, 87)

        self.refund_all()

        self.assertEqual(self.card.points, 48)
        rows = self.env["loyalty.history"].search(
            [("order_id", "in", self.order.wechatpay_refund_ids.refund_order_id.ids)]
        )
        self.assertEqual(sorted(rows.mapped("used")), [13, 39])

    def test_points_spent_meanwhile_stay_spent(self):
        self.card.points = 10

        self.refund_all()

        self.assertEqual(self.card.points, 0)

    def test_points_that_paid_the_order_come_back_with_all_of_it(self):
        history = self.env["loyalty.history"].search(
            [("card_id", "=", self.card.id), ("order_id", "=", self.order.id)]
        )
        history.write({"issued": 0, "used": 30})
        self.finish(self.refund(self.order, 1300, []))
        self.assertEqual(self.card.points, 100, "nobody can say which part they paid")

        self.refund_all()

        self.assertEqual(self.card.points, 130)

    def test_closed_refund_takes_no_points(self):
        self.finish(self.refund(self.order), "closed")

        self.assertEqual(self.card.points, 100)

    def test_order_without_points_is_left_alone(self):
        other = self.place_paid(self.make_line(self.tea))

        self.finish(self.refund(other))

        self.assertEqual(other.wechat_state, "refunded")
        self.assertEqual(self.card.points, 100)
