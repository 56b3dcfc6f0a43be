"""What a phone shows of a dish besides its name and price."""

from odoo import fields, models


class ProductTemplate(models.Model):
    """A dish."""

    _inherit = "product.template"

    wechat_description = fields.Text(
        string="Description for Diners",
        translate=True,
        help="A sentence or two under the name of the dish.",
    )
    wechat_spicy = fields.Selection(
        [("0", "Not spicy"), ("1", "Mild"), ("2", "Medium"), ("3", "Hot")],
        string="Spiciness",
        default="0",
        required=True,
    )
    wechat_allergen_ids = fields.Many2many("wechat.allergen", string="Allergens")
    wechat_is_recommended = fields.Boolean(string="Recommended")
    wechat_is_counted = fields.Boolean(
        string="Count Stock for Diners",
        help="Diners can only order what is in stock: each order keeps back what it"
        " needs of this product. For the few ingredients that really run out, and for"
        " bought goods such as bottles.",
    )
    wechat_energy_kj = fields.Float(string="Energy (kJ)", digits=(10, 1))
    wechat_protein_g = fields.Float(string="Protein (g)", digits=(10, 1))
    wechat_fat_g = fields.Float(string="Fat (g)", digits=(10, 1))
    wechat_carbohydrate_g = fields.Float(string="Carbohydrate (g)", digits=(10, 1))
    wechat_sodium_mg = fields.Float(string="Sodium (mg)", digits=(10, 1))
    wechat_is_nutrition_estimated = fields.Boolean(
        string="Nutrition Is Estimated",
        default=True,
        help="Computed from the recipe, not measured in a laboratory.",
    )
    wechat_store_product_ids = fields.One2many(
        "wechat.store.product", "product_tmpl_id", string="In Stores"
    )
