"""Paying, giving up and lapsing of diners' orders."""

import logging

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.addons.wechat_payment.errors import PaymentUnavailableError
from odoo.tools import SQL

from ..errors import OrderNotCancellableError, OrderNotPayableError
from ..tools import to_wire

_logger = logging.getLogger(__name__)

_BATCH = 200
# A payment in one of these states may be, or become, the diner's money.
_UNDER_WAY = {"created", "userpaying", "success"}

# What paying reads. Left to itself the ORM reads every column of these wide tables.
_ORDER_FIELDS = (
    "amount_paid",
    "amount_total",
    "company_id",
    "config_id",
    "partner_id",
    "state",
    "wechat_expires_at",
    "wechat_member_id",
    "wechat_pickup_number",
    "wechat_state",
    "wechat_store_id",
)
_STORE_FIELDS = ("name", "provider_id", "unpaid_minutes")
# What booking reads besides.
_BOOKED_FIELDS = (
    "general_customer_note",
    "internal_note",
    "self_ordering_table_id",
    "table_id",
    "tracking_number",
    "wechat_channel",
    "wechat_pickup_number",
    "wechat_service",
    "wechat_state",
    "wechat_store_id",
    "wechat_version",
    "wechatpay_refund_case_id",
)


class PosOrder(models.Model):
    """Follows the money of an order."""

    _inherit = "pos.order"

    # === PAYING === #

    def _wechat_can_pay(self):
        """Tell whether the diner can pay now.

        :rtype: bool
        """
        self.ensure_one()
        has_lapsed = (
            self.wechat_expires_at and self.wechat_expires_at <= fields.Datetime.now()
        )
        return (
            self.state == "draft"
            and self.wechat_state not in ("cancelled", "refunded")
            and self.amount_total > 0
            and not has_lapsed
        )

    def _wechat_pay_params(self):
        """Return what the phone hands to `wx.requestPayment()`, and until when.

        :rtype: dict
        :raise OrderNotPayableError: If there is nothing to pay now.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        order_sudo.fetch(_ORDER_FIELDS)
        if not order_sudo._wechat_can_pay():
            raise OrderNotPayableError(
                self.env._(
                    "This order cannot be paid any more. Please look at it again."
                )
            )
        store_sudo = order_sudo.wechat_store_id
        store_sudo.fetch(_STORE_FIELDS)
        order_sudo.wechat_member_id.fetch(["openid"])
        if not store_sudo.provider_id:
            raise OrderNotPayableError(
                self.env._("WeChat Pay is not set up here. Please pay at the counter.")
            )
        expires_at = order_sudo.wechat_expires_at or fields.Datetime.add(
            fields.Datetime.now(), minutes=store_sudo.unpaid_minutes
        )
        params = store_sudo.provider_id._wechatpay_create_jsapi_payment(
            order_sudo,
            to_fen(order_sudo.amount_total - order_sudo.amount_paid),
            order_sudo.wechat_member_id.openid,
            self.env._(
                "%(store)s, order %(number)s",
                store=store_sudo.name,
                number=order_sudo.wechat_pickup_number,
            ),
            expires_at,
        )
        return {**params, "expires_at": to_wire(expires_at)}

    def _wechat_get_open_transactions(self):
        """Return the payments of the order that WeChat may still take money for."""
        return (
            self.env["payment.transaction"]
            .sudo()
            .search(
                [
                    ("wechatpay_pos_order_id", "in", self.ids),
                    ("operation", "!=", "refund"),
                    ("state", "in", ("draft", "pending")),
                ]
            )
        )

    def _wechat_check_payment(self):
        """Ask WeChat whether the order is paid.

        The caller's transaction may not see what became of the order.

        :return: Whether nothing is under way that could still take the money.
        :rtype: bool
        """
        self.ensure_one()
        states = {
            tx_sudo._wechatpay_query()
            for tx_sudo in self._wechat_get_open_transactions()
        }
        return not states & _UNDER_WAY

    def _wechat_book_payments(self):
        """Let the order go on at once if its money came, without waiting for a job.

        Locks the payment's row, so the transaction must be a short one.
        """
        self.ensure_one()
        if self.env["payment.transaction"].sudo()._wechatpay_book_due(self.id):
            self.env.flush_all()
            self.env.invalidate_all()

    def _wechat_is_being_booked(self):
        """Tell whether money has come that the order does not show yet."""
        paid = self.env["payment.transaction"].sudo()
        return bool(
            paid.search_count(
                [
                    ("wechatpay_pos_order_id", "=", self.id),
                    ("operation", "!=", "refund"),
                    ("state", "=", "done"),
                    ("is_post_processed", "=", False),
                ],
                limit=1,
            )
        )

    # === BEING PAID === #

    def _wechatpay_get_booked_fields(self):
        """Override of `wechat_payment` to read what goes on to the kitchen too."""
        return super()._wechatpay_get_booked_fields() + _BOOKED_FIELDS

    def _wechatpay_accepts_payment(self, tx_sudo):
        """Override of `wechat_payment`: what was given up wants no money."""
        self.ensure_one()
        return self.wechat_state != "cancelled" and super()._wechatpay_accepts_payment(
            tx_sudo
        )

    def _wechatpay_on_paid(self, tx_sudo):
        """Override of `wechat_payment` to pay into a session that is not closing.

        The restaurant has the order from here on: see :meth:`action_pos_order_paid`.
        """
        self.ensure_one()
        if not self.wechat_state:
            return super()._wechatpay_on_paid(tx_sudo)
        self._wechat_settle_in_open_session(tx_sudo)
        order = self.with_context(wechat_actor="payment", tracking_disable=True)
        result = super(PosOrder, order)._wechatpay_on_paid(tx_sudo)
        if self.wechat_state == "submitted":
            # A till added dishes meanwhile: what was paid for is cooked all the same.
            order._wechat_move("accepted", "payment")
        self._wechat_notify_tills("paid")
        return result

    def _wechat_settle_in_open_session(self, tx_sudo):
        """Move the order into a session that takes this payment, and keep that open."""
        session = self.session_id
        method = session.config_id.payment_method_ids
        takes_method = tx_sudo.provider_id in method.wechatpay_provider_id
        if session and takes_method and session._wechat_share():
            return
        session = self.wechat_store_id._ensure_session()
        if session != self.session_id:
            self.session_id = session
        session._wechat_share()

    def _wechatpay_on_late_payment(self, tx_sudo):
        """Override of `wechat_payment`: a diner who paid in time gets the meal.

        The money of an order that lapsed meanwhile brings it back, if everything is
        still there; of any other order it goes back to the diner.
        """
        self.ensure_one()
        if self.wechat_state and self._wechat_revive():
            return self._wechatpay_on_paid(tx_sudo)
        result = super()._wechatpay_on_late_payment(tx_sudo)
        if self.wechat_state == "cancelled":
            self._wechat_log(
                "cancelled",
                "cancelled",
                "payment",
                self.env._("Paid too late: the money goes back"),
            )
            self._wechat_touch()
        return result

    def _wechat_revive(self):
        """Bring a lapsed order back to life, if it can still be served.

        :rtype: bool
        """
        self.ensure_one()
        last = self.wechat_event_ids[-1:]
        has_lapsed = self.wechat_state == "cancelled" and last.actor == "system"
        if (
            not has_lapsed
            or self.state != "cancel"
            or not self.wechat_store_id._is_open()
        ):
            return False
        holds = self.wechat_hold_ids.filtered(lambda hold: hold.state == "released")
        needs = {}
        for hold in holds:
            needs[hold.counter_id.id] = needs.get(hold.counter_id.id, 0) + hold.quantity
        with self.env.cr.savepoint() as savepoint:
            if not self.env["wechat.stock.counter"].sudo()._take(needs):
                savepoint.rollback()
                return False
        self.env["wechat.stock.hold"].sudo()._write_down(self, needs)
        self.state = "draft"
        return True

    # === GIVING UP === #

    def _wechat_can_cancel(self):
        """Tell whether the diner can give up the order: unpaid and not being cooked.

        :rtype: bool
        """
        self.ensure_one()
        return self.state == "draft" and self.wechat_state in ("submitted", "accepted")

    def _wechat_cancel(self, actor, reason=None):
        """Give up the order.

        WeChat is told first, or the diner could pay for what is not cooked any more.

        :param str actor: One of `const.ORDER_ACTORS`.
        :param str reason: Why, for the history.
        :raise OrderNotCancellableError: If it is too late for this actor.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        if order_sudo.wechat_state == "cancelled":
            return
        if not order_sudo._wechat_can_cancel() or not order_sudo._wechat_stop_payment():
            raise OrderNotCancellableError(
                self.env._(
                    "This order cannot be cancelled any more. Please ask the staff."
                )
            )
        order_sudo._wechat_move("cancelled", actor, reason)

    def _wechat_stop_payment(self):
        """Let WeChat take no more money for the order.

        :return: False if the money came first.
        :rtype: bool
        """
        for tx_sudo in self._wechat_get_open_transactions():
            if tx_sudo._wechatpay_close() == "paid":
                return False
        return True

    # === LAPSING === #

    @api.model
    def _cron_wechat_expire(self):
        """Enqueue a job for each order that nobody paid in time."""
        self.env.cr.execute(
            SQL(
                """
            SELECT id FROM pos_order
             WHERE wechat_state = 'submitted' AND state = 'draft'
               AND wechat_expires_at <= now() AT TIME ZONE 'UTC'
             ORDER BY wechat_expires_at LIMIT %s
                """,
                _BATCH,
            )
        )
        for (order_id,) in self.env.cr.fetchall():
            self.browse(order_id).with_delay(
                channel="root.payment",
                identity_key=f"wechat_expire:{order_id}",
                description=self.env._("Give up an order that nobody paid"),
            )._wechat_expire()

    def _wechat_expire(self):
        """Give up the order, unless it was paid after all.

        Where WeChat says "paid", the payment brings the order on, not this job.

        :return: Whether the order was given up.
        :rtype: bool
        """
        self.ensure_one()
        order_sudo = self.sudo()
        if not order_sudo.exists() or order_sudo.wechat_state != "submitted":
            return False
        if order_sudo.wechat_expires_at > fields.Datetime.now():
            return False
        try:
            if not order_sudo._wechat_stop_payment():
                return False
        except PaymentUnavailableError as error:
            # It is not certain that nobody pays; the cron asks again in a minute.
            _logger.info("Order %s cannot lapse yet: %s", order_sudo.id, error)
            return False
        # Somebody may have taken the money, or the order, while WeChat was asked.
        self.env.cr.execute(
            SQL("SELECT id FROM pos_order WHERE id = %s FOR UPDATE", self.id)
        )
        order_sudo.invalidate_recordset()
        if order_sudo.wechat_state != "submitted" or order_sudo.state != "draft":
            return False
        return order_sudo._wechat_move(
            "cancelled", "system", self.env._("Not paid in time")
        )
