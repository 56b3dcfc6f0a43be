"""Placing an order: the one way from a diner's wish to a `pos.order`."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.money import from_fen
from odoo.tools import SQL

from ..errors import (
    InvalidRequestError,
    MenuChangedError,
    StoreClosedError,
    UuidReusedError,
)
from ..tools import is_within, to_local

# Everything about a store that decides whether it takes this order, in one statement.
# Drawing the numbers here saves round trips; a number lost is no harm.
_STATE_QUERY = """
    SELECT store.active AND store.is_paused IS NOT TRUE AS is_open,
           store.allow_dine_in, store.allow_takeaway, store.pay_mode, store.accept_mode,
           store.unpaid_minutes, store.company_id, store.pricelist_id,
           store.fiscal_position_id, store.online_config_id AS config_id,
           catalog.version AS catalog_version,
           (SELECT json_object_agg(menu.lang, menu.version)
              FROM wechat_menu_snapshot menu
             WHERE menu.store_id = store.id AND menu.is_current) AS menu_versions,
           (SELECT json_object_agg(dish.product_tmpl_id, 1)
              FROM wechat_store_product dish
             WHERE dish.store_id = store.id AND (
                   dish.is_paused OR dish.is_sold_out
                   OR dish.sold_out_until > now() AT TIME ZONE 'UTC')) AS stopped,
           (SELECT max(session.id) FROM pos_session session
             WHERE session.config_id = store.online_config_id
               AND session.state = 'opened' AND session.rescue IS NOT TRUE
           ) AS session_id,
           (SELECT json_agg(json_build_array(till.access_token, session.id))
              FROM pos_config till
              JOIN pos_session session ON session.config_id = till.id
             WHERE till.wechat_store_id = store.id
               AND till.is_wechat_online IS NOT TRUE
               AND session.state = 'opened' AND session.rescue IS NOT TRUE) AS tills,
           (SELECT json_build_array(known.id, known.wechat_request_digest,
                                    known.wechat_member_id)
              FROM pos_order known WHERE known.uuid = %(uuid)s) AS known,
           (SELECT json_build_array(seat.wechat_epoch, seat.wechat_store_id,
                                    seat.table_number, seat.active)
              FROM restaurant_table seat WHERE seat.id = %(table)s) AS seat,
           config.journal_id,
           (SELECT member.partner_id FROM wechat_member member
             WHERE member.id = %(member)s) AS partner_id,
           nextval(format('ir_sequence_%%s', lpad(config.order_backend_seq_id::text,
               greatest(3, length(config.order_backend_seq_id::text)), '0'))) AS number,
           nextval('pos_order_id_seq') AS order_id,
           (SELECT array_agg(nextval('pos_order_line_id_seq'))
              FROM generate_series(1, %(lines)s)) AS line_ids
      FROM wechat_store store
 LEFT JOIN wechat_menu_catalog catalog ON catalog.store_id = store.id
 LEFT JOIN pos_config config ON config.id = store.online_config_id
     WHERE store.id = %(store)s
"""


class PosOrder(models.Model):
    """Places orders of diners."""

    _inherit = "pos.order"

    @api.model
    def _wechat_place(self, store_sudo, member_sudo, basket):
        """Place the order a diner asked for.

        Repeating it with the same uuid returns the first order: a phone that lost its
        connection cannot know whether the kitchen already has it.

        :param wechat.store store_sudo: Where it is ordered.
        :param wechat.member member_sudo: Who orders.
        :param basket: The validated request, see `schemas/order.py`.
        :return: The order.
        :rtype: pos.order
        :raise OrderingError: If it cannot be ordered like this. The caller rolls back,
            and nothing is written.
        """
        digest = _get_digest(basket)
        table_id, epoch = self._wechat_read_table(basket)
        state = self._wechat_read_state(store_sudo, member_sudo, basket, table_id)
        if state["known"]:
            return self._wechat_repeat(state["known"], digest, member_sudo)
        self._wechat_check_store(store_sudo, basket, state)
        self._wechat_check_table(store_sudo, epoch, state["seat"], basket)
        pricing = self.env["wechat.pricing"]
        quote = pricing._price(store_sudo, basket, state)
        # The counters are written first: if somebody else changes them at this moment,
        # little is lost by starting over.
        if not self.env["wechat.stock.counter"]._take(quote.needs):
            raise pricing._sold_out(
                quote, self.env["wechat.stock.counter"]._get_free(quote.needs)
            )
        if not state["session_id"]:
            # No session is no reason to send a guest away: it is opened on the spot.
            state["session_id"] = store_sudo._ensure_session().id
        vals = {
            **self._wechat_prepare_order(basket, quote, state),
            "wechat_store_id": store_sudo.id,
            "wechat_member_id": member_sudo.id,
            "wechat_request_digest": digest,
            "partner_id": state["partner_id"],
            "self_ordering_table_id": table_id,
        }
        lines = _prepare_lines(quote, vals, state["line_ids"])
        order = self._wechat_insert(vals, lines, quote.needs)
        order._wechat_begin(state, is_free=not quote.total_fen)
        return order

    # === READING === #

    @api.model
    def _wechat_read_table(self, basket):
        """Return `(table id, epoch)` of the table the diner scanned."""
        if basket.service != "dine_in":
            return None, None
        if not basket.table_token:
            raise InvalidRequestError(
                self.env._("Scan the code on your table to order here.")
            )
        return self.env["restaurant.table"]._wechat_read_token(basket.table_token)

    @api.model
    def _wechat_read_state(self, store_sudo, member_sudo, basket, table_id):
        """Return what decides whether and how the order can be placed, as of now.

        :rtype: dict
        """
        self.env.flush_all()
        # A dish of a set meal is up to three lines: in the price, beyond it, the rest.
        most_lines = sum(1 + 3 * len(line.combo) for line in basket.lines)
        self.env.cr.execute(
            SQL(
                _STATE_QUERY,
                uuid=str(basket.uuid),
                table=table_id,
                store=store_sudo.id,
                member=member_sudo.id,
                lines=most_lines,
            )
        )
        state = self.env.cr.dictfetchone()
        state["stopped"] = {int(key) for key in state["stopped"] or ()}
        state["menu_versions"] = state["menu_versions"] or {}
        return state

    @api.model
    def _wechat_repeat(self, known, digest, member_sudo):
        """Return the order that this uuid named before.

        :raise UuidReusedError: If it named another order, or another member's.
        """
        order_id, known_digest, known_member_id = known
        if (known_digest, known_member_id) != (digest, member_sudo.id):
            raise UuidReusedError(
                self.env._("This order number was used for another order already.")
            )
        return self.browse(order_id)

    # === CHECKING === #

    @api.model
    def _wechat_check_store(self, store_sudo, basket, state):
        """Refuse what the store does not do now.

        :raise OrderingError: If it is closed, does not serve so, or has a new menu.
        """
        catalog = store_sudo._get_catalog(state["catalog_version"])
        is_open = not catalog.hours or is_within(
            catalog.hours, to_local(None, catalog.tz)
        )
        if not (state["is_open"] and is_open):
            raise StoreClosedError(
                self.env._("The restaurant takes no orders at the moment.")
            )
        if not state[f"allow_{basket.service}"]:
            raise StoreClosedError(
                self.env._("The restaurant does not offer this at the moment.")
            )
        if basket.menu_version not in state["menu_versions"].values():
            lang = self.env["wechat.pricing"]._get_lang()
            raise MenuChangedError(
                self.env._("The menu has changed. Please look at your order again."),
                {"menu_version": state["menu_versions"].get(lang)},
            )

    @api.model
    def _wechat_check_table(self, store_sudo, epoch, seat, basket):
        """Refuse a table of another store, out of use, or cleared since the scan.

        :raise TableExpiredError: In all these cases: a new scan shows what is right.
        """
        if basket.service != "dine_in":
            return
        seat_epoch, seat_store_id, _number, is_active = seat or (None,) * 4
        if (seat_epoch, seat_store_id, is_active) != (epoch, store_sudo.id, True):
            raise self.env["restaurant.table"]._wechat_expired()

    # === WRITING === #

    @api.model
    def _wechat_prepare_order(self, basket, quote, state):
        """Return the values of the order, with nothing left for Odoo to compute.

        :rtype: dict
        """
        now = fields.Datetime.now()
        number = state["number"]
        pickup_number = f"W{number % 1000:03}"
        is_first = state["pay_mode"] == "first"
        expires_at = now + timedelta(minutes=state["unpaid_minutes"])
        seat = state["seat"]
        return {
            "id": state["order_id"],
            "uuid": str(basket.uuid),
            "access_token": str(uuid4()),
            "source": "wechat",
            "state": "draft",
            "session_id": state["session_id"],
            "config_id": state["config_id"],
            "company_id": state["company_id"],
            "pricelist_id": state["pricelist_id"],
            "fiscal_position_id": state["fiscal_position_id"],
            "user_id": SUPERUSER_ID,
            "date_order": now,
            "pos_reference": f"{now:%y}0-{state['config_id']}-{number:06}",
            "sequence_number": number,
            "tracking_number": pickup_number,
            "floating_order_name": (
                f"{seat[2]} · {pickup_number}" if seat else pickup_number
            ),
            "wechat_pickup_number": pickup_number,
            "wechat_state": "submitted",
            "wechat_service": basket.service,
            "wechat_pay_mode": state["pay_mode"],
            "wechat_expires_at": expires_at if is_first else None,
            "wechat_version": 1,
            "wechat_channel": self._wechat_make_channel(),
            "general_customer_note": basket.note or None,
            "sale_journal": state["journal_id"],
            "use_self_order_online_payment": False,
            "amount_tax": from_fen(quote.tax_fen),
            "amount_total": from_fen(quote.total_fen),
            "amount_paid": 0,
            "amount_return": 0,
            "currency_rate": 1,
            "email": "",
            "mobile": "",
        }

    def _wechat_begin(self, state, is_free):
        """Accept what is accepted at once, and tell the tills."""
        order_sudo = self.sudo()
        event = None
        if is_free:
            order_sudo._process_saved_order(False)
        elif state["pay_mode"] == "after" and state["accept_mode"] == "auto":
            order_sudo._wechat_move("accepted", "system")
        if state["pay_mode"] == "after":
            event = "submitted"
        order_sudo._wechat_send_to_tills(state["tills"] or [], event)


def _get_digest(basket):
    """Return what tells one request from another with the same uuid.

    The proof of the scan is left out: a phone that scanned again repeats its order.
    """
    content = basket.model_dump(mode="json", exclude={"table_token"})
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _prepare_lines(quote, vals, ids):
    """Return the values of the order lines; the dishes of a set meal come after it."""
    ids = iter(ids)
    prepared = []
    for line in quote.lines:
        parent = _prepare_line(line, next(ids), vals)
        prepared.append(parent)
        for child in line.children:
            values = _prepare_line(child, next(ids), vals)
            prepared.append({**values, "combo_parent_id": parent["id"]})
    for place, values in enumerate(prepared, start=1):
        values["name"] = f"{vals['pos_reference']}-{place:02}"
    return prepared


def _prepare_line(line, line_id, vals):
    """Return the values of one order line."""
    dish = line.dish
    return {
        "id": line_id,
        "order_id": vals["id"],
        "company_id": vals["company_id"],
        "uuid": str(uuid4()),
        "product_id": dish.id,
        "full_product_name": _get_full_name(line),
        "qty": line.quantity,
        "price_unit": from_fen(line.unit_fen),
        "price_extra": from_fen(line.extra_fen),
        "price_subtotal": from_fen(line.subtotal_fen),
        "price_subtotal_incl": from_fen(line.total_fen),
        "discount": 0,
        "tax_ids": dish.tax.tax_ids,
        "attribute_value_ids": [value.id for value in line.options],
        "combo_parent_id": None,
        "combo_item_id": line.combo_item_id,
        "customer_note": line.note or None,
    }


def _get_full_name(line):
    """Return the dish with its options, as a cook reads it: in the store's language."""
    name = _get_local_name(line.dish.names)
    options = ", ".join(_get_local_name(value.names) for value in line.options)
    return f"{name} ({options})" if options else name


def _get_local_name(names):
    return names.get("zh_CN") or next(iter(names.values()))
