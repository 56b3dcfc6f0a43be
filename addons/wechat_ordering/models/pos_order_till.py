"""What the till may know of a guest's order."""

from odoo import api, models

# All of ours that a till needs; the rest is for the kitchen, the books and the phone.
TILL_FIELDS = frozenset(
    {"wechat_pickup_number", "wechat_service", "wechat_state", "wechat_store_id"}
)
OURS = ("wechat_", "wechatpay_", "kitchen_")


class PosOrder(models.Model):
    """Keeps the till to what it needs."""

    _inherit = "pos.order"

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
