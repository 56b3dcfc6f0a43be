"""The ledger of shipping information (小程序发货信息管理).

WeChat holds the money of some mini-programs until it is told that the goods were handed
over, within 48 hours. It takes a report once and allows one correction. So what is
reported is written here first, never changes, and is sent until WeChat has it.

See https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/
business-capabilities/order-shipping/order-shipping.html
"""

import json
from datetime import timedelta, timezone

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.addons.wechat_base.wechat.errors import (
    WechatBusyError,
    WechatConnectionError,
    WechatContentError,
    WechatError,
)
from odoo.addons.wechat_base.wechat.shipment import Shipment
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import const
from ..wechatpay.merchant import Account

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

_CHINA = timezone(timedelta(hours=8))
# What goes away by itself. After an answer that cannot be read WeChat may have it; the
# same report again is then "unchanged", not a correction.
_PASSING = (WechatBusyError, WechatConnectionError, WechatContentError)
_BATCH = 200


class WechatpayShipping(models.Model):
    """One payment's goods, how they were handed over, and whether WeChat knows."""

    _name = "wechatpay.shipping"
    _description = "WeChat Shipping Report"
    _order = "deadline_at, id"
    _rec_name = "transaction_id"

    transaction_id = fields.Many2one(
        "payment.transaction",
        string="Payment",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="transaction_id.company_id", store=True, index=True
    )
    order_id = fields.Many2one(related="transaction_id.wechatpay_pos_order_id")
    account_id = fields.Many2one(
        "wechat.account",
        string="Mini-Program",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    logistics_type = fields.Selection(
        const.LOGISTICS_TYPES, string="Handed Over", required=True, readonly=True
    )
    item_desc = fields.Char(string="Goods", required=True, readonly=True)
    shipped_at = fields.Datetime(string="Handed Over On", required=True, readonly=True)
    deadline_at = fields.Datetime(
        string="To Be Told Before",
        help="48 hours after the payment. Later, WeChat may limit the mini-program.",
        required=True,
        readonly=True,
        index=True,
    )
    state = fields.Selection(
        const.SHIPPING_STATES,
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    attempts = fields.Integer(readonly=True)
    uploaded_at = fields.Datetime(string="Told On", readonly=True)
    message = fields.Char(string="What Happened", readonly=True)
    is_late = fields.Boolean(
        string="Late",
        help="WeChat was not told in time.",
        compute="_compute_is_late",
    )

    _transaction_uniq = models.Constraint(
        "UNIQUE (transaction_id)", "This payment is reported already."
    )

    @api.depends("state", "deadline_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for report in self:
            is_open = report.state in const.OPEN_SHIPPING_STATES
            report.is_late = is_open and report.deadline_at < now

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a report is what was told, not what somebody typed."""
        if not self.env.su:
            raise AccessError(
                self.env._("A shipping report is changed by its buttons only.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_upload(self):
        """Have WeChat told now, again if it failed before."""
        self.check_access("write")
        for report_sudo in self.sudo():
            if report_sudo.state not in const.WAITING_SHIPPING_STATES:
                report_sudo._move("queued", self._by_user())
                report_sudo.attempts = 0
            report_sudo._enqueue(0)

    def action_mark_handled(self):
        """Take the report off the list: it was entered in WeChat's console by hand."""
        self.check_access("write")
        for report_sudo in self.sudo():
            report_sudo._move("handled", self._by_user())

    def _by_user(self):
        return self.env._("By %s", self.env.user.name)

    # === BUSINESS METHODS - STATE === #

    def _move(self, to_state, message=None):
        """Move the report; the only place that writes its state.

        :param str to_state: Where to, allowed by the table of moves.
        :param str message: Why.
        :raise UserError: If the table does not allow the move.
        """
        self.ensure_one()
        self._lock()
        if to_state not in const.SHIPPING_MOVES[self.state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(payment)s is already: %(state)s. Nothing more is to be done.",
                    payment=self.transaction_id.reference,
                    state=labels[self.state],
                )
            )
        values = {"state": to_state, "message": message or False}
        if to_state in ("uploaded", "known"):
            values["uploaded_at"] = fields.Datetime.now()
        self.write(values)

    def _lock(self):
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM wechatpay_shipping WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset()

    # === BUSINESS METHODS - REPORTING === #

    @api.model
    def _report(self, tx_sudo, account_sudo, logistics_type, item_desc):
        """Return the report of a payment, made and queued if there is none.

        :rtype: wechatpay.shipping
        """
        known = self.search([("transaction_id", "=", tx_sudo.id)])
        if known:
            if known.state == "failed" and not known.attempts:
                # It was listed as forgotten: now it was handed over after all.
                known._move("queued")
                known._enqueue(0)
            return known
        report = self.create(
            self._prepare_report(tx_sudo, account_sudo, logistics_type, item_desc)
        )
        report._enqueue(const.SHIPPING_DELAY_SECONDS)
        return report

    @api.model
    def _list_forgotten(self, tx_sudo, account_sudo):
        """Show a payment that nobody reported among what a person must see to."""
        item_desc = tx_sudo.wechatpay_pos_order_id.name or tx_sudo.reference
        message = self.env._(
            "Nobody marked this order as handed over. If it was, upload it now."
        )
        values = self._prepare_report(tx_sudo, account_sudo, "4", item_desc)
        self.create({**values, "state": "failed", "message": message})

    @api.model
    def _prepare_report(self, tx_sudo, account_sudo, logistics_type, item_desc):
        deadline = timedelta(hours=const.SHIPPING_DEADLINE_HOURS)
        return {
            "transaction_id": tx_sudo.id,
            "account_id": account_sudo.id,
            "logistics_type": logistics_type,
            "item_desc": item_desc,
            "shipped_at": fields.Datetime.now(),
            "deadline_at": tx_sudo.last_state_change + deadline,
        }

    def _enqueue(self, delay_s):
        self.with_user(SUPERUSER_ID).with_delay(
            description=f"Tell WeChat of the goods of {self.transaction_id.reference}",
            identity_key=f"wechatpay-shipping-{self.id}",
            eta=delay_s,
            max_retries=0,
        )._upload()

    @api.model
    def _cron_upload(self):
        """Enqueue what is to be told and whose job was lost; list the forgotten."""
        self.env["payment.transaction"]._wechatpay_list_forgotten()
        states = const.WAITING_SHIPPING_STATES
        waiting = self.sudo().search([("state", "in", states)], limit=_BATCH)
        for report_sudo in waiting:
            report_sudo._enqueue(0)

    def _upload(self):
        """Tell WeChat, a job's work.

        The attempt is committed before the call; nothing is locked meanwhile.

        :raise RetryableJobError: If WeChat is to be told a little later.
        """
        self.ensure_one()
        try:
            is_wanted = self.account_id._must_report_shipping()
            attempt = run_committed(
                self.env, lambda env: self.with_env(env)._claim(is_wanted)
            )
            if not attempt:
                return
            self.account_id._upload_shipping_info(*attempt)
            end = ("uploaded", None)
        except WechatError as error:
            end = self._explain(error)
        run_committed(self.env, lambda env: self.with_env(env)._finish(*end))

    def _claim(self, is_wanted):
        """Return what is to be sent, once it is written down that it is being sent.

        :return: The arguments of the call; None if nothing is to be sent.
        """
        self._lock()
        if self.state not in const.WAITING_SHIPPING_STATES:
            return None
        if not is_wanted:
            self._move("unneeded", self.env._("WeChat holds no money back."))
            return None
        if self._is_refunded():
            self._move("unneeded", self.env._("All money was given back."))
            return None
        self.attempts += 1
        tx = self.transaction_id
        shipped_at = self.shipped_at.replace(tzinfo=timezone.utc).astimezone(_CHINA)
        shipment = Shipment(
            mchid=Account.of_order(json.loads(tx.wechatpay_body)).receiving_mchid,
            out_trade_no=tx.reference,
            logistics_type=int(self.logistics_type),
            description=self.item_desc,
        )
        moment = shipped_at.isoformat(timespec="milliseconds")
        return shipment, tx.wechatpay_openid, moment

    def _is_refunded(self):
        """Tell whether all the money was given back; a part of it changes nothing."""
        tx = self.transaction_id
        given_back = sum(
            to_fen(-refund.amount)
            for refund in tx.child_transaction_ids
            if refund.operation == "refund" and refund.wechatpay_state == "success"
        )
        return given_back >= to_fen(tx.amount)

    def _explain(self, error):
        """Return the state that an error leads to, and why.

        :raise RetryableJobError: If it may go away.
        """
        if getattr(error, "code", None) in const.SHIPPING_KNOWN_CODES:
            return "known", str(error)
        self.invalidate_recordset(["attempts"])
        is_passing = isinstance(error, _PASSING)
        if is_passing and self.attempts < const.SHIPPING_MOST_ATTEMPTS:
            raise RetryableJobError(str(error)) from error
        return "failed", str(error)

    def _finish(self, state, message):
        """Write down what became of the call, unless a person was faster."""
        self._lock()
        if state in const.SHIPPING_MOVES[self.state]:
            self._move(state, message)
        if state == "failed":
            _logger.info(
                "WeChat was not told of the goods of %s: %s",
                self.transaction_id.reference,
                message,
            )
