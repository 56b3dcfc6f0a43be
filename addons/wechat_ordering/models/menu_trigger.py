"""Notices changes of what is on a menu, wherever they are made."""

from odoo import api, models


class WechatMenuTrigger(models.AbstractModel):
    """Mixed into every model whose records show on a menu or in a price.

    :cvar _wechat_menu_fields: Writing other fields changes no menu; empty for all.
    """

    _name = "wechat.menu.trigger"
    _description = "Menu Trigger"

    _wechat_menu_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """Override to have the menus rebuilt."""
        records = super().create(vals_list)
        self.env["wechat.store"]._menu_changed()
        return records

    def write(self, vals):
        """Override to have the menus rebuilt."""
        result = super().write(vals)
        fields = self._wechat_menu_fields
        if self and (not fields or not fields.isdisjoint(vals)):
            self.env["wechat.store"]._menu_changed()
        return result

    def unlink(self):
        """Override to have the menus rebuilt."""
        result = super().unlink()
        self.env["wechat.store"]._menu_changed()
        return result


_DISH_FIELDS = frozenset(
    {
        "active",
        "attribute_line_ids",
        "available_in_pos",
        "combo_ids",
        "company_id",
        "default_code",
        "image_1920",
        "image_variant_1920",
        "is_storable",
        "list_price",
        "lst_price",
        "name",
        "pos_categ_ids",
        "pos_sequence",
        "product_tag_ids",
        "sale_ok",
        "self_order_available",
        "taxes_id",
        "type",
        "uom_id",
        "wechat_allergen_ids",
        "wechat_carbohydrate_g",
        "wechat_description",
        "wechat_energy_kj",
        "wechat_fat_g",
        "wechat_is_counted",
        "wechat_is_nutrition_estimated",
        "wechat_is_recommended",
        "wechat_protein_g",
        "wechat_sodium_mg",
        "wechat_spicy",
    }
)


class ProductTemplate(models.Model):
    """Dishes."""

    _name = "product.template"
    _inherit = ["product.template", "wechat.menu.trigger"]
    _wechat_menu_fields = _DISH_FIELDS


class ProductProduct(models.Model):
    """Dishes."""

    _name = "product.product"
    _inherit = ["product.product", "wechat.menu.trigger"]
    _wechat_menu_fields = _DISH_FIELDS


class PosCategory(models.Model):
    """Sections of the menu."""

    _name = "pos.category"
    _inherit = ["pos.category", "wechat.menu.trigger"]
    _wechat_menu_fields = frozenset(
        {"name", "parent_id", "sequence", "hour_after", "hour_until"}
    )


class ProductAttribute(models.Model):
    """Groups of options."""

    _name = "product.attribute"
    _inherit = ["product.attribute", "wechat.menu.trigger"]


class ProductAttributeValue(models.Model):
    """Options."""

    _name = "product.attribute.value"
    _inherit = ["product.attribute.value", "wechat.menu.trigger"]


class ProductTemplateAttributeLine(models.Model):
    """Groups of options of a dish."""

    _name = "product.template.attribute.line"
    _inherit = ["product.template.attribute.line", "wechat.menu.trigger"]


class ProductTemplateAttributeValue(models.Model):
    """Options of a dish."""

    _name = "product.template.attribute.value"
    _inherit = ["product.template.attribute.value", "wechat.menu.trigger"]


class ProductCombo(models.Model):
    """Parts of set meals."""

    _name = "product.combo"
    _inherit = ["product.combo", "wechat.menu.trigger"]


class ProductComboItem(models.Model):
    """Dishes of set meals."""

    _name = "product.combo.item"
    _inherit = ["product.combo.item", "wechat.menu.trigger"]


class ProductPricelist(models.Model):
    """Prices."""

    _name = "product.pricelist"
    _inherit = ["product.pricelist", "wechat.menu.trigger"]
    _wechat_menu_fields = frozenset({"active", "currency_id", "item_ids"})


class ProductPricelistItem(models.Model):
    """Prices."""

    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "wechat.menu.trigger"]


class ProductTag(models.Model):
    """Tags of dishes."""

    _name = "product.tag"
    _inherit = ["product.tag", "wechat.menu.trigger"]
    _wechat_menu_fields = frozenset({"name"})


class AccountTax(models.Model):
    """Taxes in prices."""

    _name = "account.tax"
    _inherit = ["account.tax", "wechat.menu.trigger"]
    _wechat_menu_fields = frozenset(
        {"active", "amount", "amount_type", "price_include_override"}
    )


class AccountFiscalPosition(models.Model):
    """Taxes of a store."""

    _name = "account.fiscal.position"
    _inherit = ["account.fiscal.position", "wechat.menu.trigger"]
    _wechat_menu_fields = frozenset({"active", "tax_ids"})


class MrpBom(models.Model):
    """Recipes."""

    _name = "mrp.bom"
    _inherit = ["mrp.bom", "wechat.menu.trigger"]


class MrpBomLine(models.Model):
    """Ingredients of recipes."""

    _name = "mrp.bom.line"
    _inherit = ["mrp.bom.line", "wechat.menu.trigger"]
