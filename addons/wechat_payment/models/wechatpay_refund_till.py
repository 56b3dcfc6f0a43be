"""A refund that a till asked for: its refund order is the till's own.

The till has the order with the dishes, the refund has the money. They meet when the
order is paid, see `pos_order_refund_till.py`. A till that never comes back is not
needed: the draft is finished here, or, once it was cancelled, another one is made.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.exceptions import UserError

from .. import const, refund_const
from ..errors import WechatPaymentError

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class WechatpayRefund(models.Model):
    """A refund whose goods are on a refund order at a till."""

    _inherit = "wechatpay.refund"

    till_payment_uuid = fields.Char(
        string="Payment Line at the Till",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    till_order_id = fields.Many2one(
        "pos.order",
        string="Refund Order at the Till",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # === BUSINESS METHODS - STATE === #

    def _get_stage(self):
        """Return how the refund stands, in the words of the till's screen.

        Note: `self.ensure_one()`

        :return: `approval` (a second person decides), `asking` (WeChat Pay is asked),
            `short` (the merchant's balance is too low), `processing` (accepted),
            `abnormal` (the payer's account cannot take it), `partly` (one of several
            payers is refused), `done`, `failed`, `refused` and `withdrawn`.
        :rtype: str
        """
        self.ensure_one()
        stages = {
            "waiting": "approval",
            "returned": "done",
            "done": "done",
            "failed": "failed",
            "refused": "refused",
            "withdrawn": "withdrawn",
        }
        return stages.get(self.state) or self._get_money_stage()

    def _get_money_stage(self):
        if self._get_missing_fen():
            return "partly"
        parts = self.transaction_ids.filtered(
            lambda part: part.wechatpay_state != "closed"
        )
        states = set(parts.mapped("wechatpay_state"))
        if "created" in states:
            return "short" if any(parts.mapped("wechatpay_is_short")) else "asking"
        if "abnormal" in states:
            return "abnormal"
        return "processing" if "processing" in states else "done"

    def _is_accepted(self):
        """Return whether WeChat Pay gives the money back, now or within days.

        :rtype: bool
        """
        return self._get_stage() in ("processing", "done")

    # === BUSINESS METHODS - MONEY === #

    @api.model
    def _open(self, order, wish):
        """Override to let the till's refund order know what it belongs to."""
        refund = super()._open(order, wish)
        if refund.till_order_id:
            refund.till_order_id.wechatpay_refund_case_id = refund
        return refund

    def _claim_money(self):
        """Override to let the till ask about the money from now on."""
        result = super()._claim_money()
        self.transaction_ids.filtered(
            lambda part: part.wechatpay_state == "created"
        ).wechatpay_till_next_at = fields.Datetime.now()
        return result

    # === BUSINESS METHODS - BOOKS === #

    def _book(self):
        """Override to finish the till's own refund order instead of making one."""
        order = self.till_order_id
        if order.state not in ("draft", "paid", "done"):
            return super()._book()
        self._lock()
        if order.state != "draft":
            self._close_with(order)
        elif self.state == "returned" and self._is_till_gone():
            self._finish_till_order(order.with_company(self.company_id))
        return None

    def _is_till_gone(self):
        last = max(self.transaction_ids.mapped("last_state_change"))
        patience = timedelta(seconds=const.TILL_BOOK_SECONDS)
        return fields.Datetime.now() - last >= patience

    def _finish_till_order(self, order):
        """Book the money on a refund order that its till left open."""
        part = self.transaction_ids[:1]
        try:
            with self.env.cr.savepoint():
                values = order._wechatpay_prepare_payment(part)
                order.add_payment(
                    {**values, "amount": -self.amount, "uuid": self.till_payment_uuid}
                )
                order._process_saved_order(False)
                order.config_id.notify_synchronisation(order.session_id.id, 0)
        except UserError as error:
            self.problem = self.env._(
                "The money is back. Finish the refund order at the till: %s", error
            )

    def _close_with(self, order):
        """Note that the till's refund order is paid; done once the money is back.

        The caller holds the lock.

        :param pos.order order: The refund order.
        """
        if self.refund_order_id != order or self.problem:
            self.write({"refund_order_id": order.id, "problem": False})
        if self.state == "returned":
            self._move("done")

    def _hand_over(self):
        """Go on without the till's refund order, which is being cancelled.

        What the money has not left for is withdrawn; else the refund order is made here
        once the money is back, with the dishes that the till had on its own.
        """
        self._lock()
        if self.state in ("waiting", "failed"):
            reason = self.env._("The refund order was cancelled at the till")
            self._move("withdrawn", reason)
        elif self.state in refund_const.HOLDING_CASE_STATES and not self.line_ids:
            self.line_ids = [
                fields.Command.create({"order_line_id": line.id, "quantity": quantity})
                for line, quantity in self._get_dishes()
            ]

    def _get_dishes(self):
        """Return what of the order goes back, wherever it is written down.

        :return: Pairs of an order line and a quantity, set meals as one.
        :rtype: list[tuple]
        """
        if self.line_ids or not self.till_order_id:
            return [(one.order_line_id, one.quantity) for one in self.line_ids]
        return [
            (line.refunded_orderline_id, -line.qty)
            for line in self.till_order_id.lines
            if line.refunded_orderline_id and not line.combo_parent_id
        ]


class PaymentTransaction(models.Model):
    """A part of a refund about which a till may ask."""

    _inherit = "payment.transaction"

    def _wechatpay_ask_refund_if_due(self):
        """Ask WeChat Pay about an open refund unless somebody just did.

        Note: `self.ensure_one()`. What waits for a top-up is left to the minute's cron.

        :return: Whether WeChat Pay answered clearly, if it was asked.
        :rtype: bool
        """
        self.ensure_one()

        def claim(env):
            part = self.with_env(env)
            is_open = part.wechatpay_state in (*const.OPEN_REFUND_STATES, "abnormal")
            is_short = part.wechatpay_is_short
            return is_open and not is_short and part._wechatpay_claim_step()

        if run_committed(self.env, claim):
            try:
                self._wechatpay_continue_refund()
            except WechatPaymentError as error:
                _logger.info("No clear answer about %s yet: %s", self.reference, error)
                return False
        return True
