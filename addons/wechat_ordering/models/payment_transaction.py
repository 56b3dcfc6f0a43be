"""What booking a diner's payment reads besides: the dishes and who cooks them."""

from odoo import models

_LINE_FIELDS = (
    "combo_parent_id",
    "customer_note",
    "full_product_name",
    "note",
    "product_id",
    "qty",
    "refunded_orderline_id",
    "uuid",
)
_PRODUCT_FIELDS = ("default_code", "product_tmpl_id")
_TEMPLATE_FIELDS = ("name", "tracking", "type")
_STORE_FIELDS = ("company_id", "kitchen_channel")
_TABLE_FIELDS = ("table_number",)


class PaymentTransaction(models.Model):
    """A payment that may be a diner's."""

    _inherit = "payment.transaction"

    def _wechatpay_read_ahead(self):
        """Override of `wechat_payment` to read what goes on to the kitchen."""
        result = super()._wechatpay_read_ahead()
        orders = self.wechatpay_pos_order_id
        lines = orders.lines
        lines.fetch(_LINE_FIELDS)
        lines.product_id.fetch(_PRODUCT_FIELDS)
        lines.product_id.product_tmpl_id.fetch(_TEMPLATE_FIELDS)
        orders.wechat_store_id.fetch(_STORE_FIELDS)
        tables = orders.table_id | orders.self_ordering_table_id
        tables.fetch(_TABLE_FIELDS)
        return result
