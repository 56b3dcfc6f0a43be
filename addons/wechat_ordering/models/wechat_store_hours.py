"""Opening hours of a store."""

from odoo import fields, models


class WechatStoreHours(models.Model):
    _name = "wechat.store.hours"
    _description = "Opening Hours of a Store"
    _order = "store_id, dayofweek, hour_from"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    dayofweek = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
        default="0",
    )
    hour_from = fields.Float(required=True)
    hour_to = fields.Float(
        required=True, help="Past midnight when not later than the beginning."
    )
