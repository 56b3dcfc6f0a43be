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
