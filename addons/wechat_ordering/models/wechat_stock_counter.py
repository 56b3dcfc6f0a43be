"""How much of an ingredient, or of a dish limited by day, can still be sold."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class WechatStockCounter(models.Model):
    """A row that orders count down.

    In REPEATABLE READ, which every Odoo transaction is, to lock and then to add up what
    others hold oversells: the sum is as old as the snapshot. A condition inside the
    UPDATE is checked against the row as it is.
    """

    _name = "wechat.stock.counter"
    _description = "Stock Counter"
    _rec_name = "product_id"
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    location_id = fields.Many2one(
        "stock.location",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        help="Where the ingredient lies.",
    )
    product_id = fields.Many2one(
        "product.product", ondelete="cascade", index="btree_not_null", readonly=True
    )
    store_product_id = fields.Many2one(
        "wechat.store.product",
        string="Limited Dish",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    on_hand = fields.Float(digits=0, readonly=True)
    held = fields.Float(
        digits=0, readonly=True, help="Kept back for orders not yet taken from stock."
    )
    buffer = fields.Float(digits=0, help="Never sold to diners.")
    subject = fields.Char(string="Dish or Ingredient", compute="_compute_subject")
    place = fields.Char(string="Store or Place", compute="_compute_subject")
    left = fields.Float(
        digits=0,
        compute="_compute_left",
        help="What guests can still order: on hand, without what is held and buffered.",
    )

    _stock_unique = models.UniqueIndex(
        "(location_id, product_id) WHERE location_id IS NOT NULL",
        "There is a counter for this product at this place.",
    )
    _daily_unique = models.UniqueIndex(
        "(store_product_id) WHERE store_product_id IS NOT NULL",
        "There is a counter for this dish in this store.",
    )
    _subject = models.Constraint(
        "CHECK ((store_product_id IS NULL) = (product_id IS NOT NULL)"
        " AND (product_id IS NULL) = (location_id IS NULL))",
        "A counter counts a product at a place, or a dish of a store.",
    )

    @api.depends("product_id", "store_product_id", "location_id")
    @api.depends_context("lang")
    def _compute_subject(self):
        """Name what is counted and where, in the words of whoever looks."""
        for counter_sudo in self.sudo():
            dish = counter_sudo.store_product_id
            counted = counter_sudo.product_id or dish.product_tmpl_id
            counter_sudo.subject = counted.name
            location = counter_sudo.location_id
            counter_sudo.place = (
                dish.store_id.name or location.warehouse_id.name or location.name
            )

    @api.depends("on_hand", "held", "buffer")
    def _compute_left(self):
        """Compute what can still be sold."""
        for counter in self:
            counter.left = counter.on_hand - counter.held - counter.buffer

    def write(self, vals):
        """Override: staff set the buffer; orders and stock do the counting.

        :raise AccessError: If somebody sets a count by hand.
        """
        if not self.env.su and vals.keys() - {"buffer"}:
            raise AccessError(
                self.env._("What is left is counted. Correct the stock instead.")
            )
        return super().write(vals)

    # === FINDING === #

    @api.model
    def _ensure_stock_counters(self, location, products):
        """Return the counters of these products at a place, made where missing.

        :rtype: dict[product.product, wechat.stock.counter]
        """
        known = self.search(
            [("location_id", "=", location.id), ("product_id", "in", products.ids)]
        )
        missing = products - known.product_id
        if missing:
            company = location.company_id or self.env.company
            known |= self.create(
                [
                    {
                        "location_id": location.id,
                        "product_id": product.id,
                        "company_id": company.id,
                    }
                    for product in missing
                ]
            )
            self._refresh_on_hand(missing)
        return {counter.product_id: counter for counter in known}

    @api.model
    def _ensure_daily_counters(self, store_products):
        """Return the counters of dishes with a daily limit, made where missing.

        :rtype: dict[wechat.store.product, wechat.stock.counter]
        """
        known = self.search([("store_product_id", "in", store_products.ids)])
        known |= self.create(
            [
                {
                    "store_product_id": store_product.id,
                    "company_id": store_product.company_id.id,
                    "on_hand": store_product.daily_limit,
                }
                for store_product in store_products - known.store_product_id
            ]
        )
        return {counter.store_product_id: counter for counter in known}

    # === COUNTING === #

    @api.model
    def _refresh_on_hand(self, products):
        """Let the counters of these products show what lies at their places.

        Called in the transaction that moves the stock, so that nobody sees the goods
        gone and the hold still there.
        """
        if not products:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
            WITH seen AS (
                SELECT counter.id, COALESCE((
                    SELECT SUM(quant.quantity)
                      FROM stock_quant quant
                      JOIN stock_location inside ON inside.id = quant.location_id
                     WHERE quant.product_id = counter.product_id
                       AND inside.parent_path LIKE place.parent_path || '%%'
                ), 0) AS quantity
                  FROM wechat_stock_counter counter
                  JOIN stock_location place ON place.id = counter.location_id
                 WHERE counter.product_id IN %s
                 ORDER BY counter.id
                   FOR NO KEY UPDATE OF counter
            )
            UPDATE wechat_stock_counter counter
               SET on_hand = seen.quantity
              FROM seen
             WHERE counter.id = seen.id
               AND counter.on_hand IS DISTINCT FROM seen.quantity
                """,
                tuple(products.ids),
            )
        )
        self.invalidate_model(["on_hand"])

    @api.model
    def _take(self, needs):
        """Keep back what an order needs, all of it or nothing.

        The rows are locked in the order of their ids, so two orders never wait for each
        other in a circle.

        :param dict needs: Quantity by counter id.
        :return: Whether there was enough of everything.
        :rtype: bool
        """
        if not needs:
            return True
        self.env.cr.execute(
            SQL(
                """
            WITH need (id, quantity) AS (VALUES %s),
            locked AS (
                SELECT id FROM wechat_stock_counter
                 WHERE id IN (SELECT id FROM need)
                 ORDER BY id
                   FOR NO KEY UPDATE
            )
            UPDATE wechat_stock_counter counter
               SET held = COALESCE(counter.held, 0) + need.quantity
              FROM need
              JOIN locked ON locked.id = need.id
             WHERE counter.id = need.id
               AND COALESCE(counter.on_hand, 0) - COALESCE(counter.buffer, 0)
                   - COALESCE(counter.held, 0) >= need.quantity
                """,
                SQL(", ").join(
                    SQL("(%s::int, %s::numeric)", counter_id, quantity)
                    for counter_id, quantity in sorted(needs.items())
                ),
            ),
            # A clash with another order is no error: this one is tried again.
            log_exceptions=False,
        )
        return self.env.cr.rowcount == len(needs)

    @api.model
    def _get_free(self, counter_ids):
        """Return how much of each counter can still be sold.

        :rtype: dict[int, Decimal]
        """
        if not counter_ids:
            return {}
        self.env.cr.execute(
            SQL(
                """
            SELECT id, COALESCE(on_hand, 0) - COALESCE(buffer, 0) - COALESCE(held, 0)
              FROM wechat_stock_counter
             WHERE id IN %s
                """,
                tuple(counter_ids),
            )
        )
        return dict(self.env.cr.fetchall())

    def _start_day(self):
        """Let the daily limits begin anew.

        What orders of the day before still hold is not of the new day's portions.
        """
        counters = self.filtered("store_product_id")
        if not counters:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
            UPDATE wechat_stock_counter counter
               SET on_hand = dish.daily_limit + COALESCE(counter.held, 0)
              FROM wechat_store_product dish
             WHERE dish.id = counter.store_product_id AND counter.id IN %s
                """,
                tuple(counters.ids),
            )
        )
        self.invalidate_model(["on_hand"])
