"""What a store makes of a dish of the common menu."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class WechatStoreProduct(models.Model):
    """A dish in one store: offered, sold out, paused, limited.

    A dish without such a record is offered without limit.
    """

    _name = "wechat.store.product"
    _description = "Dish of a Store"
    _inherit = ["wechat.menu.trigger"]
    _order = "store_id, product_tmpl_id"
    _rec_name = "product_tmpl_id"
    _wechat_menu_fields = frozenset({"is_listed", "daily_limit", "product_tmpl_id"})

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Dish",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("available_in_pos", "=", True)],
    )
    is_listed = fields.Boolean(
        string="Offered", default=True, help="Off: this store does not have the dish."
    )
    is_sold_out = fields.Boolean(
        string="Sold Out", help="Set by hand; stays until it is unset."
    )
    sold_out_until = fields.Datetime(help="Sold out until this moment.")
    is_paused = fields.Boolean(
        string="Paused", help="Not sold out, but not now: the kitchen is too busy."
    )
    daily_limit = fields.Integer(
        aggregator=None, help="Portions a day; 0 means no limit."
    )
    counter_ids = fields.One2many("wechat.stock.counter", "store_product_id")

    _store_product_unique = models.Constraint(
        "UNIQUE (store_id, product_tmpl_id)",
        "The dish is in this store's list already.",
    )

    @api.constrains("daily_limit")
    def _check_daily_limit(self):
        if any(dish.daily_limit < 0 for dish in self):
            raise ValidationError(self.env._("A daily limit cannot be below 0."))

    def write(self, vals):
        """Override to let a new daily limit count from now on, not from tomorrow."""
        before = {dish: dish.daily_limit for dish in self}
        result = super().write(vals)
        if "daily_limit" in vals:
            for dish in self:
                for counter in dish.sudo().counter_ids:
                    counter.on_hand += dish.daily_limit - before[dish]
        return result
