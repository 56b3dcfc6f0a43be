"""What can be given back of an order, and what a refund does to it.

An add-on with an order process of its own overrides the two hooks at the end.
"""

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .. import const, refund_const


class PosOrder(models.Model):
    """An order whose WeChat payments can be given back."""

    _inherit = "pos.order"

    wechatpay_refund_ids = fields.One2many(
        "wechatpay.refund", "order_id", string="WeChat Pay Refunds", readonly=True
    )
    wechatpay_refund_case_id = fields.Many2one(
        "wechatpay.refund", readonly=True, copy=False, index="btree_not_null"
    )
    wechatpay_refund_count = fields.Integer(compute="_compute_wechatpay_refunds")
    wechatpay_is_refundable = fields.Boolean(compute="_compute_wechatpay_refunds")

    def _compute_wechatpay_refunds(self):
        for order in self:
            order_sudo = order.sudo()
            order.wechatpay_refund_count = len(order_sudo.wechatpay_refund_ids)
            order.wechatpay_is_refundable = order_sudo._wechatpay_get_rest_fen() > 0

    @api.model
    def _load_pos_data_fields(self, config):
        """Override of `point_of_sale` to keep the till to what it needs.

        Core's empty list stands for every field; reading ours takes a query an order.
        """
        names = super()._load_pos_data_fields(config) or [
            field.name
            for field in self._fields.values()
            if self._has_field_access(field, "read")
        ]
        return [name for name in names if not name.startswith("wechatpay_")]

    # === ACTION METHODS === #

    def action_wechatpay_refund(self):
        """Open the form that gives money back.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund with WeChat Pay"),
            "res_model": "wechatpay.refund.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_wechatpay_view_refunds(self):
        """Open the refunds of the order.

        :rtype: dict
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wechat_payment.wechatpay_refund_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def _wechatpay_get_payments(self):
        """Return the WeChat payments that are booked on the order.

        Money that came twice or too late is not: it goes back by itself.

        :rtype: payment.transaction
        """
        self.ensure_one()
        booked = set(self.payment_ids.mapped("payment_ref_no"))
        payments = self.env["payment.transaction"].search(
            [
                ("wechatpay_pos_order_id", "=", self.id),
                ("wechatpay_state", "in", const.PAID_STATES),
            ]
        )
        return payments.filtered(
            lambda tx: not tx._is_refund() and tx.reference in booked
        )

    def _wechatpay_get_rest_fen(self):
        """Return how much can still be given back to those who paid with WeChat Pay.

        :rtype: int
        """
        self.ensure_one()
        if self.state not in ("paid", "done") or self.is_refund:
            return 0
        rest = sum(
            payment._wechatpay_get_rest_fen()
            for payment in self._wechatpay_get_payments()
        )
        waiting = self.wechatpay_refund_ids.filtered(
            lambda refund: refund.state == "waiting"
        )
        return max(0, rest - sum(to_fen(refund.amount) for refund in waiting))

    def _wechatpay_get_lines_left(self):
        """Return the dishes that can still be given back, set meals as one.

        :return: The quantity left and what it costs in fen after all discounts, by
            order line.
        :rtype: dict[pos.order.line, tuple[float, int]]
        """
        self.ensure_one()
        holding = self.wechatpay_refund_ids.filtered(
            lambda refund: refund.state in refund_const.HOLDING_CASE_STATES
        )
        tops = self.lines.filtered(lambda line: not line.combo_parent_id)
        gross = {
            line: to_fen(
                sum((line | line.combo_line_ids).mapped("price_subtotal_incl"))
            )
            for line in tops
        }
        positive = sum(fen for fen in gross.values() if fen > 0)
        net = to_fen(self.amount_total) / positive if positive else 0
        left = {}
        for line in tops:
            held = holding.line_ids.filtered(
                lambda one, on=line: one.order_line_id == on
            )
            quantity = line.qty - line.refunded_qty - sum(held.mapped("quantity"))
            if line.qty > 0 and quantity > 0 and gross[line] > 0:
                part = min(net, 1) * quantity / line.qty
                left[line] = (quantity, round(gross[line] * part))
        return left

    def _wechatpay_get_all_lines(self):
        """Return pairs of line id and quantity: all that no refund stands for yet."""
        left = self._wechatpay_get_lines_left()
        others = self.lines.filtered(
            lambda line: (
                not line.combo_parent_id
                and line not in left
                and line.price_subtotal_incl < 0
                and line.refunded_qty < line.qty
            )
        )
        return [(line.id, quantity) for line, (quantity, _fen) in left.items()] + [
            (line.id, line.qty) for line in others
        ]

    def _wechatpay_check_refund(self, wish):
        """Refuse a refund that the order does not have in it.

        :param dict wish: See `wechatpay.refund._request()`.
        :raise UserError: If it asks for too much, or could not be booked.
        """
        self.ensure_one()
        if not 0 < wish["amount_fen"] <= self._wechatpay_get_rest_fen():
            raise UserError(
                self.env._(
                    "There is not that much left to refund of %s.", self.pos_reference
                )
            )
        allowed = dict(self._wechatpay_get_all_lines())
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line_id, quantity in wish.get("lines") or ():
            left = allowed.get(line_id, 0)
            if quantity <= 0 or float_compare(quantity, left, digits) > 0:
                raise UserError(
                    self.env._(
                        "Not that many are left to refund of %s.",
                        self.env["pos.order.line"].browse(line_id).full_product_name,
                    )
                )
        # A till that asks has an order, and a session, of its own.
        if not wish.get("till"):
            self._wechatpay_get_refund_session()

    def _wechatpay_needs_approval(self, amount_fen):
        """Return whether a second person has to agree to a refund.

        What was given back of the order before counts: a large refund is not made
        small by asking for it in pieces.

        :rtype: bool
        """
        limits = self._wechatpay_get_payments().provider_id.filtered(
            "wechatpay_refund_approval_amount"
        )
        before = self.wechatpay_refund_ids.filtered(
            lambda refund: (
                refund.state in refund_const.HOLDING_CASE_STATES + ("done",)
                and not refund.approver_id
            )
        )
        total = amount_fen + sum(to_fen(refund.amount) for refund in before)
        return any(
            total > to_fen(provider.wechatpay_refund_approval_amount)
            for provider in limits
        )

    def _create_order_picking(self):
        """Override of `point_of_sale`: what was eaten does not come back to stock."""
        refund = self.wechatpay_refund_case_id.sudo()
        if refund and not refund.is_return_to_stock:
            return None
        return super()._create_order_picking()

    # === HOOKS === #

    def _wechatpay_get_refund_session(self):
        """Return the open session that the refund order is booked in.

        :rtype: pos.session
        :raise UserError: If there is none.
        """
        self.ensure_one()
        session = self.session_id.config_id.current_session_id
        if session.state != "opened":
            raise UserError(
                self.env._(
                    "Open the till %s first: the refund is booked in its session.",
                    self.session_id.config_id.name,
                )
            )
        return session

    def _wechatpay_on_refund_moved(self, refund_sudo):
        """Follow a refund: kitchen, loyalty points and guests are told here.

        Called in the transaction of the move: no call to anybody from here.

        :param wechatpay.refund refund_sudo: The refund, in its new state.
        """


class PosSession(models.Model):
    """Keeps goods that were used up out of the stock at closing, too."""

    _inherit = "pos.session"

    def _get_closed_orders(self):
        """Override of `point_of_sale` to leave out refunds whose goods are gone."""
        orders = super()._get_closed_orders()
        if not self.env.context.get("wechatpay_picking"):
            return orders
        return orders.filtered(
            lambda order: (
                not order.wechatpay_refund_case_id
                or order.wechatpay_refund_case_id.sudo().is_return_to_stock
            )
        )

    def _create_picking_at_end_of_session(self):
        """Override of `point_of_sale` to move only goods that come back."""
        session = self.with_context(wechatpay_picking=True)
        return super(PosSession, session)._create_picking_at_end_of_session()
