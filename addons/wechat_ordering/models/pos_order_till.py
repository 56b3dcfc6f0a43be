"""What a till may know of a guest's order, and what it does to it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

# All of ours that a till needs; the rest is for the kitchen, the books and the phone.
TILL_FIELDS = frozenset(
    {"wechat_pickup_number", "wechat_service", "wechat_state", "wechat_store_id"}
)
OURS = ("wechat_", "wechatpay_", "kitchen_")


class PosOrder(models.Model):
    """Keeps the till to what it needs, and follows what a cashier does."""

    _inherit = "pos.order"

    wechat_table = fields.Char(string="Seated At", compute="_compute_wechat_table")

    @api.depends("table_id", "self_ordering_table_id")
    def _compute_wechat_table(self):
        """Name the table where the guests sit, whether the till bills it or not."""
        for order in self:
            table = order.table_id or order.self_ordering_table_id
            order.wechat_table = str(table.table_number) if table else False

    @api.model
    def _load_pos_data_fields(self, config):
        """Override of `point_of_sale` to name the fields instead of loading all.

        Core's empty list stands for every field: a cashier's till would ask for holds
        and histories that a cashier may not read, and would know every guest.
        """
        names = super()._load_pos_data_fields(config) or [
            field.name
            for field in self._fields.values()
            if self._has_field_access(field, "read")
        ]
        return [
            name for name in names if name in TILL_FIELDS or not name.startswith(OURS)
        ]

    @api.model
    def sync_from_ui(self, orders):
        """Override of `point_of_sale`: what a till says of our fields is ignored."""
        for order in orders:
            for name in [name for name in order if name.startswith(OURS)]:
                del order[name]
        return super().sync_from_ui(orders)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `point_of_sale` to keep the diner's fields from other doors."""
        for vals in vals_list:
            self._wechat_check_door(vals)
        return super().create(vals_list)

    def copy_data(self, default=None):
        """Override of `point_of_sale`: a cashier's refund is not a diner's order."""
        vals_list = super().copy_data(default)
        if self.env.su:
            return vals_list
        return [
            {name: value for name, value in vals.items() if not name.startswith(OURS)}
            for vals in vals_list
        ]

    @api.model
    def _wechat_check_door(self, vals):
        """Refuse to have the diner's side of an order written by anybody.

        A cashier may write orders; moves go through the table of moves all the same.

        :raise AccessError: If somebody tries.
        """
        if not self.env.su and any(name.startswith("wechat_") for name in vals):
            raise AccessError(
                self.env._("The state of a diner's order is not set by hand.")
            )

    def write(self, vals):
        """Override of `point_of_sale` to follow what a cashier does with the order."""
        self._wechat_check_door(vals)
        result = super().write(vals)
        if vals.get("state") == "cancel" and not self.env.context.get(
            "wechat_is_moving"
        ):
            for order in self.filtered("wechat_state"):
                if order.wechat_state not in ("cancelled", "refunded"):
                    order._wechat_move("cancelled", "staff", self.env._("At the till"))
        if "lines" in vals and self.filtered("wechat_state"):
            self._wechat_touch()
        return result

    def action_pos_order_paid(self):
        """Override of `point_of_sale`: whoever took the money, cooks may begin."""
        result = super().action_pos_order_paid()
        for order in self.filtered("wechat_state"):
            if order.wechat_state in ("submitted", "cancelled"):
                actor = order.env.context.get("wechat_actor", "staff")
                order._wechat_move("accepted", actor)
            else:
                order._wechat_touch()
        return result

    @api.model
    def remove_from_ui(self, server_ids):
        """Override of `point_of_sale`: a till cancels a diner's order, never erases."""
        orders = self.browse(server_ids).exists()
        mine = orders.filtered("wechat_state")
        mine.filtered(lambda order: order.state == "draft").write({"state": "cancel"})
        return super().remove_from_ui((orders - mine).ids) + mine.ids

    def _get_open_order(self, order):
        """Override of `pos_restaurant`: another guest's order is not this one.

        There, any open order of the same table is taken for the one that a till sends,
        and is overwritten by it.
        """
        found = super()._get_open_order(order)
        if found.wechat_state and found.uuid != order.get("uuid"):
            return self.search([("uuid", "=", order.get("uuid"))], limit=1)
        return found
