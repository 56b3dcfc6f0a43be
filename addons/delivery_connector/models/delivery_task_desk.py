"""What dispatchers do at the desk.

Each action checks who asks, then commits the decision; couriers are spoken to by jobs,
so that nobody waits for them at the desk, but where the answer is the point of asking.
"""

from odoo import SUPERUSER_ID, fields, models
from odoo.addons.wechat_base.tools.money import from_fen
from odoo.exceptions import AccessError, UserError

from .. import const
from ..carriers.errors import CarrierError


class DeliveryTask(models.Model):
    """A delivery at the desk."""

    _inherit = "delivery.task"

    can_answer_rider = fields.Boolean(compute="_compute_abilities")
    can_confirm_return = fields.Boolean(compute="_compute_abilities")
    can_tip = fields.Boolean(compute="_compute_abilities")

    def _compute_abilities(self):
        for task in self:
            attempt = task.sudo()._get_live()
            account = attempt.account_id
            task.can_answer_rider = attempt.is_rider_cancel_asked and account._can(
                "has_rider_cancel_answer"
            )
            task.can_confirm_return = task.state == "returning" and (
                attempt.carrier == const.OWN or account._can("has_return_confirmation")
            )
            task.can_tip = bool(attempt) and attempt._can_tip()

    # === ACTION METHODS === #

    def action_call_now(self):
        """Call couriers now, all of them anew if they were gone through already."""
        self._check_dispatcher()
        self._committed("_restart", {})
        self.sudo()._enqueue_call()

    def action_cancel(self):
        """Open the form that cancels, which tells what it costs.

        :rtype: dict
        """
        return self._open_wizard("delivery.task.cancel", self.env._("Cancel delivery"))

    def action_tip(self):
        """Open the form that offers the rider more.

        :rtype: dict
        """
        return self._open_wizard("delivery.task.tip", self.env._("Offer a tip"))

    def action_switch(self):
        """Open the form that gives the delivery to another courier or an own rider.

        :rtype: dict
        """
        return self._open_wizard("delivery.task.switch", self.env._("Change courier"))

    def action_agree_rider(self):
        """Let the rider off: the courier looks for another one."""
        self._answer_rider(True)

    def action_refuse_rider(self):
        """Do not let the rider off."""
        self._answer_rider(False)

    def action_confirm_return(self):
        """Confirm that the goods are back in the shop."""
        self._check_dispatcher()
        attempt = self.sudo()._get_live()
        if self.state != "returning" or not attempt:
            raise UserError(self.env._("Nothing is being brought back."))
        if attempt.carrier != const.OWN:
            self._ask_carrier(attempt, "confirm_return", attempt._get_key())
        self._committed(
            "_with_attempt", attempt.id, "_finish_return", self.env.user.name
        )

    def action_resolve(self):
        """Mark as brought what somebody brought without any courier's word."""
        self._check_dispatcher()
        self._committed("_resolve")

    def action_open_order(self):
        """Open the order.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }

    def _get_form_action(self):
        """Return the action that shows the delivery.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "delivery.task",
            "res_id": self.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _cancel(self, reason):
        """Give the delivery up, at every courier that has it.

        :param str reason: Why, for the courier and the history.
        :raise UserError: If it has ended.
        """
        if not self.is_open:
            raise UserError(self.env._("This delivery has ended already."))
        self.cancel_wanted_at = fields.Datetime.now()
        self._log_move(self.state, reason=reason, source="staff")
        for attempt in self.attempt_ids:
            attempt._want_cancel(reason)
        if self.is_open and self.cancel_wanted_at:
            self._cancel_when_free()

    def _restart(self, values):
        """Begin again with all couriers, or with the one that was chosen.

        :param dict values: `wanted_shop_id`, `wanted_rider_id`.
        :raise UserError: If it has ended, or a courier still has it.
        """
        if not self.is_open:
            raise UserError(self.env._("This delivery has ended already."))
        live = self._get_live()
        if live and not live._is_being_cancelled():
            raise UserError(
                self.env._(
                    "%(courier)s is on it. Change the courier or cancel instead.",
                    courier=live.account_id.name,
                )
            )
        now = fields.Datetime.now()
        self.write(
            {
                "wanted_shop_id": False,
                "wanted_rider_id": False,
                **values,
                "round": self.round + 1,
                "tries": 0,
                "cancel_wanted_at": False,
                "call_at": min(self.call_at, now),
            }
        )
        if self.state == "stuck":
            self._move("searching", source="staff")

    def _switch(self, values, reason):
        """Take the delivery from its courier and give it to another one.

        :param dict values: See :meth:`_restart`.
        :param str reason: Why, for the courier that loses it.
        """
        live = self._get_live()
        if live.has_parcel:
            raise UserError(self.env._("The rider has the parcel already."))
        if live:
            if live.state in ("creating", "unknown") and live.sent_at:
                live._unbind(reason)
            else:
                live._want_cancel(reason)
        self._restart(values)
        if not self._get_live():
            self._enqueue_call()

    def _resolve(self):
        if self.state != "stuck":
            raise UserError(self.env._("Only for deliveries that need you."))
        self._move("delivered", reason=self.env.user.name, source="staff")

    def _answer_rider(self, is_agreed):
        self._check_dispatcher()
        attempt = self.sudo()._get_live()
        if not attempt.is_rider_cancel_asked:
            raise UserError(self.env._("No rider asks to be let off."))
        self._ask_carrier(
            attempt,
            "answer_rider_cancel",
            attempt._get_key(),
            is_agreed=is_agreed,
            reason="" if is_agreed else const.REFUSAL_REASON,
        )
        self._committed("_with_attempt", attempt.id, "_finish_rider_answer", is_agreed)

    def _get_cancel_cost(self):
        """Return what the courier says that cancelling costs now.

        :return: The fee and its explanation; the fee is None if nobody can say.
        :rtype: tuple
        """
        attempt = self.sudo()._get_live()
        if not attempt or attempt.carrier == const.OWN or not attempt.sent_at:
            return 0, self.env._("Nothing has to be paid.")
        if not attempt.account_id._can("has_precancel"):
            return None, self.env._("This courier tells the fee only afterwards.")
        cost = self._ask_carrier(attempt, "precancel", attempt._get_key())
        if not cost.is_possible:
            return None, cost.explanation or self.env._("It is too late to cancel.")
        fee = None if cost.fee_fen is None else from_fen(cost.fee_fen)
        return fee, cost.explanation

    # === HELPERS === #

    def _ask_carrier(self, attempt, method, *args, **options):
        """Return a courier's answer while somebody waits for it.

        :raise UserError: If it is no.
        """
        try:
            return getattr(attempt.account_id._get_client(), method)(*args, **options)
        except CarrierError as error:
            raise UserError(
                self.env._(
                    "%(courier)s says: %(why)s",
                    courier=attempt.account_id.name,
                    why=error.message or type(error).__name__,
                )
            ) from error

    def _open_wizard(self, model, name):
        self._check_dispatcher()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_id": self.id},
        }

    def _check_dispatcher(self):
        """Refuse whoever does not work at the desk.

        :raise AccessError: If so.
        """
        self.ensure_one()
        self.check_access("read")
        if self.env.uid != SUPERUSER_ID and not self.env.user.has_group(
            "delivery_connector.group_dispatcher"
        ):
            raise AccessError(self.env._("Ask a dispatcher to do this."))

    def _with_attempt(self, attempt_id, method, *args):
        return getattr(self.env["delivery.attempt"].browse(attempt_id), method)(*args)


class DeliveryAttempt(models.Model):
    """An order at a courier, at the desk."""

    _inherit = "delivery.attempt"

    def _finish_return(self, who):
        if self.state == "returning":
            self._move("returned", reason=who, source="staff")

    def _finish_rider_answer(self, is_agreed):
        self.is_rider_cancel_asked = False
        reason = self.env._("Let off") if is_agreed else self.env._("Not let off")
        self._log_move(self.state, reason=reason, source="staff")
        self._delayed("ask")._ask()
