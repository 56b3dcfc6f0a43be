"""A delivery: one POS order that somebody has to bring to a guest."""

import math
import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const

_CODE_DIGITS = 4


class DeliveryTask(models.Model):
    """What staff and the guest see of a delivery, whoever carries it out."""

    _name = "delivery.task"
    _description = "Delivery"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "is_open desc, promised_at, id desc"
    _rec_name = "name"

    name = fields.Char(required=True, readonly=True)
    order_id = fields.Many2one(
        "pos.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    config_id = fields.Many2one(related="order_id.config_id", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        const.TASK_STATES,
        required=True,
        readonly=True,
        default="waiting",
        index=True,
        group_expand="_expand_states",
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True, index=True)
    problem = fields.Char(readonly=True, help="Why it needs a person.")
    call_at = fields.Datetime(
        string="Call a Rider At", required=True, default=fields.Datetime.now
    )
    promised_at = fields.Datetime(
        string="Promised For", help="When the guest expects the food.", index=True
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )
    delivered_at = fields.Datetime(readonly=True)
    cancel_wanted_at = fields.Datetime(readonly=True)
    fee_charged = fields.Monetary(
        string="Paid by the Guest", help="The delivery fee on the guest's bill."
    )
    cost = fields.Monetary(
        compute="_compute_cost",
        help="What couriers take for it so far: rides, tips and cancellations.",
    )
    weight_g = fields.Integer(string="Weight (g)", default=1000)
    note = fields.Char(string="Note for the Rider")
    finish_code = fields.Char(
        string="Code for the Rider",
        help="The guest tells it to an own rider when the food is handed over.",
        default=lambda self: f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}",
        readonly=True,
        copy=False,
        groups="delivery_connector.group_dispatcher",
    )
    attempt_ids = fields.One2many("delivery.attempt", "task_id", readonly=True)
    bound_attempt_id = fields.Many2one(
        "delivery.attempt",
        string="Carried By",
        compute="_compute_bound_attempt",
    )
    carrier_name = fields.Char(compute="_compute_bound_attempt", string="Courier")
    rider_label = fields.Char(compute="_compute_bound_attempt", string="Rider")
    rider_phone = fields.Char(
        compute="_compute_rider_phone",
        compute_sudo=True,
        groups="delivery_connector.group_dispatcher",
    )
    pickup_code = fields.Char(compute="_compute_bound_attempt")
    is_rider_cancel_asked = fields.Boolean(compute="_compute_bound_attempt")
    is_exception = fields.Boolean(compute="_compute_bound_attempt")
    round = fields.Integer(
        readonly=True,
        help="Counts how often the couriers were gone through from the start.",
    )
    tries = fields.Integer(
        readonly=True, help="How often in a row no courier could say a price."
    )
    turn = fields.Integer(default=0, readonly=True, copy=False)
    wanted_shop_id = fields.Many2one(
        "delivery.shop",
        string="Only This Courier",
        readonly=True,
        help="Chosen by staff; empty: by the policy.",
    )
    wanted_rider_id = fields.Many2one("delivery.rider", readonly=True)
    quote_ids = fields.One2many("delivery.quote", "task_id", readonly=True)
    move_ids = fields.One2many("delivery.move", "task_id", readonly=True)

    _open_order_uniq = models.UniqueIndex(
        "(order_id) WHERE state NOT IN ('delivered', 'returned', 'cancelled')",
        "This order is being delivered already.",
    )
    _weight_positive = models.Constraint(
        "CHECK (weight_g > 0)", "A parcel weighs something."
    )

    # === COMPUTE METHODS === #

    @api.depends("state")
    def _compute_is_open(self):
        for task in self:
            task.is_open = task.state not in const.TASK_ENDS

    @api.depends("promised_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_overdue = (
                task.is_open and bool(task.promised_at) and task.promised_at < now
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("is_open", "=", True), ("promised_at", "<", fields.Datetime.now())]
        return late if True in value else ["!", "&", *late]

    @api.depends(
        "attempt_ids.is_bound",
        "attempt_ids.state",
        "attempt_ids.rider_label",
        "attempt_ids.is_exception",
        "attempt_ids.is_rider_cancel_asked",
    )
    def _compute_bound_attempt(self):
        for task in self:
            # The newest one counts: an older bound one has ended.
            attempt = task.attempt_ids.sorted("id").filtered("is_bound")[-1:]
            task.bound_attempt_id = attempt
            task.carrier_name = attempt.account_id.name
            task.rider_label = attempt.rider_label
            task.pickup_code = attempt.pickup_code
            task.is_exception = attempt.is_exception
            task.is_rider_cancel_asked = attempt.is_rider_cancel_asked

    @api.depends("bound_attempt_id")
    def _compute_rider_phone(self):
        for task in self:
            attempt = task.bound_attempt_id
            task.rider_phone = attempt and attempt._get_rider().phone

    def _expand_states(self, states, domain):
        """Return the columns of the desk: all in which there is something to do."""
        known = [code for code, _name in const.TASK_STATES]
        return [code for code in known if code not in const.TASK_ENDS or code in states]

    @api.depends("attempt_ids.cost")
    def _compute_cost(self):
        for task in self:
            task.cost = sum(task.attempt_ids.mapped("cost"))

    # === BUSINESS METHODS === #

    @api.model
    def _request(self, order, wish):
        """Return the delivery of an order; repeating the call returns the same one.

        For other add-ons: the caller has checked that the user may. Whoever calls the
        courier does so after the caller's transaction.

        :param pos.order order: What is to be brought.
        :param dict wish: `name`, `phone`, `address`, `lng`, `lat` (GCJ-02) of the
            guest; optionally `address_detail`, `city`, `city_code`, `note`,
            `call_at`, `promised_at`, `fee_charged`, `weight_g`.
        :rtype: delivery.task
        """
        order.ensure_one()
        known = self.sudo().search(
            [("order_id", "=", order.id), ("is_open", "=", True)], limit=1
        )
        if known:
            return known.with_env(self.env)
        task_sudo = self.sudo().create(self._prepare_task(order, wish))
        task_sudo._log_move(False)
        task_sudo._enqueue_call()
        return task_sudo.with_env(self.env)

    @api.model
    def _prepare_task(self, order, wish):
        plain = {
            name: wish[name]
            for name in ("note", "call_at", "promised_at", "fee_charged", "weight_g")
            if wish.get(name)
        }
        return {
            "name": order.tracking_number or order.pos_reference or order.name,
            "order_id": order.id,
            **self._seal_recipient(wish),
            **plain,
        }

    def _move(self, to_state, *, reason=None, source="engine"):
        """Move the delivery; the only place that writes its state.

        :param str to_state: Where to, allowed by the table of moves.
        :param str reason: Why; of a stuck delivery, what a person has to know.
        :raise UserError: If the table does not allow the move.
        """
        self.ensure_one()
        from_state = self.state
        if to_state == from_state:
            return
        if to_state not in const.TASK_MOVES[from_state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This delivery is “%(state)s” now and cannot become “%(wanted)s”.",
                    state=labels[from_state],
                    wanted=labels[to_state],
                )
            )
        values = {"state": to_state, "problem": False}
        if to_state == "stuck":
            values["problem"] = reason
        if to_state == "delivered":
            values["delivered_at"] = fields.Datetime.now()
        self.write(values)
        self._log_move(from_state, reason=reason, source=source)
        if to_state == "stuck":
            self._alarm(reason)
        elif from_state == "stuck":
            self.activity_unlink(["mail.mail_activity_data_todo"])
        self.order_id._delivery_on_moved(self)

    def _log_move(self, from_state, *, reason=None, source="engine"):
        self.env["delivery.move"].create(
            {
                "task_id": self.id,
                "from_state": from_state,
                "to_state": self.state,
                "source": source,
                "reason": reason,
            }
        )

    def _lock(self):
        """Be the only one who decides about it until the transaction ends."""
        self.ensure_one()
        self.flush_recordset()
        # Written, not only locked: whoever waited would go on with the picture it took
        # before, and is sent to begin again instead.
        self.env.cr.execute(
            SQL("UPDATE delivery_task SET turn = turn + 1 WHERE id = %s", self.id),
            log_exceptions=False,
        )
        self.env.invalidate_all()

    def _committed(self, method, *args):
        """Return what a method of this delivery returns, run and committed by itself.

        :param str method: The name of a method that must not keep records.
        :param args: Plain values.
        """
        task_id = self.id

        def run(env):
            task = env["delivery.task"].sudo().browse(task_id)
            task._lock()
            return getattr(task, method)(*args)

        result = run_committed(self.env, run)
        self.env.invalidate_all()
        return result

    # === ALARMS === #

    def _alarm(self, text):
        """Give the dispatchers of the company one reminder about this delivery."""
        self.ensure_one()
        reminded = self.activity_ids.user_id
        for user in self._get_dispatchers() - reminded:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self),
                summary=text,
                user_id=user.id,
            )

    def _get_dispatchers(self):
        group = self.env.ref("delivery_connector.group_dispatcher")
        company = self.company_id
        return group.all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        ) - self.env.ref("base.user_root")

    # === CRON === #

    @api.model
    def _cron_follow(self):
        """Take up again whatever is due and whose job was lost."""
        now = fields.Datetime.now()
        waiting = self.search([("state", "=", "waiting"), ("call_at", "<=", now)])
        searching = self.search([("state", "=", "searching")])
        for task in waiting | searching.filtered(lambda one: not one._get_live()):
            task._enqueue_call()
        for task in searching:
            task._enqueue_patience()
        self.env["delivery.attempt"]._cron_ask()
        self.env["delivery.event"]._cron_process()

    def _get_live(self):
        """Return the bound order at a courier that has not ended.

        :rtype: delivery.attempt
        """
        return self.attempt_ids.filtered(
            lambda one: one.is_bound and one.state not in const.ATTEMPT_ENDS
        )

    def _enqueue_call(self):
        seconds = (self.call_at - fields.Datetime.now()).total_seconds()
        delay = max(0, math.ceil(seconds))
        self._delayed("call", priority=5, eta=delay)._call()

    def _enqueue_patience(self, minutes=0):
        self._delayed(f"patience-{minutes}", eta=minutes * 60)._check_patience()

    def _delayed(self, what, **options):
        return self.with_user(SUPERUSER_ID).with_delay(
            description=f"Delivery {self.name}: {what}",
            identity_key=f"delivery-task-{self.id}-{what}",
            **options,
        )
