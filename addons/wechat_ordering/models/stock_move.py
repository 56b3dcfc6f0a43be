"""Stock that moves changes what diners can order."""

from odoo import models


class StockMove(models.Model):
    """Keeps the counters of counted products in step with the stock."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to refresh the counters in the same transaction."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        counted = moves.product_id.filtered("wechat_is_counted")
        self.env["wechat.stock.counter"].sudo()._refresh_on_hand(counted)
        return moves
