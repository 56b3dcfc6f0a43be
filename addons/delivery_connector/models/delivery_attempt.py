"""One order at one courier: the try of a delivery."""

import json

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.fields import decrypt, encrypt
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import mask_phone
from odoo.exceptions import UserError

from .. import const
from ..carriers import states
from ..carriers.neutral import OrderKey, Rider

_DISPATCHER = "delivery_connector.group_dispatcher"


class DeliveryAttempt(models.Model):
    """What we asked a courier for, and what is believed to have become of it."""

    _name = "delivery.attempt"
    _description = "Order at a Courier"
    _order = "id desc"
    _rec_name = "number"

    task_id = fields.Many2one(
        "delivery.task", required=True, readonly=True, index=True, ondelete="restrict"
    )
    order_id = fields.Many2one(related="task_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="task_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    shop_id = fields.Many2one(
        "delivery.shop", required=True, readonly=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        related="shop_id.account_id", store=True, index=True, string="Courier"
    )
    carrier = fields.Selection(related="account_id.carrier")
    number = fields.Char(required=True, readonly=True, copy=False)
    provider_number = fields.Char(string="Courier's Number", readonly=True, copy=False)
    round = fields.Integer(readonly=True)
    state = fields.Selection(
        const.ATTEMPT_STATES,
        required=True,
        readonly=True,
        default="creating",
        index=True,
    )
    is_bound = fields.Boolean(
        string="Counts",
        help="Whether the delivery goes by it. At most one that lives does.",
        default=True,
        readonly=True,
    )
    message = fields.Char(
        string="Last Word", help="The courier's last explanation.", readonly=True
    )
    has_parcel = fields.Boolean(
        help="Whether its rider has taken the parcel.", readonly=True
    )
    is_exception = fields.Boolean(string="Rider Reports a Problem", readonly=True)
    is_rider_cancel_asked = fields.Boolean(
        string="Rider Wants to Be Let Off", readonly=True
    )
    is_quote_expired = fields.Boolean(readonly=True)
    sent_at = fields.Datetime(string="Asked For", readonly=True)
    next_query_at = fields.Datetime(readonly=True, index=True)
    # The courier's clock, of the last word that was believed.
    watermark_s = fields.Integer(readonly=True)

    # Money: what was quoted, what is charged, and what a cancellation costs are facts
    # of their own, told at different times.
    quote_id = fields.Many2one("delivery.quote", readonly=True, ondelete="set null")
    quoted_fee = fields.Monetary(readonly=True)
    fee = fields.Monetary(help="What the courier says it takes.", readonly=True)
    tip = fields.Monetary(help="All tips so far.", readonly=True)
    fee_tip = fields.Monetary(
        string="Tips in the Fee",
        help="Some couriers tell the fee with the tips, some only at the beginning.",
        readonly=True,
    )
    tip_wanted = fields.Monetary(readonly=True)
    is_tip_refused = fields.Boolean(readonly=True)
    cancel_fee = fields.Monetary(readonly=True)
    cost = fields.Monetary(compute="_compute_cost", store=True)

    cancel_wanted_at = fields.Datetime(readonly=True)
    cancel_reason = fields.Char(readonly=True)

    rider_id = fields.Many2one("delivery.rider", string="Own Rider", readonly=True)
    offered_rider_id = fields.Many2one(
        "delivery.rider", string="Offered To", readonly=True
    )
    rider_sealed = fields.Char(groups="base.group_system", copy=False)
    rider_label = fields.Char(string="Rider", readonly=True)
    rider_phone = fields.Char(
        compute="_compute_rider_phone", compute_sudo=True, groups=_DISPATCHER
    )
    pickup_code = fields.Char(
        help="The rider says it in the shop.", readonly=True, copy=False
    )
    photo_id = fields.Many2one(
        "ir.attachment", string="Photo at the Door", readonly=True, groups=_DISPATCHER
    )
    event_ids = fields.One2many("delivery.event", "attempt_id", readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE (number)", "This number was used at a courier already."
    )
    _bound_uniq = models.UniqueIndex(
        "(task_id) WHERE is_bound AND state NOT IN"
        " ('delivered', 'returned', 'cancelled', 'failed')",
        "Another courier is bringing this delivery.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "quoted_fee", "fee", "fee_tip", "tip", "cancel_fee")
    def _compute_cost(self):
        for attempt in self:
            if attempt.state == "failed":
                attempt.cost = 0
            elif attempt.state == "cancelled":
                attempt.cost = attempt.cancel_fee
            else:
                fee = attempt.fee or attempt.quoted_fee
                attempt.cost = fee + attempt.tip - attempt.fee_tip

    @api.depends("rider_sealed")
    def _compute_rider_phone(self):
        for attempt in self:
            attempt.rider_phone = attempt._get_rider().phone

    # === BUSINESS METHODS === #

    def _move(self, to_state, *, reason=None, source="engine"):
        """Move the order at the courier; the only place that writes its state.

        The delivery follows.

        :raise UserError: If the table of moves does not allow it.
        """
        self.ensure_one()
        from_state = self.state
        if to_state == from_state:
            return
        if to_state not in states.ATTEMPT_MOVES[from_state]:
            raise UserError(
                self.env._(
                    "%(number)s cannot go from %(from_state)s to %(to_state)s.",
                    number=self.number,
                    from_state=from_state,
                    to_state=to_state,
                )
            )
        values = {"state": to_state}
        if to_state in ("delivering", "returning"):
            values["has_parcel"] = True
        if reason:
            values["message"] = reason
        self.write(values)
        self._log_move(from_state, reason=reason, source=source)
        self._plan_query()
        self.task_id._follow(self)

    def _log_move(self, from_state, *, reason=None, source="engine"):
        self.env["delivery.move"].create(
            {
                "task_id": self.task_id.id,
                "attempt_id": self.id,
                "from_state": from_state,
                "to_state": self.state,
                "source": source,
                "reason": reason,
            }
        )

    def _unbind(self, reason):
        """Count on it no longer; it is cancelled as soon as the courier knows of it."""
        self.is_bound = False
        self.task_id._log_move(self.task_id.state, reason=reason)
        self._want_cancel(reason)

    def _rebind(self):
        """Count on it again, if nothing else is counted on and it is still wanted."""
        task = self.task_id
        if not self.is_bound and task.is_open and not task._get_live():
            self.is_bound = True

    def _get_waited_s(self):
        """Return for how many seconds nobody has accepted.

        :rtype: float
        """
        since = self.sent_at or self.create_date
        return (fields.Datetime.now() - since).total_seconds()

    def _get_key(self):
        """Return how the courier knows it.

        :rtype: OrderKey
        """
        self.ensure_one()
        return OrderKey(
            number=self.number,
            provider_number=self.provider_number or "",
            shop_no=self.shop_id.number or "",
            city_code=self.shop_id.city_code or "",
        )

    # === RIDER === #

    def _get_rider(self):
        """Return who carries it, as far as the courier told.

        :rtype: Rider
        """
        self.ensure_one()
        text = decrypt(self.env, self.sudo().rider_sealed)
        return Rider(*json.loads(text)) if text else Rider()

    def _prepare_rider(self, rider):
        """Return the values that keep a rider: sealed, and enough to recognise them.

        :param Rider rider: Who it is; an empty one for nobody.
        :rtype: dict
        """
        if not (rider.reference or rider.name or rider.phone):
            return {"rider_sealed": False, "rider_label": False}
        parts = [rider.reference, rider.name, rider.phone]
        return {
            "rider_sealed": encrypt(self.env, json.dumps(parts, ensure_ascii=False)),
            "rider_label": f"{rider.name} {mask_phone(rider.phone)}".strip(),
        }

    # === COMMITTING === #

    def _committed(self, method, *args):
        """Return what a method of this order returns, run and committed by itself.

        The delivery is locked meanwhile: all that is decided about it is decided in
        turn.

        :param str method: The name of a method that must not keep records.
        :param args: Plain values.
        """
        attempt_id = self.id

        def run(env):
            attempt = env["delivery.attempt"].sudo().browse(attempt_id)
            attempt.task_id._lock()
            return getattr(attempt, method)(*args)

        # Nothing of it is read here: this transaction may be older than its row.
        result = run_committed(self.env, run)
        self.env.invalidate_all()
        return result

    def _delayed(self, what, **options):
        """Return the order as a job: what is called on it is done in the background."""
        return self.with_user(SUPERUSER_ID).with_delay(
            description=f"{self.number}: {what}",
            identity_key=f"delivery-attempt-{self.id}-{what}",
            **options,
        )
