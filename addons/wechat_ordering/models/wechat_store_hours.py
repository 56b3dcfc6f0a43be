"""Opening hours of a store."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import format_minute, hour_to_minute


class WechatStoreHours(models.Model):
    """One stretch of a weekday in which the store takes orders."""

    _name = "wechat.store.hours"
    _description = "Opening Hours of a Store"
    _inherit = ["wechat.menu.trigger"]
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
        string="Day",
        required=True,
        default="0",
    )
    hour_from = fields.Float(string="From", required=True)
    hour_to = fields.Float(
        string="To",
        required=True,
        default=24.0,
        help="The next day, when it is not later than the beginning.",
    )

    @api.constrains("hour_from", "hour_to")
    def _check_hours(self):
        for hours in self:
            if not (0 <= hours.hour_from < 24 and 0 <= hours.hour_to <= 24):
                raise ValidationError(
                    self.env._("Opening hours must lie between 0:00 and 24:00.")
                )

    def _get_span(self):
        """Return `(weekday, first minute, end)`; the end may lie past midnight."""
        self.ensure_one()
        start, end = hour_to_minute(self.hour_from), hour_to_minute(self.hour_to)
        return int(self.dayofweek), start, end if end > start else end + 24 * 60

    def _get_document(self):
        """Return the hours as the diner API shows them."""
        _day, start, end = self._get_span()
        return {
            "weekday": int(self.dayofweek) + 1,
            "from": format_minute(start),
            "to": format_minute(end),
        }
