"""What is asked of WeChat Pay about a payment: query, close, reconcile.

No call is made while a row is locked: what comes back is applied in a transaction of
its own, see `wechat_base`'s intents.
"""

from dataclasses import dataclass
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.tools import SQL

from .. import const
from ..errors import PaymentRefusedError, PaymentUnavailableError
from ..wechatpay.client import WechatPayClient
from ..wechatpay.errors import WechatPayError, WechatPayNotFoundError

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


@dataclass(frozen=True)
class Facts:
    """The row as it was committed, usable outside its transaction."""

    client: WechatPayClient
    reference: str
    state: str
    body: str
    is_prepared: bool


class PaymentTransaction(models.Model):
    """A payment about which WeChat Pay can be asked."""

    _inherit = "payment.transaction"

    # === BUSINESS METHODS - QUERY === #

    def _wechatpay_query(self):
        """Ask WeChat Pay for the truth and follow it.

        Note: `self.ensure_one()`. The caller's transaction may not see what became of
        the row: what is returned is what is true.

        :return: The state of the payment now.
        :rtype: str
        :raise PaymentUnavailableError: If WeChat Pay does not answer, or not clearly.
        :raise PaymentRefusedError: If WeChat Pay refuses the question.
        """
        self.ensure_one()
        facts = self._wechatpay_read_facts()
        try:
            trade = facts.client.query_order(facts.reference)
        except WechatPayNotFoundError:
            return self._wechatpay_run(lambda tx: tx._wechatpay_give_up("query"))
        except WechatPayError as error:
            raise self._wechatpay_explain(error, facts.reference) from error
        return self._wechatpay_run(lambda tx: tx._wechatpay_apply(trade, "query"))

    def _wechatpay_give_up(self, source):
        """Close a payment that WeChat Pay does not know and cannot learn of any more.

        :param str source: What WeChat Pay answered to: a query or a close call.
        """
        self._wechatpay_lock()
        if self.wechatpay_state not in const.LIVE_STATES:
            return
        now = fields.Datetime.now()
        grace = timedelta(seconds=const.CREATE_GRACE_SECONDS)
        if not self.wechatpay_prepay_id:
            is_alive = self.create_date > now - grace
        else:
            # What was prepared and is not known to a query may be a matter of time.
            is_alive = source == "query" and self.wechatpay_expires_at > now
        if not is_alive:
            reason = self.env._("WeChat Pay does not know it.")
            self._wechatpay_move("closed", source, reason)

    # === BUSINESS METHODS - CLOSE === #

    def _wechatpay_close(self):
        """Make sure that the payment can no longer be made, unless it was made.

        Note: `self.ensure_one()`

        :return: `closed`, or `paid` if the money came first.
        :rtype: str
        :raise PaymentUnavailableError: If neither is sure: ask again.
        :raise PaymentRefusedError: If WeChat Pay refuses to say.
        """
        self.ensure_one()
        facts = self._wechatpay_read_facts()
        state = facts.state
        if state in const.LIVE_STATES:
            state = self._wechatpay_request_close(facts)
        if state in const.PAID_STATES:
            return "paid"
        if state in const.LIVE_STATES:
            raise PaymentUnavailableError(
                self.env._("WeChat Pay did not close the payment. Try again shortly.")
            )
        return "closed"

    def _wechatpay_request_close(self, facts):
        try:
            facts.client.close_order(facts.reference)
        except WechatPayNotFoundError:
            return self._wechatpay_run(lambda tx: tx._wechatpay_give_up("close"))
        except WechatPayError as error:
            # Whatever the error says, only the query knows who was faster.
            _logger.info("Closing %s answered: %s", facts.reference, error)
            return self._wechatpay_query()
        return self._wechatpay_run(lambda tx: tx._wechatpay_mark_closed())

    def _wechatpay_mark_closed(self):
        self._wechatpay_lock()
        if self.wechatpay_state in const.LIVE_STATES:
            self._wechatpay_move("closed", "close")

    # === BUSINESS METHODS - RECONCILE === #

    @api.model
    def _cron_wechatpay_reconcile(self, limit=500):
        """Have each open payment and refund that is due asked about by a job.

        Whatever died between a committed intent and its end is found here.
        """
        for tx in self._wechatpay_claim_due(limit):
            tx.with_user(SUPERUSER_ID).with_delay(
                priority=8,
                description=f"Ask WeChat Pay about {tx.reference}",
                identity_key=f"wechatpay-reconcile-{tx.id}",
            )._wechatpay_reconcile()

    @api.model
    def _wechatpay_claim_due(self, limit):
        """Return what is due and set when it is due next, backing off.

        Rows that are being moved right now are left for the next time.

        :rtype: payment.transaction
        """
        self.flush_model(["wechatpay_next_query_at", "wechatpay_query_count"])
        self.env.cr.execute(
            SQL(
                """
                WITH due AS MATERIALIZED (
                     SELECT id
                       FROM payment_transaction
                      WHERE wechatpay_next_query_at <= %(now)s
                      ORDER BY wechatpay_next_query_at
                      LIMIT %(limit)s
                        FOR NO KEY UPDATE SKIP LOCKED)
                UPDATE payment_transaction tx
                   SET wechatpay_query_count = COALESCE(wechatpay_query_count, 0) + 1,
                       wechatpay_next_query_at = %(now)s + make_interval(
                           secs => (%(pauses)s::int[])[LEAST(
                               COALESCE(wechatpay_query_count, 0) + 2, %(last)s
                           )])
                  FROM due
                 WHERE tx.id = due.id
                RETURNING tx.id
                """,
                now=fields.Datetime.now(),
                pauses=list(const.QUERY_PAUSES),
                last=len(const.QUERY_PAUSES),
                limit=limit,
            )
        )
        due = self.browse([row[0] for row in self.env.cr.fetchall()])
        due.invalidate_recordset()
        return due

    def _wechatpay_reconcile(self):
        """Bring an open payment or refund nearer to its end.

        Note: `self.ensure_one()`
        """
        self.ensure_one()
        try:
            if self._is_refund():
                self._wechatpay_continue_refund()
            else:
                self._wechatpay_settle()
        except (PaymentUnavailableError, PaymentRefusedError) as error:
            # Asked again at the next due time; a person sees why it takes long.
            _logger.info("No clear answer about %s: %s", self.reference, error)

    def _wechatpay_settle(self):
        state = self._wechatpay_query()
        is_over = self.wechatpay_expires_at <= fields.Datetime.now()
        if state in const.LIVE_STATES and is_over:
            self._wechatpay_close()

    # === HELPERS === #

    def _wechatpay_run(self, function):
        """Run a function on this row in a transaction of its own.

        :param callable function: Called with the row; it locks what it writes.
        :return: The state of the row after it.
        :rtype: str
        """

        def run(env):
            tx = self.with_env(env)
            function(tx)
            return tx.wechatpay_state

        state = run_committed(self.env, run)
        self.invalidate_recordset()
        return state

    def _wechatpay_read_facts(self, *, is_patient=False):
        """Return what a call needs to know of the row as it is committed now.

        The caller's transaction may have begun before the row was made.

        :param bool is_patient: Whether the client waits as long as a payment by code
            may take.
        :rtype: Facts
        """

        def read(env):
            tx = self.with_env(env)
            return (
                tx.provider_id.id,
                tx.reference,
                tx.wechatpay_state,
                tx.wechatpay_body,
                bool(tx.wechatpay_prepay_id),
                tx.wechatpay_till_kind,
            )

        provider_id, *facts, kind = run_committed(self.env, read)
        provider = self.env["payment.provider"].browse(provider_id)
        client = provider._wechatpay_get_client_of(kind, is_patient=is_patient)
        return Facts(client, *facts)

    def _wechatpay_explain(self, error, reference):
        """Return what to tell a person about a failed call, and log it.

        :param WechatPayError error: What went wrong.
        :param str reference: The payment or refund it was about.
        :rtype: WechatPaymentError
        """
        if error.is_result_unknown:
            _logger.warning("WeChat Pay about %s: %s", reference, error)
            return PaymentUnavailableError(
                self.env._("WeChat Pay does not answer clearly. Try again shortly.")
            )
        _logger.error("WeChat Pay refused %s: %s", reference, error)
        return PaymentRefusedError(
            self.env._("WeChat Pay refuses: %s", getattr(error, "message", error))
        )
