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
# Drawing the order's number here saves a round trip; a number lost is no harm.
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
           nextval(format('ir_sequence_%%s', lpad(config.order_backend_seq_id::text,
               greatest(3, length(config.order_backend_seq_id::text)), '0'))) AS number
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
        state = self._wechat_read_state(store_sudo, str(basket.uuid), table_id)
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
        vals = self._wechat_prepare_order(basket, quote, state)
        vals |= {
            "wechat_store_id": store_sudo.id,
            "wechat_member_id": member_sudo.id,
            "wechat_request_digest": digest,
            "partner_id": member_sudo.partner_id.id,
            "self_ordering_table_id": table_id,
            "floating_order_name": self._wechat_name_order(state, basket),
        }
        order = self._wechat_create(vals, quote)
        self.env["wechat.stock.hold"]._write_down(order, quote.needs)
        order._wechat_begin(state)
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
    def _wechat_read_state(self, store_sudo, uuid, table_id):
        """Return what decides whether and how the order can be placed, as of now.

        :rtype: dict
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(_STATE_QUERY, uuid=uuid, table=table_id, store=store_sudo.id)
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
        return {
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
            "wechat_pickup_number": pickup_number,
            "wechat_state": "submitted",
            "wechat_service": basket.service,
            "wechat_pay_mode": state["pay_mode"],
            "wechat_expires_at": expires_at if is_first else False,
            "wechat_version": 1,
            "wechat_channel": self._wechat_make_channel(),
            "general_customer_note": basket.note,
            "amount_tax": from_fen(quote.tax_fen),
            "amount_total": from_fen(quote.total_fen),
            "amount_paid": 0,
            "amount_return": 0,
            "currency_rate": 1,
            "email": "",
            "mobile": "",
        }

    @api.model
    def _wechat_name_order(self, state, basket):
        """Return how the till calls the order on its list."""
        number = f"W{state['number'] % 1000:03}"
        return f"{state['seat'][2]} · {number}" if state["seat"] else number

    @api.model
    def _wechat_create(self, vals, quote):
        """Create an order and its lines.

        :rtype: pos.order
        """
        if not vals["session_id"]:
            # No session is no reason to send a guest away: it is opened on the spot.
            store_sudo = self.env["wechat.store"].sudo().browse(vals["wechat_store_id"])
            vals["session_id"] = store_sudo._ensure_session().id
        lines = [
            _prepare_line(line, f"{vals['pos_reference']}-{place:02}")
            for place, line in enumerate(quote.flat_lines, start=1)
        ]
        quiet = self.sudo().with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        order = quiet.create(
            {**vals, "lines": [fields.Command.create(line) for line in lines]}
        )
        order._wechat_link_combos(quote)
        return order.with_env(self.env)

    def _wechat_link_combos(self, quote):
        """Tie the dishes of set meals to them."""
        records = iter(self.lines.sorted("id"))
        for line in quote.lines:
            parent = next(records)
            children = self.env["pos.order.line"].union(
                *(next(records) for _child in line.children)
            )
            if children:
                children.combo_parent_id = parent

    def _wechat_begin(self, state):
        """Write the first row of the history, and accept what is accepted at once."""
        self._wechat_log(False, "submitted", "diner")
        order_sudo = self.sudo()
        event = None
        if order_sudo.currency_id.is_zero(order_sudo.amount_total):
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


def _prepare_line(line, name):
    """Return the values of an order line."""
    dish = line.dish
    return {
        "name": name,
        "uuid": str(uuid4()),
        "product_id": dish.id,
        "full_product_name": _get_full_name(line),
        "qty": line.quantity,
        "price_unit": from_fen(line.unit_fen),
        "price_extra": from_fen(line.extra_fen),
        "price_subtotal": from_fen(line.subtotal_fen),
        "price_subtotal_incl": from_fen(line.total_fen),
        "discount": 0,
        "tax_ids": [fields.Command.set(dish.tax.tax_ids)],
        "attribute_value_ids": [
            fields.Command.set([value.id for value in line.options])
        ],
        "combo_item_id": line.combo_item_id,
        "customer_note": line.note,
    }


def _get_full_name(line):
    """Return the dish with its options, as a cook reads it: in the store's language."""
    name = _get_local_name(line.dish.names)
    options = ", ".join(_get_local_name(value.names) for value in line.options)
    return f"{name} ({options})" if options else name


def _get_local_name(names):
    return names.get("zh_CN") or next(iter(names.values()))
