"""A payment at the till: by the payer's code, or by a QR code the payer scans.

A payment by code is told by nobody: it is asked about every few seconds and, if it is
not made in time, reversed until that is certain. Whoever is still alive drives it: the
till that polls, the job that watches, the cron that asks about everything open. All of
them take the same step, and no two of them at once.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.tools import SQL

from .. import const
from ..errors import WechatPaymentError
from ..wechatpay import bodies
from ..wechatpay.codepay import refusal_of
from ..wechatpay.errors import (
    WechatPayError,
    WechatPayNumberUsedError,
    WechatPayOrderPaidError,
)

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


@dataclass(frozen=True)
class TillFacts:
    """What the next step depends on, as it is committed."""

    kind: str
    state: str
    submitted_at: datetime
    expires_at: datetime
    is_cancel_asked: bool

    @property
    def age_s(self):
        """How long ago the payment began, in seconds."""
        return (fields.Datetime.now() - self.submitted_at).total_seconds()

    @property
    def is_code(self):
        """Whether the payer's code was scanned, and reversing is the way to end it."""
        return self.kind in const.CODE_KINDS

    def is_reversal_due(self, state):
        """Return whether the time to wait for the money is over.

        :param str state: The state of the payment now.
        """
        if state not in const.REVERSIBLE_STATES:
            return False
        if self.is_cancel_asked or state == "payerror":
            return self.age_s >= const.CODE_REVERSE_SECONDS
        return self.age_s >= const.CODE_PASSWORD_SECONDS


class PaymentTransaction(models.Model):
    """A payment that may have begun at a till."""

    _inherit = "payment.transaction"

    wechatpay_till_kind = fields.Selection(
        selection=const.TILL_KINDS,
        string="Taken at the Till By",
        readonly=True,
        copy=False,
    )
    # The till names orders and payment lines before the server knows them.
    wechatpay_till_order_uuid = fields.Char(
        string="Order at the Till", readonly=True, copy=False, index="btree_not_null"
    )
    wechatpay_till_payment_uuid = fields.Char(
        string="Payment Line at the Till",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    wechatpay_pos_session_id = fields.Many2one(
        comodel_name="pos.session",
        string="Till's Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    wechatpay_pos_method_id = fields.Many2one(
        comodel_name="pos.payment.method",
        string="Till's Payment Method",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    wechatpay_submitted_at = fields.Datetime(
        string="Sent On", readonly=True, copy=False
    )
    wechatpay_cancel_asked_at = fields.Datetime(
        string="Cancelled by the Cashier On", readonly=True, copy=False
    )
    wechatpay_reversing_at = fields.Datetime(
        string="Reversal Begun On", readonly=True, copy=False
    )
    wechatpay_till_next_at = fields.Datetime(
        string="Next Step at the Till", readonly=True, copy=False
    )
    wechatpay_is_given_back = fields.Boolean(
        string="Given Back by the Till's Rules", readonly=True, copy=False
    )
    # What the cashier can do, see `wechatpay.codepay.refusal_of`.
    wechatpay_refusal = fields.Char(string="Refusal", readonly=True, copy=False)

    # Two tills with one order, or two taps, never take two payments at once.
    _wechatpay_till_uniq = models.UniqueIndex(
        "(wechatpay_till_order_uuid)"
        " WHERE wechatpay_state IN ('created', 'notpay', 'userpaying')",
        "A WeChat payment of this order is being made already.",
    )

    # === BUSINESS METHODS - SEND === #

    def _wechatpay_send_code(self, auth_code):
        """Take the payment with the payer's code, once.

        Note: `self.ensure_one()`. The intent is committed, and nobody holds its lock.

        :param str auth_code: What was scanned, checked; it is kept nowhere.
        :return: The state of the payment.
        :rtype: str
        """
        self.ensure_one()
        if self._wechatpay_read_till().age_s >= const.CODE_SEND_SECONDS:
            return self._wechatpay_run(lambda tx: tx._wechatpay_leave_unsent())
        facts = self._wechatpay_read_facts(is_patient=True)
        body = bodies.with_auth_code(json.loads(facts.body), auth_code)
        try:
            answer = facts.client.pay_by_code(body)
        except (WechatPayOrderPaidError, WechatPayNumberUsedError) as error:
            # Only the query knows whose money that is.
            return self._wechatpay_wait_and_see(error)
        except WechatPayError as error:
            if error.is_result_unknown:
                return self._wechatpay_wait_and_see(error)
            refusal = (
                refusal_of(getattr(error, "code", "")),
                getattr(error, "message", "") or str(error),
            )
            _logger.info("WeChat Pay refused %s: %s", facts.reference, error)
            return self._wechatpay_run(lambda tx: tx._wechatpay_refuse(*refusal))
        if answer.trade is None:
            return self._wechatpay_run(lambda tx: tx._wechatpay_await_password())
        return self._wechatpay_run(
            lambda tx: tx._wechatpay_apply(answer.trade, "answer")
        )

    def _wechatpay_wait_and_see(self, error):
        _logger.info("No clear answer about %s yet: %s", self.reference, error)
        return self._wechatpay_read_till().state

    def _wechatpay_leave_unsent(self):
        self._wechatpay_lock()
        if self.wechatpay_state == "created":
            reason = self.env._("It was not sent in time: WeChat Pay never heard of it")
            self._wechatpay_move("closed", "close", reason)

    def _wechatpay_await_password(self):
        self._wechatpay_lock()
        if self.wechatpay_state == "created":
            self._wechatpay_move("userpaying", "answer")

    def _wechatpay_refuse(self, refusal, message):
        """Let the cashier go on at once; the number is reversed in the background.

        An error is not signed, so it is no proof that no money was taken.
        """
        self._wechatpay_lock()
        if self.wechatpay_state in const.LIVE_STATES:
            pause = timedelta(seconds=const.QUERY_PAUSES[0])
            self._wechatpay_move(
                "payerror",
                "answer",
                message,
                wechatpay_refusal=refusal,
                wechatpay_next_query_at=fields.Datetime.now() + pause,
            )

    # === BUSINESS METHODS - STEP === #

    def _wechatpay_step(self):
        """Bring a payment at the till nearer to its end.

        Note: `self.ensure_one()`. Calls WeChat Pay: no lock may be held.

        :return: The state of the payment.
        :rtype: str
        :raise PaymentUnavailableError: If WeChat Pay does not answer clearly.
        :raise PaymentRefusedError: If WeChat Pay refuses the question.
        """
        self.ensure_one()
        till = self._wechatpay_read_till()
        try:
            state = self._wechatpay_query()
        except WechatPaymentError:
            if not (till.is_code and till.is_reversal_due(till.state)):
                raise
            # Who cannot be asked may still be told to give the money back.
            state = till.state
        if till.is_code:
            return self._wechatpay_reverse() if till.is_reversal_due(state) else state
        is_over = till.is_cancel_asked or till.expires_at <= fields.Datetime.now()
        if state in const.LIVE_STATES and is_over:
            self._wechatpay_close()
            return self._wechatpay_read_till().state
        return state

    def _wechatpay_step_if_due(self):
        """Take the next step unless somebody just did.

        Note: `self.ensure_one()`

        :return: Whether WeChat Pay answered clearly, if it was asked.
        :rtype: bool
        """
        self.ensure_one()
        if run_committed(
            self.env, lambda env: self.with_env(env)._wechatpay_claim_step()
        ):
            try:
                self._wechatpay_step()
            except WechatPaymentError:
                return False
        return True

    def _wechatpay_claim_step(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE payment_transaction
                   SET wechatpay_till_next_at = %(now)s
                       + make_interval(secs => %(pause)s)
                 WHERE id = %(id)s AND wechatpay_till_next_at <= %(now)s
                """,
                id=self.id,
                now=fields.Datetime.now(),
                pause=const.CODE_QUERY_SECONDS,
            )
        )
        return bool(self.env.cr.rowcount)

    def _wechatpay_watch(self):
        """See the payment to its end, whatever becomes of the till; a job's work.

        Note: `self.ensure_one()`

        :raise RetryableJobError: While it is open.
        """
        self.ensure_one()
        self._wechatpay_step_if_due()
        till = self._wechatpay_read_till()
        is_open = till.state in (
            const.REVERSIBLE_STATES if till.is_code else const.LIVE_STATES
        )
        if is_open and till.age_s < const.TILL_WATCH_SECONDS:
            raise RetryableJobError(
                f"{self.reference} is {till.state}",
                seconds=const.CODE_QUERY_SECONDS,
                ignore_retry=True,
            )

    def _wechatpay_enqueue_watch(self):
        """Have a job see to it, from the moment the intent is committed."""
        self._wechatpay_as_job().with_delay(
            priority=4,
            eta=const.CODE_QUERY_SECONDS,
            description=f"Watch WeChat payment {self.reference} at the till",
        )._wechatpay_watch()

    def _wechatpay_settle(self):
        """Override to reverse payments by code, which cannot be closed."""
        if not self.wechatpay_till_kind:
            return super()._wechatpay_settle()
        return self._wechatpay_step()

    # === BUSINESS METHODS - FACTS === #

    def _wechatpay_read_till(self):
        """Return what the till's rules need, as it is committed now.

        :rtype: TillFacts
        """

        def read(env):
            tx = self.with_env(env)
            return TillFacts(
                kind=tx.wechatpay_till_kind,
                state=tx.wechatpay_state,
                submitted_at=tx.wechatpay_submitted_at,
                expires_at=tx.wechatpay_expires_at,
                is_cancel_asked=bool(tx.wechatpay_cancel_asked_at),
            )

        return run_committed(self.env, read)

    @api.model
    def _wechatpay_find_at_till(self, method, payment_uuid):
        """Return the newest payment of a payment line at the till.

        :param pos.payment.method method: The line's method.
        :param str payment_uuid: The line.
        :rtype: payment.transaction
        """
        return self.search(
            [
                ("wechatpay_till_payment_uuid", "=", payment_uuid),
                ("wechatpay_pos_method_id", "=", method.id),
            ],
            order="id desc",
            limit=1,
        )
