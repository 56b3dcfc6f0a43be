"""Giving money back.

A refund is a child transaction whose reference is WeChat's out_refund_no. It is
committed before the call, and every repetition uses the same number: another number
would be another refund.
"""

import json
from datetime import timedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError

from .. import const
from ..errors import PaymentUnavailableError
from ..wechatpay import bodies
from ..wechatpay.errors import WechatPayError, WechatPayNotEnoughError
from ..wechatpay.merchant import Account

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class PaymentTransaction(models.Model):
    """A payment that can be refunded, or a refund."""

    _inherit = "payment.transaction"

    # === BUSINESS METHODS - REFUND === #

    def _wechatpay_refund(self, amount_fen, reason):
        """Give back a part or the whole of the payment.

        An unfinished refund of the same amount is continued, not repeated.

        Note: `self.ensure_one()`

        :param int amount_fen: How much.
        :param str reason: What the payer reads.
        :return: The state of the refund: `processing`, `success` and so on.
        :rtype: str
        :raise UserError: If there is not that much left to give back.
        :raise PaymentUnavailableError: If the refund is not sure to be accepted: it is
            asked for again by itself.
        :raise PaymentRefusedError: If WeChat Pay refuses.
        """
        self.ensure_one()
        refund_id = run_committed(
            self.env,
            lambda env: self.with_env(env)._wechatpay_claim_refund(amount_fen, reason),
        )
        return self.browse(refund_id)._wechatpay_send_refund()

    def _wechatpay_refund_rest(self, reason):
        """Give back whatever was not given back yet; a job's work.

        Note: `self.ensure_one()`

        :param str reason: What the payer reads.
        """
        self.ensure_one()
        rest = run_committed(
            self.env, lambda env: self.with_env(env)._wechatpay_get_rest_fen()
        )
        if not rest:
            return
        try:
            self._wechatpay_refund(rest, reason)
        except PaymentUnavailableError as error:
            raise RetryableJobError(str(error)) from error

    def _wechatpay_enqueue_refund(self, reason):
        """Have the whole payment given back by a job.

        :param str reason: What the payer reads.
        """
        self.with_user(SUPERUSER_ID).with_delay(
            description=f"Refund WeChat payment {self.reference}",
            identity_key=f"wechatpay-refund-{self.id}",
            max_retries=0,
        )._wechatpay_refund_rest(reason)

    def _wechatpay_claim_refund(self, amount_fen, reason):
        """Return the refund to ask for, made if there is none under way.

        :rtype: int
        """
        self._wechatpay_lock()
        for refund in self._wechatpay_get_refunds():
            if (
                refund.wechatpay_state in const.OPEN_REFUND_STATES
                # A person's refunds are told apart by more than their amount.
                and not refund.wechatpay_refund_id
                and to_fen(-refund.amount) == amount_fen
            ):
                return refund.id
        if self.wechatpay_state not in const.PAID_STATES:
            raise UserError(self.env._("Only money that was received can be refunded."))
        if not 0 < amount_fen <= self._wechatpay_get_rest_fen():
            raise UserError(
                self.env._(
                    "There is not that much left to refund of %s.", self.reference
                )
            )
        self._wechatpay_check_refund_limits()
        return self._wechatpay_create_refund(amount_fen, reason).id

    def _wechatpay_create_refund(self, amount_fen, reason):
        number = f"R{len(self.child_transaction_ids) + 1}-{self.reference}"
        body = bodies.refund(
            out_trade_no=self.reference,
            out_refund_no=number,
            reason=reason,
            refund_fen=amount_fen,
            total_fen=to_fen(self.amount),
            notify_url=self.provider_id._wechatpay_get_notify_url(),
        )
        if source := self.provider_id.wechatpay_refund_source:
            body["funds_account"] = source
        body.update(Account.of_order(self._wechatpay_get_asked()).sub_members)
        first_pause = timedelta(seconds=const.QUERY_PAUSES[0])
        refund = self._create_child_transaction(
            from_fen(amount_fen),
            is_refund=True,
            reference=number,
            wechatpay_state="created",
            wechatpay_body=bodies.encode(body).decode(),
            wechatpay_next_query_at=fields.Datetime.now() + first_pause,
        )
        refund._wechatpay_log(False, "created", "create", reason)
        return refund

    def _wechatpay_get_refunds(self):
        return self.child_transaction_ids.filtered(lambda tx: tx._is_refund())

    def _wechatpay_get_rest_fen(self):
        """Return how much was neither given back nor is about to be.

        :rtype: int
        """
        if self.wechatpay_state not in const.PAID_STATES:
            return 0
        refunds = self._wechatpay_get_refunds().filtered(
            lambda tx: tx.wechatpay_state != "closed"
        )
        return to_fen(self.amount) - sum(to_fen(-tx.amount) for tx in refunds)

    # === BUSINESS METHODS - WIRE === #

    def _wechatpay_send_refund(self):
        """Ask WeChat Pay for the refund, with the very same words each time.

        Note: `self.ensure_one()`

        :return: The state of the refund.
        :rtype: str
        """
        self.ensure_one()
        facts = self._wechatpay_read_facts()
        try:
            answer = facts.client.create_refund(facts.body.encode())
        except WechatPayNotEnoughError as error:
            # The merchant's balance is short: after a top-up the same number works.
            problem = error.message
            _logger.warning("Refund %s waits for a top-up", facts.reference)
            self._wechatpay_run(lambda tx: tx._wechatpay_mark_short(problem))
            raise PaymentUnavailableError(
                self.env._("The balance of the merchant is too low for this refund.")
            ) from error
        except WechatPayError as error:
            if not error.is_result_unknown:
                problem = str(error)
                self._wechatpay_run(lambda tx: tx._wechatpay_reject_refund(problem))
            raise self._wechatpay_explain(error, facts.reference) from error
        return self._wechatpay_run(
            lambda tx: tx._wechatpay_apply_refund(answer, "answer")
        )

    def _wechatpay_continue_refund(self):
        """Send the refund again if that is not known to have worked, else ask about it.

        Note: `self.ensure_one()`
        """
        facts = self._wechatpay_read_facts()
        if facts.state == "created":
            self._wechatpay_send_refund()
            return
        try:
            answer = facts.client.query_refund(facts.reference)
        except WechatPayError as error:
            raise self._wechatpay_explain(error, facts.reference) from error
        self._wechatpay_run(lambda tx: tx._wechatpay_apply_refund(answer, "query"))

    def _wechatpay_reject_refund(self, problem):
        self._wechatpay_lock()
        if self.wechatpay_state == "created":
            self._wechatpay_move("closed", "answer", problem)

    def _wechatpay_apply_refund(self, answer, source):
        """Follow what WeChat Pay says about the refund.

        Note: `self.ensure_one()`. Locks the payment, then the refund.

        :param Refund answer: What WeChat Pay says, proven to come from it.
        :param str source: Where it says so.
        :return: Whether it is about this very refund.
        :rtype: bool
        """
        self.ensure_one()
        payment = self.source_transaction_id
        payment._wechatpay_lock()
        self._wechatpay_lock()
        if problem := self._wechatpay_find_refund_mismatch(answer):
            self._wechatpay_note(source, problem)
            return False
        to_state = const.REFUND_STATUSES[answer.status]
        if to_state in const.REFUND_MOVES[self.wechatpay_state]:
            self._wechatpay_move(
                to_state,
                source,
                provider_reference=answer.refund_id or self.provider_reference,
                is_post_processed=to_state in ("success", "closed"),
            )
            vouchers = self.env["wechatpay.voucher"].sudo()
            vouchers._record_refund(self, answer, to_state, source)
            if to_state == "abnormal":
                _logger.error("Refund %s needs attention", self.reference)
            if to_state == "success" and payment.wechatpay_state == "success":
                payment._wechatpay_move("refund", source, self.reference)
        return True

    def _wechatpay_find_refund_mismatch(self, answer):
        asked = json.loads(self.wechatpay_body)
        if answer.status not in const.REFUND_STATUSES:
            return f"status {answer.status}"
        account = Account.of_order(self.source_transaction_id._wechatpay_get_asked())
        mchids = (answer.mchid, answer.sub_mchid)
        if answer.mchid and mchids != (account.mchid, account.sub_mchid):
            return f"mchid {answer.mchid} {answer.sub_mchid}".rstrip()
        numbers = (answer.out_trade_no, answer.out_refund_no)
        if numbers != (asked["out_trade_no"], asked["out_refund_no"]):
            return f"out_trade_no {numbers[0]}, out_refund_no {numbers[1]}"
        amounts = (answer.refund_fen, answer.total_fen)
        if amounts != (asked["amount"]["refund"], asked["amount"]["total"]):
            return f"amount {amounts[0]} of {amounts[1]} fen"
        return None
