"""What a till gets to see of a guest's order."""

from odoo.tests import new_test_user, tagged

from .test_kitchen import KitchenCommon


@tagged("post_install", "-at_install")
class TestTill(KitchenCommon):
    """A cashier of plain Odoo, without any group of ours, can work."""

    def test_cashier_of_plain_odoo_can_load_a_guests_order(self):
        cashier = new_test_user(
            self.env,
            "till_cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        self.order._kitchen_create_tickets()

        data = (
            self.env["pos.order"]
            .with_user(cashier)
            .read_pos_orders([("id", "=", self.order.id)])
        )

        [order] = data["pos.order"]
        self.assertEqual(order["source"], "wechat")
        self.assertEqual(order["wechat_state"], "accepted")
        self.assertFalse(
            {"wechat_member_id", "wechat_channel", "wechat_hold_ids"} & set(order)
        )

    def test_order_can_be_copied_for_a_refund(self):
        cashier = new_test_user(
            self.env,
            "refund_cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        refund = self.order.with_user(cashier).copy({"lines": False})

        self.assertFalse(refund.sudo().wechat_store_id)
        self.assertFalse(refund.sudo().wechat_state)


@tagged("post_install", "-at_install")
class TestOfficeLists(KitchenCommon):
    """What the back office shows of orders and counters."""

    def test_order_shows_the_table_of_guests_who_pay_first(self):
        self.assertFalse(self.order.wechat_table)

        self.order.self_ordering_table_id = self.table

        self.assertEqual(self.order.wechat_table, str(self.table.table_number))

    def test_counter_says_what_is_left_and_of_what(self):
        dish = self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": self.noodles.product_tmpl_id.id,
                "daily_limit": 10,
            }
        )
        counter = dish.counter_ids or self.env["wechat.stock.counter"].create(
            {
                "company_id": self.company.id,
                "store_product_id": dish.id,
                "on_hand": 10,
            }
        )
        counter.sudo().write({"held": 3, "buffer": 2})

        self.assertEqual(counter.left, counter.on_hand - 5)
        self.assertEqual(counter.subject, self.noodles.name)
        self.assertEqual(counter.place, self.store.name)
