"""Writes an order with its lines, history and holds in one statement.

Odoo's `create` of an order with five lines is two dozen statements and most of what
placing one costs, for nothing: every value is known here, nobody follows the order yet,
and nothing is left to compute. So the rows are inserted as `create` would write them; a
test compares the two column by column. What another add-on adds to orders is kept: its
defaults are filled in, its stored computed fields are computed by Odoo afterwards.
See docs/adr/0012-orders-are-inserted-in-one-statement.md.
"""

from odoo import api, models
from odoo.tools import SQL

_TAXES = SQL("account_tax_pos_order_line_rel (pos_order_line_id, account_tax_id)")
_OPTIONS = SQL(
    "pos_order_line_product_template_attribute_value_rel"
    " (pos_order_line_id, product_template_attribute_value_id)"
)
_EVENTS = SQL("wechat_order_event (order_id, to_state, actor, at)")
_HOLDS = SQL("wechat_stock_hold (order_id, counter_id, quantity, state)")


class PosOrderLine(models.Model):
    """Is inserted with its order."""

    _name = "pos.order.line"
    _inherit = ["pos.order.line", "wechat.insertable"]


class PosOrder(models.Model):
    """Inserts placed orders."""

    _name = "pos.order"
    _inherit = ["pos.order", "wechat.insertable"]

    @api.model
    def _wechat_insert(self, vals, lines, needs):
        """Write an order that a diner placed.

        :param dict vals: Column values of the order, its `id` among them.
        :param list lines: Column values of the lines, each with its `id`; beside them
            `tax_ids` and `attribute_value_ids` as lists of ids.
        :param dict needs: What the order holds, by counter.
        :rtype: pos.order
        """
        order_model, line_model = self.sudo(), self.env["pos.order.line"].sudo()
        pairs = {"tax_ids": [], "attribute_value_ids": []}
        rows = []
        for line in lines:
            row = line_model._wechat_make_row(line)
            for name, found in pairs.items():
                found += [(line["id"], key) for key in row.pop(name)]
            rows.append(row)
        order_row = order_model._wechat_make_row(vals)
        inserts = [
            order_model._wechat_make_insert([order_row]),
            line_model._wechat_make_insert(rows),
            _make_pairs(_TAXES, pairs["tax_ids"]),
            _make_pairs(_OPTIONS, pairs["attribute_value_ids"]),
            _make_pairs(
                _EVENTS, [(vals["id"], "submitted", "diner", vals["date_order"])]
            ),
            _make_pairs(
                _HOLDS,
                [(vals["id"], key, need, "held") for key, need in needs.items()],
            ),
        ]
        self.env.cr.execute(
            SQL(
                "WITH %s SELECT",
                SQL(", ").join(
                    SQL("%s AS (%s)", SQL.identifier(f"part_{place}"), insert)
                    for place, insert in enumerate(filter(None, inserts))
                ),
            )
        )
        order = order_model.browse(vals["id"])
        order._wechat_compute_the_rest(order_row)
        line_model.browse(row["id"] for row in rows)._wechat_compute_the_rest(rows[0])
        session = self.env["pos.session"].browse(vals["session_id"])
        session.invalidate_recordset(["order_ids"], flush=False)
        return order.with_env(self.env)


def _make_pairs(target, rows):
    """Return the insertion of rows of a small table, None if there are none."""
    return rows and SQL("INSERT INTO %s VALUES %s", target, SQL(", ").join(rows))
