"""History of an order: one row for each move."""

from odoo import fields, models

from .. import const


class WechatOrderEvent(models.Model):
    """Who moved an order, when, why. Never changed afterwards."""

    _name = "wechat.order.event"
    _description = "Order Event"
    _order = "id"
    _rec_name = "to_state"
    _log_access = False

    order_id = fields.Many2one(
        "pos.order", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="order_id.company_id")
    from_state = fields.Selection(const.ORDER_STATES, readonly=True)
    to_state = fields.Selection(const.ORDER_STATES, required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    actor = fields.Selection(const.ORDER_ACTORS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    reason = fields.Char(readonly=True)
