"""A diner's order is a `pos.order`; here is what the phone adds to it."""

from odoo import api, fields, models

from .. import const


class PosOrder(models.Model):
    _inherit = "pos.order"

    source = fields.Selection(selection_add=[("wechat", "WeChat")])
    wechat_store_id = fields.Many2one(
        "wechat.store", string="WeChat Store", index="btree_not_null", readonly=True
    )
    wechat_state = fields.Selection(
        const.ORDER_STATES, string="WeChat State", readonly=True, copy=False
    )
    wechat_service = fields.Selection(
        const.ORDER_SERVICES, string="Service", readonly=True
    )
    wechat_version = fields.Integer(readonly=True, copy=False)
    wechat_expires_at = fields.Datetime(readonly=True, copy=False)
    wechat_request_digest = fields.Char(readonly=True, copy=False)
    wechat_pickup_number = fields.Char(
        string="Pickup Number", readonly=True, copy=False
    )
    wechat_event_ids = fields.One2many(
        "wechat.order.event", "order_id", string="History", readonly=True
    )
    wechat_stock_pending = fields.Boolean(readonly=True, copy=False)

    @api.model
    def _wechat_place(self, store_sudo, member_sudo, basket):
        """Place the order a diner asked for; repeating it returns the first one."""
        raise NotImplementedError

    def _wechat_move(self, to_state, actor, reason=None):
        """Move the order to another state, if the table allows it."""
        raise NotImplementedError

    def _wechat_pay_params(self):
        """Return what the phone needs to pay this order with WeChat Pay."""
        raise NotImplementedError

    def _wechat_check_payment(self):
        """Ask WeChat whether the order is paid."""
        raise NotImplementedError

    def _wechat_cancel(self, actor, reason=None):
        """Give up the order, if it can still be given up by this actor."""
        raise NotImplementedError

    def _wechat_document(self, lang):
        """Return the order as the diner API shows it (OrderView)."""
        raise NotImplementedError

    def _wechat_on_accepted(self):
        """Hook: the restaurant has the order now. The kitchen makes its tickets here."""

    def _wechat_kitchen_changed(self):
        """Follow the kitchen: `preparing` at the first line, `ready` at the last."""
        raise NotImplementedError
