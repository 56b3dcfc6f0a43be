"""When WeChat is told that an order was handed over."""

from odoo.tests import tagged

from .common import OrderingCommon


@tagged("post_install", "-at_install")
class TestOrderShipping(OrderingCommon):
    """Stands at the border to `wechat_payment`, whose own tests go on from there."""

    def setUp(self):
        super().setUp()
        self.reported = []

        def report(payments, logistics_type, item_desc):
            self.reported.append((payments, logistics_type, item_desc))

        self.patch(
            self.env.registry["payment.transaction"],
            "_wechatpay_report_shipping",
            report,
        )

    def test_served_order_is_reported_with_its_dishes(self):
        order = self.place(self.make_line(self.noodles))
        self.pay(order)
        self.assertFalse(self.reported, "paid is not handed over")

        order._wechat_move("ready", "kitchen")
        self.assertFalse(self.reported, "ready is not handed over")
        order._wechat_move("completed", "staff")

        ((payments, logistics_type, item_desc),) = self.reported
        self.assertEqual(payments.wechatpay_pos_order_id, order)
        self.assertEqual(logistics_type, "4")
        self.assertIn("x1", item_desc)

    def test_meal_paid_after_it_was_served_is_reported_when_it_is_paid(self):
        self.store.pay_mode = "after"
        order = self.place(self.make_line(self.noodles))
        order.kitchen_ticket_ids.line_ids._move("ready")
        order.kitchen_ticket_ids.line_ids._move("served")
        self.assertEqual(order.wechat_state, "ready")
        self.assertFalse(self.reported, "nothing was paid yet")

        self.pay(order)

        self.assertEqual(order.wechat_state, "completed")
        self.assertEqual(self.reported[0][1], "4")

    def test_meal_paid_before_it_is_served_is_not_reported_yet(self):
        self.store.pay_mode = "after"
        order = self.place(self.make_line(self.noodles))
        order.kitchen_ticket_ids.line_ids._move("ready")

        self.pay(order)

        self.assertEqual(order.wechat_state, "ready")
        self.assertFalse(self.reported)

    def test_order_that_a_courier_brought_is_reported_as_delivered(self):
        order = self.place(self.make_line(self.noodles))
        self.pay(order)
        order._wechat_move("ready", "kitchen")
        order._wechat_move("delivering", "staff")
        self.assertFalse(self.reported, "on its way is not handed over")

        order._wechat_move("completed", "staff")

        self.assertEqual(self.reported[0][1], "2")

    def test_cancelled_order_is_not_reported(self):
        order = self.place(self.make_line(self.noodles))

        order._wechat_move("cancelled", "diner")

        self.assertFalse(self.reported)

    def test_order_with_many_dishes_fits_into_what_wechat_shows(self):
        order = self.place(self.make_line(self.noodles))
        order.lines.product_id.name = "noodles " * 40

        self.assertLessEqual(len(order._wechat_describe_goods()), 120)
