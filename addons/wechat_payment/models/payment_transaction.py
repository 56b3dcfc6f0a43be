"""A WeChat payment or refund: the intent, its state, and the one way to move it."""

import json

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import const
from ..wechatpay.merchant import Account

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class PaymentTransaction(models.Model):
    """A payment or refund: what we asked for and what became of it."""

    _inherit = "payment.transaction"

    wechatpay_pos_order_id = fields.Many2one(
        comodel_name="pos.order",
        string="Paid Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    wechatpay_state = fields.Selection(
        selection=const.STATES,
        string="WeChat Pay State",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    wechatpay_openid = fields.Char(
        string="Payer", readonly=True, copy=False, groups="base.group_system"
    )
    wechatpay_prepay_id = fields.Char(
        string="Prepared Payment",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    wechatpay_prepay_at = fields.Datetime(
        string="Prepared On", readonly=True, copy=False
    )
    wechatpay_body = fields.Text(
        string="Request",
        help="What was asked for: a repeated request must be the same.",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    wechatpay_expires_at = fields.Datetime(
        string="Payable Until", readonly=True, copy=False
    )
    wechatpay_next_query_at = fields.Datetime(
        string="Next Query", readonly=True, copy=False, index="btree_not_null"
    )
    wechatpay_query_count = fields.Integer(string="Queries", readonly=True, copy=False)
    wechatpay_event_ids = fields.One2many(
        comodel_name="wechatpay.transaction.event",
        inverse_name="transaction_id",
        string="History",
        readonly=True,
    )

    # A diner who taps twice, or two who share a table, never open two payments.
    _wechatpay_live_uniq = models.UniqueIndex(
        "(wechatpay_pos_order_id) WHERE operation IS DISTINCT FROM 'refund'"
        " AND wechatpay_state IN ('created', 'notpay', 'userpaying')",
        "This order has an open WeChat payment already.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `payment` to keep the course of WeChat payments out of forms.

        Accountants may write on transactions; what WeChat Pay said is not theirs to
        say.
        """
        touched = const.GUARDED_FIELDS.intersection(vals)
        if touched and not self.env.su and self.filtered("wechatpay_state"):
            raise AccessError(
                self.env._("What became of a WeChat payment is written by WeChat only.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _wechatpay_unlink_never(self):
        if self.filtered("wechatpay_state"):
            raise UserError(
                self.env._("A WeChat payment is a fact of money: it cannot be deleted.")
            )

    # === BUSINESS METHODS - STATE === #

    @api.model
    def _wechatpay_follow_payment(self, provider_id, trade):
        """Apply what WeChat Pay tells of a payment, if it is ours.

        :param int provider_id: The merchant it was told to.
        :param Trade trade: What WeChat Pay says, proven to come from it.
        :return: Whether it is about a payment of ours, and fits it.
        :rtype: bool
        """
        # Found and locked at once: a payer waits for the answer's consequence.
        tx = self._wechatpay_find_told(
            provider_id, trade.out_trade_no, SQL("FOR NO KEY UPDATE")
        )
        if not tx:
            return False
        tx._wechatpay_read_anew()
        return tx._wechatpay_obey(trade, "notification")

    @api.model
    def _wechatpay_follow_refund(self, provider_id, refund):
        """Apply what WeChat Pay tells of a refund, if it is ours.

        :param int provider_id: The merchant it was told to.
        :param Refund refund: What WeChat Pay says, proven to come from it.
        :return: Whether it is about a refund of ours, and fits it.
        :rtype: bool
        """
        # Not locked yet: the row of its payment comes first.
        tx = self._wechatpay_find_told(provider_id, refund.out_refund_no)
        return bool(tx) and tx._wechatpay_apply_refund(refund, "notification")

    def _wechatpay_find_told(self, provider_id, number, lock=None):
        self.env.cr.execute(
            SQL(
                "SELECT id FROM payment_transaction"
                " WHERE reference = %s AND provider_id = %s %s",
                number,
                provider_id,
                lock or SQL(),
            ),
            # That others were faster is no error: it is done again.
            log_exceptions=False,
        )
        found = self.env.cr.fetchone()
        if not found:
            _logger.warning("WeChat Pay tells of %s, which is not ours", number)
        return self.browse(found)

    def _wechatpay_apply(self, trade, source):
        """Follow what WeChat Pay says about the payment.

        Note: `self.ensure_one()`. Locks the row, so the transaction must be a short
        one.

        :param Trade trade: What WeChat Pay says, proven to come from it.
        :param str source: Where it says so, see `const.SOURCES`.
        :return: Whether it is about this very payment.
        :rtype: bool
        """
        self._wechatpay_lock()
        return self._wechatpay_obey(trade, source)

    def _wechatpay_obey(self, trade, source):
        """Follow what WeChat Pay says about the payment, whose row is locked.

        Notification and query both end here. Repeated, late and reordered messages
        change nothing: a move that the table does not know is not made. Money that is
        not exactly ours is not booked.

        Note: `self.ensure_one()`

        :param Trade trade: What WeChat Pay says, proven to come from it.
        :param str source: Where it says so, see `const.SOURCES`.
        :return: Whether it is about this very payment.
        :rtype: bool
        """
        self.ensure_one()
        if problem := self._wechatpay_find_mismatch(trade):
            self._wechatpay_note(source, problem)
            return False
        to_state = const.TRADE_STATES[trade.trade_state]
        if to_state in self._wechatpay_get_moves():
            values = {}
            if trade.transaction_id:
                values["provider_reference"] = trade.transaction_id
            self._wechatpay_move(to_state, source, **values)
            vouchers = self.env["wechatpay.voucher"].sudo()
            vouchers._record_payment(self, trade, to_state, source)
        return True

    def _wechatpay_get_moves(self):
        """Return where the payment may go from here.

        :rtype: set
        """
        return const.PAYMENT_MOVES[self.wechatpay_state]

    def _wechatpay_find_mismatch(self, trade):
        """Return why a message is not about this very payment, or nothing.

        :param Trade trade: What WeChat Pay says.
        :rtype: str|None
        """
        asked = self._wechatpay_get_asked()
        account = Account.of_order(asked)
        if trade.trade_state not in const.TRADE_STATES:
            return f"trade_state {trade.trade_state}"
        if trade.out_trade_no != self.reference:
            return f"out_trade_no {trade.out_trade_no}"
        if (trade.mchid, trade.sub_mchid) != (account.mchid, account.sub_mchid):
            return f"mchid {trade.mchid} {trade.sub_mchid}".rstrip()
        # An order that nobody paid may come without what is known of a payment only.
        is_paid = const.TRADE_STATES[trade.trade_state] in const.PAID_STATES
        appids = (trade.appid, trade.sub_appid)
        if (is_paid or trade.appid) and appids != (account.appid, account.sub_appid):
            return f"appid {trade.appid} {trade.sub_appid}".rstrip()
        amount = (trade.total_fen, trade.currency)
        if is_paid and amount != (asked["amount"]["total"], const.CURRENCY):
            return f"amount {trade.total_fen} fen, currency {trade.currency}"
        return None

    def _wechatpay_get_asked(self):
        """Return what was asked for when the payment or refund was made.

        :rtype: dict
        """
        return json.loads(self.wechatpay_body)

    def _wechatpay_move(self, to_state, source, reason=None, **values):
        """Move the payment or refund; the only place that writes its state.

        Note: `self.ensure_one()`; the caller holds the lock of the row.

        :param str to_state: Where to, allowed by the table of moves.
        :param str source: Who moves it, see `const.SOURCES`.
        :param str reason: Why, if the source does not say it all.
        :param dict values: What else becomes known with the move.
        :raise ValueError: If the table does not allow the move.
        """
        self.ensure_one()
        from_state = self.wechatpay_state
        moves = const.REFUND_MOVES if self._is_refund() else const.PAYMENT_MOVES
        if to_state not in moves[from_state]:
            raise ValueError(f"{self.reference}: {from_state} -> {to_state}")
        is_open = to_state in (*const.LIVE_STATES, *const.OPEN_REFUND_STATES)
        self.write(
            {
                "wechatpay_state": to_state,
                "state": const.CORE_STATES[to_state],
                "state_message": reason or False,
                "last_state_change": fields.Datetime.now(),
                "wechatpay_next_query_at": self.wechatpay_next_query_at
                if is_open
                else False,
                **values,
            }
        )
        self._wechatpay_log(from_state, to_state, source, reason)
        if to_state == "success" and not self._is_refund():
            self._wechatpay_enqueue_booking()

    def _wechatpay_note(self, source, problem):
        """Keep a message that must not be followed where people look.

        :param str source: Where it came from.
        :param str problem: What is wrong with it.
        """
        _logger.error(
            "WeChat Pay message about %s refused: %s", self.reference, problem
        )
        reason = self.env._("Refused a message of WeChat Pay: %s", problem)
        if self.state_message != reason:
            self.state_message = reason
            state = self.wechatpay_state
            self._wechatpay_log(state, state, source, reason)

    def _wechatpay_log(self, from_state, to_state, source, reason):
        # In SQL, because the ORM takes longer for this row than for the move it tells
        # of.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO wechatpay_transaction_event
                       (transaction_id, from_state, to_state, source,
                        at, user_id, reason)
                VALUES (%s, %s, %s, %s, %s, %s, %s)
                """,
                self.id,
                from_state or None,
                to_state,
                source,
                fields.Datetime.now(),
                self.env.uid,
                reason or None,
            )
        )
        self.invalidate_recordset(["wechatpay_event_ids"], flush=False)

    def _wechatpay_lock(self):
        """Lock the row until the end of the transaction, and forget what was read.

        Waits for whoever holds it, a few milliseconds; see `wechat_base`'s intents.
        """
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM payment_transaction WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            ),
            # That others were faster is no error: it is done again.
            log_exceptions=False,
        )
        self._wechatpay_read_anew()

    def _wechatpay_read_anew(self):
        self.invalidate_recordset()
        self.fetch(const.STATE_FIELDS)

    def _is_refund(self):
        return self.operation == "refund"

    # === BUSINESS METHODS - PREPAY === #

    def _wechatpay_record_prepay(self, prepay_id):
        """Keep what the payment was prepared as.

        A notification may have been faster; then there is nothing to go back to.

        Note: `self.ensure_one()`

        :param str prepay_id: WeChat's name of the prepared payment.
        """
        self._wechatpay_lock()
        prepared = {
            "wechatpay_prepay_id": prepay_id,
            "wechatpay_prepay_at": fields.Datetime.now(),
        }
        if self.wechatpay_state == "created":
            self._wechatpay_move("notpay", "answer", **prepared)
        elif self.wechatpay_state in const.LIVE_STATES:
            self.write(prepared)
