"""What a store makes of a dish of the common menu."""

from odoo import fields, models


class WechatStoreProduct(models.Model):
    _name = "wechat.store.product"
    _description = "Dish of a Store"
    _order = "store_id, product_tmpl_id"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    product_tmpl_id = fields.Many2one(
        "product.template", string="Dish", required=True, ondelete="cascade", index=True
    )
    is_listed = fields.Boolean(
        default=True, help="Off: this store does not offer the dish."
    )
    is_sold_out = fields.Boolean(help="Set by hand until it is unset.")
    sold_out_until = fields.Datetime(help="Sold out until this moment.")
    daily_limit = fields.Integer(help="Portions a day; 0 means no limit.")

    _store_product_unique = models.Constraint(
        "UNIQUE (store_id, product_tmpl_id)",
        "The dish is in this store's list already.",
    )
