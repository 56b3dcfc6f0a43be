"""Taking the goods of paid orders from stock: later, and many orders at a time."""

import logging
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class PosOrder(models.Model):
    """Puts off what is slow about a payment.

    A picking for each order costs 118 ms, for twenty orders together 15 ms each; and
    nobody waits for it: what the orders need is held meanwhile.
    """

    _inherit = "pos.order"

    def _create_order_picking(self):
        """Override of `point_of_sale` to put off the picking of diners' orders."""
        self.ensure_one()
        if self.wechat_state and self._wechat_can_put_off_stock():
            self.sudo().wechat_stock_pending = True
            return None
        return super()._create_order_picking()

    def _compute_total_cost_in_real_time(self):
        """Override of `point_of_sale`: what goods cost is known when they are taken."""
        put_off = self.filtered("wechat_stock_pending")
        return super(PosOrder, self - put_off)._compute_total_cost_in_real_time()

    def _wechat_can_put_off_stock(self):
        return (
            not self.shipping_date
            and self._should_create_picking_real_time()
            and not any(
                line.product_id.tracking != "none" and line.pack_lot_ids
                for line in self.lines
            )
        )

    @api.model
    def _cron_wechat_post_stock(self):
        """Enqueue a job for each session with orders whose goods are still in stock."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT session_id FROM pos_order"
                " WHERE wechat_stock_pending AND session_id IS NOT NULL"
            )
        )
        for (session_id,) in self.env.cr.fetchall():
            self.env["pos.session"].browse(session_id).with_delay(
                channel="root.stock",
                identity_key=f"wechat_post_stock:{session_id}",
                description=self.env._("Take the goods of orders from stock"),
            )._wechat_post_pending_stock()

    def _wechat_post_stock(self):
        """Take the goods of these orders from stock, as few pickings as possible.

        A dish that is neither kept in stock nor made by a recipe takes nothing from
        it, so it gets no move: those moves would be most of the work.

        :return: The pickings.
        :rtype: stock.picking
        """
        pickings = self.env["stock.picking"]
        pending = self.sudo().filtered("wechat_stock_pending")
        for (session, partner), orders in pending._wechat_group_for_stock().items():
            picking_type = session.config_id.picking_type_id
            destination = (
                partner.property_stock_customer
                or picking_type.default_location_dest_id
                or self.env["stock.warehouse"]._get_partner_locations()[0]
            )
            done = (
                self.env["stock.picking"]
                .with_company(session.company_id)
                ._create_picking_from_pos_order_lines(
                    destination.id,
                    orders.lines.filtered(_takes_from_stock),
                    picking_type,
                    partner,
                )
            )
            done.write(
                {
                    "pos_session_id": session.id,
                    "origin": ", ".join(orders.mapped("pos_reference"))[:250],
                }
            )
            lines = orders.with_company(session.company_id).lines
            lines._compute_total_cost(done.move_ids)
            pickings |= done
        if pending:
            pending.with_context(tracking_disable=True).wechat_stock_pending = False
            self.env["wechat.stock.hold"].sudo()._consume(pending)
            _logger.info("Stock of %s orders is posted", len(pending))
        return pickings

    def _wechat_group_for_stock(self):
        groups = defaultdict(self.browse)
        for order in self:
            groups[order.session_id, order.partner_id] |= order
        return groups


def _takes_from_stock(line):
    return line.product_id.is_storable or line.product_id.is_kits
