"""Words of a menu that have a name in both languages. No logic."""

#: Tags a sheet may give by their key: `{key: (Chinese, English)}`. Any other text is a
#: tag of the shop's own, the same in both languages.
TAGS = {
    "signature": ("招牌", "Signature"),
    "vegetarian": ("素食", "Vegetarian"),
    "seasonal": ("时令", "Seasonal"),
    "wild_mushroom": ("野生菌", "Wild mushroom"),
    "contains_alcohol": ("含酒精", "Contains alcohol"),
    "new": ("新品", "New"),
}

#: The external id of each unit in Odoo.
UNIT_XML_IDS = {
    "g": "uom.product_uom_gram",
    "kg": "uom.product_uom_kgm",
    "ml": "uom.product_uom_milliliter",
    "l": "uom.product_uom_litre",
    "pc": "uom.product_uom_unit",
}
