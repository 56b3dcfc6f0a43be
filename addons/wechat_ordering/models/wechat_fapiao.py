"""A guest asks for a fapiao; the restaurant issues it on the tax platform."""

from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import fapiao_const
from ..errors import FapiaoInvalidError, FapiaoNotPossibleError
from ..schemas.fapiao import is_tax_number

# What staff fill in; the rest is the guest's, or moves by itself.
_STAFF_FIELDS = {"fapiao_number", "url", "answer"}


class WechatFapiao(models.Model):
    """The fapiao of one order: its title, its state, and what it must say now."""

    _name = "wechat.fapiao"
    _description = "Fapiao Request"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "number"

    order_id = fields.Many2one(
        "pos.order",
        domain=[("state", "in", ("paid", "done")), ("amount_total", ">", 0)],
        required=True,
        ondelete="restrict",
    )
    number = fields.Char(related="order_id.wechat_pickup_number", string="Order Number")
    store_id = fields.Many2one(related="order_id.wechat_store_id", store=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    kind = fields.Selection(
        fapiao_const.FAPIAO_KINDS, required=True, default="individual"
    )
    title = fields.Char(help="The name on the fapiao.", required=True)
    tax_number = fields.Char()
    state = fields.Selection(
        fapiao_const.FAPIAO_STATES,
        required=True,
        readonly=True,
        default="requested",
        index=True,
    )
    amount = fields.Monetary(
        help="What was paid, less what was given back.", compute="_compute_amount"
    )
    issued_amount = fields.Monetary(readonly=True, copy=False)
    fapiao_number = fields.Char(
        help="The twenty digits that the tax platform gave it.", copy=False
    )
    url = fields.Char(
        string="Link", help="Where the guest can fetch it, if you have one.", copy=False
    )
    answer = fields.Text(
        string="Answer to the Guest", help="The guest reads it on the phone."
    )
    event_ids = fields.One2many("wechat.fapiao.event", "fapiao_id", readonly=True)

    _order_uniq = models.Constraint(
        "UNIQUE(order_id)", "This order has a fapiao request already."
    )

    # === COMPUTE METHODS === #

    @api.depends("order_id.amount_paid", "order_id.wechatpay_refund_ids.state")
    def _compute_amount(self):
        for fapiao in self:
            order = fapiao.order_id.sudo()
            fapiao.amount = order._wechat_get_fapiao_amount() if order else 0

    @api.constrains("url")
    def _check_url(self):
        for fapiao in self.filtered("url"):
            if urlsplit(fapiao.url).scheme not in ("http", "https"):
                raise ValidationError(
                    self.env._("The link must begin with https:// or http://.")
                )

    @api.constrains("kind", "tax_number")
    def _check_tax_number(self):
        for fapiao in self.filtered(lambda one: one.kind == "company"):
            if not is_tax_number(fapiao.tax_number or ""):
                raise ValidationError(
                    self.env._("This is not the tax number of an organisation.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm` to let staff ask on behalf of a guest at the counter.

        :raise FapiaoNotPossibleError: If the order cannot have one.
        """
        if self.env.su:
            return super().create(vals_list)
        names = {"order_id", "kind", "title", "tax_number", *_STAFF_FIELDS}
        orders = self.env["pos.order"].browse([vals["order_id"] for vals in vals_list])
        for order in orders:
            order.check_access("read")
            order.sudo()._wechat_check_fapiao(is_new=True)
        fapiaos = super().create(
            [
                {
                    **{name: value for name, value in vals.items() if name in names},
                    "tax_number": _clean_tax_number(vals),
                }
                for vals in vals_list
            ]
        )
        for fapiao in fapiaos.sudo():
            fapiao._log(False, "staff")
            fapiao._send_to_provider()
        return fapiaos

    def write(self, vals):
        """Override of `orm` to keep what a guest said, and the state, from forms."""
        if not self.env.su:
            own = {
                name for name in vals if name in self._fields and "message_" not in name
            }
            if own - _STAFF_FIELDS:
                raise AccessError(
                    self.env._("What a guest asked for is not changed by hand.")
                )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_issue(self):
        """Say that the fapiao was issued, with the amount it has to have now.

        :raise UserError: If its number is missing or nothing is left to invoice.
        """
        for fapiao in self:
            fapiao.check_access("write")
            if not fapiao.fapiao_number:
                raise UserError(
                    self.env._("Enter the number that the tax platform gave it first.")
                )
            fapiao.sudo()._issue(fapiao.fapiao_number, fapiao.url, actor="staff")

    def action_decline(self):
        """Tell the guest that there will be no fapiao, and why.

        :raise UserError: If no answer to the guest is written.
        """
        self.ensure_one()
        self.check_access("write")
        if not (self.answer or "").strip():
            raise UserError(
                self.env._("Write an answer first: the guest wants to know why.")
            )
        self.sudo()._move("refused", "staff", self.answer)

    # === BUSINESS METHODS === #

    @api.model
    def _request(self, order, wish):
        """Return the request of a guest; asking again before it is issued corrects it.

        :param pos.order order: The guest's own order.
        :param FapiaoRequest wish: What the phone sent.
        :rtype: wechat.fapiao
        :raise FapiaoInvalidError: If no fapiao could say it.
        :raise FapiaoNotPossibleError: If the order cannot have one, or has it already.
        """
        if field := wish.find_problem():
            raise FapiaoInvalidError(
                self.env._(
                    "Please check the name and the tax number: a company has one of 18"
                    " characters, a person has none."
                ),
                {"field": field},
            )
        values = {
            "kind": wish.kind,
            "title": wish.title,
            "tax_number": wish.tax_number or False,
        }
        order._wechat_lock_for_fapiao()
        known = self.search([("order_id", "=", order.id)])
        order._wechat_check_fapiao()
        if not known:
            fapiao = self.create({"order_id": order.id, **values})
            fapiao._log(False, "diner")
        else:
            fapiao = known
            fapiao.write({**values, "answer": False})
            if fapiao.state != "requested":
                fapiao._move("requested", "diner")
        fapiao._send_to_provider()
        return fapiao

    def _withdraw(self):
        """Take the request back on behalf of the guest.

        :raise FapiaoNotPossibleError: If it is issued or declined.
        """
        self.order_id._wechat_lock_for_fapiao()
        if self.state == "withdrawn":
            return
        if self.state != "requested":
            raise FapiaoNotPossibleError(
                self.env._("The restaurant has already answered this request.")
            )
        self._move("withdrawn", "diner")

    def _send_to_provider(self):
        """Hook for add-ons that issue fapiao by themselves; without one, staff do.

        Called when a guest asks and when the amount has changed since. To be answered
        later by a job that calls :meth:`_issue` or moves it to `refused`; never with a
        call to the outside in here.
        """

    def _issue(self, fapiao_number, url=None, actor="system"):
        """Note that the fapiao was issued, for the amount that it must have now.

        :param str fapiao_number: The number the tax platform gave it.
        :param str url: Where the guest can fetch it.
        :param str actor: Who did it.
        :raise UserError: If nothing is left to invoice, or it cannot be issued now.
        """
        self.ensure_one()
        self.order_id._wechat_lock_for_fapiao()
        self.invalidate_recordset(["amount"])
        if not self.amount > 0:
            raise UserError(self.env._("All of this order was given back."))
        self._move("issued", actor, fapiao_number)
        self.write(
            {
                "fapiao_number": fapiao_number,
                "url": url or False,
                "issued_amount": self.amount,
            }
        )

    def _follow_refund(self):
        """Have a fapiao corrected whose order was given money back since."""
        for fapiao in self.filtered(lambda one: one.state == "issued"):
            fapiao.invalidate_recordset(["amount"])
            if to_fen(fapiao.amount) != to_fen(fapiao.issued_amount):
                fapiao._move("changed", "system")
                fapiao._send_to_provider()

    def _move(self, to_state, actor, reason=None):
        """Move the request; the only place that writes its state.

        :raise UserError: If it cannot go there: somebody else was faster.
        """
        self.ensure_one()
        from_state = self.state
        if to_state not in fapiao_const.FAPIAO_MOVES[from_state]:
            raise UserError(self.env._("This was answered already. Reload the page."))
        self.state = to_state
        self._log(from_state, actor, reason)
        self.order_id._wechat_touch()
        self.order_id._wechat_notify_diner()

    def _log(self, from_state, actor, reason=None):
        self.env["wechat.fapiao.event"].create(
            {
                "fapiao_id": self.id,
                "from_state": from_state,
                "to_state": self.state,
                "actor": actor,
                "user_id": self.env.uid if actor == "staff" else False,
                "reason": reason,
            }
        )


def _clean_tax_number(vals):
    """Return the number of a company as it was meant: copied with blanks, perhaps."""
    number = "".join((vals.get("tax_number") or "").split()).upper()
    return number if vals.get("kind") == "company" else False


class WechatFapiaoEvent(models.Model):
    """One move of a request: from, to, when, who, why. Never changed."""

    _name = "wechat.fapiao.event"
    _description = "Fapiao History"
    _order = "id"
    _log_access = False

    fapiao_id = fields.Many2one(
        "wechat.fapiao", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="fapiao_id.company_id", store=True)
    at = fields.Datetime(string="Date", default=fields.Datetime.now, required=True)
    from_state = fields.Selection(fapiao_const.FAPIAO_STATES, string="From")
    to_state = fields.Selection(fapiao_const.FAPIAO_STATES, string="To")
    actor = fields.Selection(
        [("diner", "Guest"), ("staff", "Staff"), ("system", "System")], string="By"
    )
    user_id = fields.Many2one("res.users")
    reason = fields.Char()
