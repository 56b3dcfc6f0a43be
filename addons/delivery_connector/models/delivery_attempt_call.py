"""What is asked of a courier: create, query, cancel, tip.

Each follows one pattern: the intent is committed, the courier is asked while no row is
locked, the answer is committed. Whoever dies in between leaves a row that says what to
ask the courier about. Silence is never answered by asking for the same thing again.
"""

import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.money import from_fen, to_fen

from .. import const
from ..carriers import states
from ..carriers.errors import (
    CarrierAlreadyExistsError,
    CarrierCancelRefusedError,
    CarrierError,
    CarrierNotFoundError,
    CarrierNotSupportedError,
    CarrierQuoteExpiredError,
    CarrierRetryLaterError,
)
from ..carriers.neutral import Tip
from .delivery_task_call import ACCOUNT_ERRORS

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class DeliveryAttempt(models.Model):
    """Talks to the courier."""

    _inherit = "delivery.attempt"

    # === CREATE === #

    def _send_create(self):
        """Order the delivery at the courier, once and never again: a job's work."""
        wish = self._committed("_claim_create")
        if wish:
            self._committed("_finish_create", self._call_carrier("create", *wish))

    def _claim_create(self):
        """Return what is to be ordered, once it is written down that it is."""
        if self.state != "creating" or self.sent_at:
            return None
        self.sent_at = fields.Datetime.now()
        wish = self.task_id._prepare_wish(self.shop_id, self.number)
        return self.account_id.id, wish, self.quote_id._as_answer()

    def _finish_create(self, answer):
        if not isinstance(answer, CarrierError):
            self._take_created(answer)
        elif self.state not in ("creating", "cancelling"):
            # A message of the courier was faster.
            return
        elif answer.is_result_unknown or isinstance(answer, CarrierAlreadyExistsError):
            if self.state == "creating":
                self._move("unknown", reason=_text(answer))
            self._delayed("ask", eta=5)._ask()
        else:
            self.is_quote_expired = isinstance(answer, CarrierQuoteExpiredError)
            if isinstance(answer, ACCOUNT_ERRORS):
                self.account_id._alarm(answer)
            self._move("failed", reason=_text(answer))

    def _take_created(self, created):
        values = {"provider_number": created.key.provider_number}
        if created.fee_fen is not None:
            values["fee"] = from_fen(created.fee_fen)
        if created.pickup_code:
            values["pickup_code"] = created.pickup_code
        self.write({name: value for name, value in values.items() if value})
        if self.state in ("creating", "unknown"):
            self._move("pending")
        policy = self.task_id._get_policy()
        self.task_id._enqueue_patience(policy.patience_minutes)

    # === QUERY === #

    def _ask(self):
        """Ask the courier how things are: a job's work."""
        wish = self._committed("_claim_ask")
        if wish:
            self._committed("_finish_ask", self._call_carrier("query", *wish))

    def _claim_ask(self):
        if not self.sent_at or self.carrier == const.OWN:
            return None
        self._plan_query()
        if self.state in const.ATTEMPT_ENDS:
            self.next_query_at = False
        return self.account_id.id, self._get_key()

    def _finish_ask(self, answer):
        if isinstance(answer, CarrierNotFoundError):
            self._take_absence(_text(answer))
        elif not isinstance(answer, CarrierError):
            self._take_status(answer)
        if self._is_being_cancelled():
            self._delayed("cancel")._send_cancel()

    def _take_absence(self, reason):
        """The courier has no such order. Young silence proves nothing."""
        age = fields.Datetime.now() - self.sent_at
        if age < timedelta(seconds=const.CREATE_GRACE_SECONDS):
            return
        if self.state == "cancelling" and not self.provider_number:
            self._move("cancelled", reason=reason, source="query")
        elif self.state in ("creating", "unknown"):
            self._move("failed", reason=reason, source="query")

    @api.model
    def _cron_ask(self):
        """Take up what was never sent, and ask about what is silent."""
        now = fields.Datetime.now()
        unsent = [
            ("state", "=", "creating"),
            ("sent_at", "=", False),
            ("create_date", "<", now - timedelta(minutes=1)),
        ]
        for attempt in self.search(unsent):
            attempt._delayed("create")._send_create()
        silent = self.search(
            [("next_query_at", "<=", now), ("sent_at", "!=", False)],
            order="next_query_at, id",
            limit=500,
        )
        for attempt in silent:
            attempt._delayed("ask")._ask()

    # === CANCEL === #

    def _want_cancel(self, reason):
        """Write down that it is to be cancelled; :meth:`_send_cancel` does it."""
        if self.state in const.ATTEMPT_ENDS or self.cancel_wanted_at:
            return
        if self.carrier == const.OWN and self.has_parcel:
            self._take_refusal(self.env._("Our rider has the parcel."))
            return
        self.write({"cancel_wanted_at": fields.Datetime.now(), "cancel_reason": reason})
        if not self.sent_at or self.carrier == const.OWN:
            self._move("cancelled", reason=reason)
            return
        if self.state in ("creating", "unknown"):
            # The courier may not have it yet: first ask.
            self._delayed("ask")._ask()
        else:
            self._delayed("cancel")._send_cancel()
        if "cancelling" in states.ATTEMPT_MOVES[self.state]:
            self._move("cancelling", reason=reason)

    def _is_being_cancelled(self):
        return bool(self.cancel_wanted_at) and self.state not in const.ATTEMPT_ENDS

    def _send_cancel(self):
        """Cancel it at the courier: a job's work."""
        wish = self._committed("_claim_cancel")
        if wish:
            self._committed("_finish_cancel", self._call_carrier("cancel", *wish))

    def _claim_cancel(self):
        # An end that the courier contradicts is cancelled there all the same.
        if not self.cancel_wanted_at or self.state == "delivered":
            return None
        return self.account_id.id, self._get_key()

    def _finish_cancel(self, answer):
        if isinstance(answer, CarrierNotFoundError):
            self._take_absence(_text(answer))
        elif isinstance(answer, (CarrierCancelRefusedError, CarrierNotSupportedError)):
            self._take_refusal(_text(answer))
        elif isinstance(answer, CarrierError):
            # Whether it was done, the next question tells; it is repeated after it.
            self.message = _text(answer)
            self._delayed("ask", eta=10)._ask()
        else:
            if answer.fee_fen is not None:
                self.cancel_fee = from_fen(answer.fee_fen)
            if self.state not in const.ATTEMPT_ENDS:
                self._move("cancelled", reason=self.cancel_reason)

    def _take_refusal(self, reason):
        """It is too late to cancel: the delivery goes on."""
        self.write({"cancel_wanted_at": False, "message": reason})
        task = self.task_id
        if task.cancel_wanted_at:
            task.cancel_wanted_at = False
            task._alarm(
                self.env._(
                    "%(courier)s did not cancel %(name)s: %(why)s",
                    courier=self.account_id.name,
                    name=task.name,
                    why=reason,
                )
            )
        self._delayed("ask")._ask()

    # === TIP === #

    def _can_tip(self):
        """Return whether the courier takes a tip for it now.

        :rtype: bool
        """
        return self.state == "pending" and self.account_id._get_tip_mode() != "none"

    def _want_tip(self, total):
        """Write down what all tips together are to be; :meth:`_send_tip` offers it.

        :param float total: The new total.
        """
        self.tip_wanted = total
        self._delayed("tip")._send_tip()

    def _send_tip(self):
        """Offer the rider more: a job's work."""
        wish = self._committed("_claim_tip")
        if wish:
            answer = self._call_carrier("tip", *wish)
            self._committed("_finish_tip", wish[-1].total_fen, answer)

    def _claim_tip(self):
        total, known = to_fen(self.tip_wanted), to_fen(self.tip)
        if self.state != "pending" or total <= known:
            return None
        # The same for each repetition of the same wish.
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.number} {known} {total}").hex
        tip = Tip(total_fen=total, previous_fen=known, key=key)
        return self.account_id.id, self._get_key(), tip

    def _finish_tip(self, total_fen, answer):
        if not isinstance(answer, CarrierError):
            self.tip = from_fen(total_fen)
            self._log_move(
                self.state,
                reason=self.env._("Tips are now %(tip).2f", tip=self.tip),
            )
        elif answer.is_result_unknown or isinstance(answer, CarrierRetryLaterError):
            self.message = _text(answer)
        else:
            self.write(
                {
                    "tip_wanted": self.tip,
                    "is_tip_refused": True,
                    "message": _text(answer),
                }
            )
        # What the order costs now, and whether the tip came through.
        self._delayed("ask", eta=5)._ask()

    # === HELPERS === #

    def _call_carrier(self, method, account_id, *args):
        """Return what the courier answers, or the error it ends with.

        No row may be locked meanwhile.
        """
        account = self.env["delivery.account"].browse(account_id)
        try:
            return getattr(account._get_client(), method)(*args)
        except CarrierError as error:
            _logger.info(
                "%s of delivery attempt %s: %s", method, self.id, type(error).__name__
            )
            return error


def _text(error):
    return error.message or str(error)
