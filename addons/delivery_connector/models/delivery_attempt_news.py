"""What is heard of an order at a courier, and what it does."""

from dataclasses import replace

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import from_fen

from .. import const
from ..carriers import neutral, reducer, states
from ..carriers.reducer import Held, News

_ALARMING = {reducer.UNKNOWN_STATUS, reducer.FLAGGED, reducer.CONFLICT}


class DeliveryAttempt(models.Model):
    """Believes, doubts or refuses what is said about it."""

    _inherit = "delivery.attempt"

    def _take_event(self, event_id):
        """Apply a courier's message that was written down.

        :param int event_id: The row of :class:`DeliveryEvent`.
        """
        row = self.env["delivery.event"].browse(event_id)
        if row.outcome:
            return
        event = row._parse()
        if event.provider_number and not self.provider_number:
            self.provider_number = event.provider_number
        outcome = self._take_special(event)
        if not outcome:
            self._take_facts(event)
            outcome = self._take_news(
                News.from_event(event), source="callback", reason=event.reason
            )
        row._finish(outcome, self)

    def _take_special(self, event):
        """Apply what is no matter of the order's state.

        :return: The outcome; None if it is one.
        """
        if event.kind == neutral.RIDER_CANCEL_REQUEST:
            self.write({"is_rider_cancel_asked": True, "message": event.reason})
            self.task_id._alarm(
                self.env._(
                    "The rider of %(name)s asks to be let off: %(why)s",
                    name=self.task_id.name,
                    why=event.reason or "?",
                )
            )
            return reducer.IGNORED
        return None

    def _take_status(self, status):
        """Apply the courier's answer to a question: how things are now.

        :param Status status: The answer.
        :return: The outcome.
        :rtype: str
        """
        self._take_facts(status)
        if status.key.provider_number and not self.provider_number:
            self.provider_number = status.key.provider_number
        news = News.from_status(status)
        if self._is_being_cancelled() and status.state in states.BEFORE_PICKUP:
            # It has not ended yet: the order to cancel is repeated, no more.
            return reducer.IGNORED
        return self._take_news(news, source="query", reason=status.reason)

    def _take_facts(self, told):
        """Keep money and codes, which are true whatever becomes of the order."""
        amounts = {
            "fee": getattr(told, "fee_fen", None),
            "tip": getattr(told, "tip_fen", None),
            "cancel_fee": getattr(told, "cancel_fee_fen", None),
        }
        values = {
            name: from_fen(fen) for name, fen in amounts.items() if fen is not None
        }
        if "fee" in values:
            values["fee_tip"] = values.get("tip", self.tip)
        if getattr(told, "pickup_code", ""):
            values["pickup_code"] = told.pickup_code
        if values:
            self.write(values)

    def _take_news(self, news, *, source, reason=None):
        """Apply one piece of news.

        :param News news: What was heard.
        :param str source: From whom.
        :param str reason: Their words.
        :return: What became of it.
        :rtype: str
        """
        self._rebind()
        held = self._get_held()
        step = reducer.reduce(held, news)
        self._believe(held, step, source=source, reason=reason)
        if step.needs_query:
            self._delayed("ask")._ask()
        if step.needs_cancel:
            self._cancel_stray()
        if step.is_alarm and step.verdict in _ALARMING:
            self.task_id._alarm(self._explain_alarm(step.verdict, reason))
        return step.verdict

    def _get_held(self):
        """Return what is believed so far, as the reducer wants it.

        :rtype: Held
        """
        return Held(
            state=self.state,
            watermark_s=self.watermark_s or None,
            rider=self._get_rider(),
            is_exception=self.is_exception,
            is_bound=self.is_bound,
        )

    def _believe(self, held, step, *, source, reason):
        believed = step.held
        values = {}
        if believed.watermark_s != held.watermark_s:
            values["watermark_s"] = believed.watermark_s
        if believed.is_exception != held.is_exception:
            values["is_exception"] = believed.is_exception
        # Where the rider is right now is not kept here.
        rider = replace(believed.rider, point=None)
        if rider != held.rider:
            values.update(self._prepare_rider(rider))
        if values:
            self.write(values)
        if believed.state != held.state:
            self._move(believed.state, reason=reason or None, source=source)
        elif step.verdict == reducer.APPLIED:
            self._log_move(self.state, reason=self.rider_label, source=source)

    def _cancel_stray(self):
        """Have a courier cancel what nobody counts on."""
        self.task_id._alarm(
            self.env._(
                "%(courier)s sends a rider for %(name)s that is no longer wanted; it is"
                " being cancelled there.",
                courier=self.account_id.name,
                name=self.task_id.name,
            )
        )
        if not self.cancel_wanted_at:
            self.write(
                {
                    "cancel_wanted_at": fields.Datetime.now(),
                    "cancel_reason": self.env._("No longer wanted"),
                }
            )
        self._delayed("cancel")._send_cancel()

    def _explain_alarm(self, verdict, reason):
        texts = {
            reducer.UNKNOWN_STATUS: self.env._(
                "%(courier)s says something about %(name)s that is not understood.",
                courier=self.account_id.name,
                name=self.task_id.name,
            ),
            reducer.FLAGGED: self.env._(
                "The rider of %(name)s reports a problem: %(why)s",
                name=self.task_id.name,
                why=reason or "?",
            ),
            reducer.CONFLICT: self.env._(
                "%(courier)s contradicts itself about %(name)s. Call the rider.",
                courier=self.account_id.name,
                name=self.task_id.name,
            ),
        }
        return texts[verdict]

    def _plan_query(self):
        """Set when the courier is asked next, if it says nothing until then."""
        # It may charge something after its end: asked for once. Our own riders are not
        # asked, they tell.
        seconds = const.QUERY_SECONDS.get(self.state, const.LAST_QUERY_SECONDS)
        if self.carrier == const.OWN or not self.sent_at:
            seconds = None
        self.next_query_at = seconds and fields.Datetime.add(
            fields.Datetime.now(), seconds=seconds
        )
