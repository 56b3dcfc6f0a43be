"""Options of a dish: how many must and may be chosen, and which come by themselves."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductAttribute(models.Model):
    """A group of options."""

    _inherit = "product.attribute"

    wechat_min_choices = fields.Integer(
        string="Choose at Least",
        default=0,
        help="For options of which several can be chosen. Of the others exactly one is"
        " chosen.",
    )
    wechat_max_choices = fields.Integer(
        string="Choose at Most", default=0, help="0 means no limit."
    )

    @api.constrains("wechat_min_choices", "wechat_max_choices")
    def _check_wechat_choices(self):
        for attribute in self:
            least, most = attribute.wechat_min_choices, attribute.wechat_max_choices
            if least < 0 or most < 0 or (most and least > most):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the least number of choices must not be above the"
                        " greatest.",
                        name=attribute.name,
                    )
                )


class ProductTemplateAttributeValue(models.Model):
    """An option of a dish."""

    _inherit = "product.template.attribute.value"

    wechat_is_default = fields.Boolean(
        string="Chosen by Default", help="Already chosen when a diner opens the dish."
    )
