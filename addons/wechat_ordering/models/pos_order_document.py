"""The order as the diner's phone shows it, read in two statements."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tools import SQL

from ..refund_const import REQUEST_DAYS
from ..tools import to_wire

_ORDER_QUERY = """
    SELECT po.id, po.uuid, po.wechat_pickup_number AS number, po.wechat_service,
           po.wechat_state, po.wechat_version, po.wechat_pay_mode, po.wechat_expires_at,
           po.wechat_channel, po.state, po.create_date, po.general_customer_note,
           po.amount_tax, po.amount_total,
           store.code AS store_code,
           COALESCE(store.name->>%(lang)s, store.name->>'en_US') AS store_name,
           seat.table_number,
           (SELECT sum(refund.amount) FROM wechatpay_refund refund
             WHERE refund.order_id = po.id
               AND refund.state IN ('returned', 'done')) AS refunded,
           (SELECT wish.state FROM wechat_refund_request wish
             WHERE wish.order_id = po.id ORDER BY wish.id DESC LIMIT 1) AS refund_state,
           EXISTS (SELECT FROM pos_payment payment
                     JOIN pos_payment_method method
                       ON method.id = payment.payment_method_id
                    WHERE payment.pos_order_id = po.id
                      AND method.wechatpay_provider_id IS NOT NULL) AS is_wechat_paid,
           (SELECT json_agg(json_build_array(event.to_state, event.at)
                            ORDER BY event.id)
              FROM wechat_order_event event WHERE event.order_id = po.id) AS events
      FROM pos_order po
      JOIN wechat_store store ON store.id = po.wechat_store_id
 LEFT JOIN restaurant_table seat
        ON seat.id = COALESCE(po.table_id, po.self_ordering_table_id)
     WHERE po.id IN %(ids)s
"""

_LINE_QUERY = """
    SELECT line.order_id, line.id, line.combo_parent_id, line.combo_item_id,
           line.product_id, line.qty,
           line.customer_note, line.price_subtotal_incl,
           COALESCE(dish.name->>%(lang)s, dish.name->>'en_US') AS name,
           (SELECT json_agg(json_build_array(ptav.id, COALESCE(
                                val.name->>%(lang)s, val.name->>'en_US'))
                            ORDER BY ptal.sequence, ptal.id, val.sequence, val.id)
              FROM pos_order_line_product_template_attribute_value_rel rel
              JOIN product_template_attribute_value ptav
                ON ptav.id = rel.product_template_attribute_value_id
              JOIN product_template_attribute_line ptal
                ON ptal.id = ptav.attribute_line_id
              JOIN product_attribute_value val
                ON val.id = ptav.product_attribute_value_id
             WHERE rel.pos_order_line_id = line.id) AS options,
           (SELECT array_agg(step.state) FROM kitchen_ticket_line step
             WHERE step.order_line_id = line.id) AS kitchen_states
      FROM pos_order_line line
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template dish ON dish.id = product.product_tmpl_id
     WHERE line.order_id IN %(ids)s
     ORDER BY line.order_id, line.id
"""

# A set meal is as far as the dish that is furthest behind.
_KITCHEN_PROGRESS = ("queued", "recalled", "cooking", "ready", "served", "cancelled")


class PosOrder(models.Model):
    """Shows orders to diners."""

    _inherit = "pos.order"

    def _wechat_document(self, lang):
        """Return the order as the diner API shows it (OrderView).

        :param str lang: `zh_CN` or `en_US`.
        :rtype: dict
        """
        self.ensure_one()
        return self._wechat_documents(lang)[0]

    def _wechat_documents(self, lang):
        """Return orders as the diner API shows them, in the order of the recordset.

        Phones ask for this every few seconds, so no record is read.

        :param str lang: `zh_CN` or `en_US`.
        :rtype: list[dict]
        """
        if not self:
            return []
        self.env.flush_all()
        values = {"lang": lang, "ids": tuple(self.ids)}
        self.env.cr.execute(SQL(_ORDER_QUERY, **values))
        rows = {row["id"]: row for row in self.env.cr.dictfetchall()}
        self.env.cr.execute(SQL(_LINE_QUERY, **values))
        lines = defaultdict(list)
        for line in self.env.cr.dictfetchall():
            lines[line["order_id"]].append(line)
        return [_show_order(rows[id_], lines[id_]) for id_ in self.ids]


def _show_order(row, lines):
    shown = _show_lines(lines)
    total_fen = to_fen(row["amount_total"])
    discount_fen = -sum(min(0, line["total_fen"]) for line in shown)
    return {
        "uuid": row["uuid"],
        "number": row["number"],
        "store": {"code": row["store_code"], "name": row["store_name"]},
        "service": row["wechat_service"],
        "table": (
            {"name": str(row["table_number"])}
            if row["table_number"] is not None
            else None
        ),
        "state": row["wechat_state"],
        "states": _show_events(row["events"] or []),
        "version": row["wechat_version"],
        "payment_state": _get_payment_state(row),
        "pay_mode": row["wechat_pay_mode"],
        "expires_at": to_wire(row["wechat_expires_at"]),
        "created_at": to_wire(row["create_date"]),
        "lines": shown,
        "note": row["general_customer_note"] or "",
        "subtotal_fen": total_fen + discount_fen,
        "discount_fen": discount_fen,
        "tax_fen": to_fen(row["amount_tax"]),
        "total_fen": total_fen,
        "can": {
            "pay": _can_pay(row),
            "cancel": _can_cancel(row),
            "refund": _can_refund(row),
        },
        "refunded_fen": to_fen(row["refunded"] or 0),
        "refund_state": row["refund_state"],
        "channel": row["wechat_channel"] if _is_open(row) else None,
    }


def _show_events(events):
    """Return the states the order has reached, each move once."""
    shown, last = [], None
    for state, moment in events:
        if state != last:
            at = fields.Datetime.to_datetime(moment.replace("T", " ")[:19])
            shown.append({"state": state, "at": to_wire(at)})
        last = state
    return shown


def _show_lines(lines):
    """Return the lines of an order, each with the dishes of its set meal."""
    children = defaultdict(list)
    for line in lines:
        children[line["combo_parent_id"]].append(line)
    return [_show_line(line, children[line["id"]]) for line in children[None]]


def _show_line(line, parts):
    total_fen = to_fen(line["price_subtotal_incl"])
    total_fen += sum(to_fen(part["price_subtotal_incl"]) for part in parts)
    quantity = int(line["qty"])
    return {
        "dish_id": line["product_id"],
        "name": line["name"],
        "quantity": quantity,
        "options": _show_options(line),
        "combo": [
            {
                "item_id": part["combo_item_id"],
                "name": part["name"],
                "quantity": int(part["qty"]),
                "options": _show_options(part),
            }
            for part in parts
        ],
        "note": line["customer_note"] or "",
        "unit_price_fen": round(total_fen / quantity) if quantity else 0,
        "total_fen": total_fen,
        "kitchen_state": _get_kitchen_state([line, *parts]),
    }


def _show_options(line):
    return [{"id": id_, "name": name} for id_, name in line["options"] or ()]


def _get_kitchen_state(lines):
    states = [state for line in lines for state in line["kitchen_states"] or ()]
    if not states:
        return None
    state = min(states, key=_KITCHEN_PROGRESS.index)
    # The diner need not know that a dish came back to the stove.
    return "cooking" if state == "recalled" else state


def _get_payment_state(row):
    if row["wechat_state"] == "refunded":
        return "refunded"
    return "paid" if row["state"] in ("paid", "done") else "unpaid"


def _is_open(row):
    return row["wechat_state"] not in ("completed", "cancelled", "refunded")


def _can_pay(row):
    expires_at = row["wechat_expires_at"]
    return (
        row["state"] == "draft"
        and row["wechat_state"] not in ("cancelled", "refunded")
        and row["amount_total"] > 0
        and not (expires_at and expires_at <= fields.Datetime.now())
    )


def _can_cancel(row):
    return row["state"] == "draft" and row["wechat_state"] in ("submitted", "accepted")


def _can_refund(row):
    oldest = fields.Datetime.now() - timedelta(days=REQUEST_DAYS)
    return (
        row["state"] in ("paid", "done")
        and row["is_wechat_paid"]
        and row["create_date"] > oldest
    )
