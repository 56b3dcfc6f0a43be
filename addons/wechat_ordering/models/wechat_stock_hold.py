"""What an order keeps back until it is taken from stock or given up."""

from odoo import api, fields, models
from odoo.tools import SQL


class WechatStockHold(models.Model):
    """A part of a counter that belongs to an order."""

    _name = "wechat.stock.hold"
    _description = "Stock Hold"
    _order = "id"
    _log_access = False

    order_id = fields.Many2one(
        "pos.order", required=True, ondelete="cascade", index=True
    )
    counter_id = fields.Many2one(
        "wechat.stock.counter", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits=0, required=True)
    state = fields.Selection(
        [("held", "Held"), ("consumed", "Consumed"), ("released", "Released")],
        required=True,
        default="held",
    )

    @api.model
    def _write_down(self, order, needs):
        """Note that an order holds what :meth:`wechat.stock.counter._take` took."""
        if not needs:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO wechat_stock_hold (order_id, counter_id, quantity, state)"
                " VALUES %s",
                SQL(", ").join(
                    SQL("(%s, %s, %s, 'held')", order.id, counter_id, quantity)
                    for counter_id, quantity in sorted(needs.items())
                ),
            )
        )
        self.invalidate_model()

    @api.model
    def _release(self, orders):
        """Give back what these orders hold: they were given up."""
        self._settle(orders, "released")

    @api.model
    def _give_back(self, order, wanted):
        """Let others have what an order that was paid does not use.

        Counters are changed in the order of their ids, as whoever takes from them does.

        :param pos.order order: The order.
        :param dict wanted: How much of each daily counter, never more than it has.
        """
        for counter, quantity in sorted(wanted.items(), key=lambda item: item[0].id):
            left = quantity
            holds = order.wechat_hold_ids.filtered(
                lambda hold, of=counter: hold.counter_id == of
            )
            for hold in holds.filtered(lambda hold: hold.state != "released"):
                back = min(left, hold.quantity)
                if back > 0:
                    left -= back
                    hold.quantity -= back
                    self._count_back(counter, hold.state, back)

    @api.model
    def _count_back(self, counter, state, quantity):
        """Undo the count of a portion: it was kept back, or counted down already."""
        self.env.flush_all()
        column = SQL.identifier("held" if state == "held" else "on_hand")
        sign = -1 if state == "held" else 1
        self.env.cr.execute(
            SQL(
                "UPDATE wechat_stock_counter SET %(column)s = %(column)s + %(change)s"
                " WHERE id = %(id)s",
                column=column,
                change=sign * quantity,
                id=counter.id,
            ),
            # A clash with an order is no error: the refund is tried again.
            log_exceptions=False,
        )
        counter.invalidate_recordset(["held", "on_hand", "left"])

    @api.model
    def _consume(self, orders):
        """End the holds of orders whose goods have left the stock.

        An ingredient's counter learns what is left from the stock itself; a dish with a
        daily limit is counted down here.
        """
        self._settle(orders, "consumed")

    @api.model
    def _settle(self, orders, state):
        if not orders:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
            WITH settled AS (
                UPDATE wechat_stock_hold SET state = %(state)s
                 WHERE order_id IN %(orders)s AND state = 'held'
             RETURNING counter_id, quantity
            ), total AS (
                SELECT counter_id AS id, SUM(quantity) AS quantity
                  FROM settled GROUP BY counter_id
            ), locked AS (
                SELECT id FROM wechat_stock_counter
                 WHERE id IN (SELECT id FROM total)
                 ORDER BY id
                   FOR NO KEY UPDATE
            )
            UPDATE wechat_stock_counter counter
               SET held = counter.held - total.quantity,
                   on_hand = counter.on_hand - CASE
                       WHEN %(state)s = 'consumed'
                        AND counter.store_product_id IS NOT NULL
                       THEN total.quantity ELSE 0 END
              FROM total
              JOIN locked ON locked.id = total.id
             WHERE counter.id = total.id
                """,
                state=state,
                orders=tuple(orders.ids),
            )
        )
        self.env["wechat.stock.counter"].invalidate_model(["held", "on_hand"])
        self.invalidate_model(["state"])
