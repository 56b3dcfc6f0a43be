"""The form with which staff give money of an order back."""

import uuid

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import AccessError, UserError

from .. import refund_const


class WechatpayRefundWizard(models.TransientModel):
    """What is to be given back, and to whom."""

    _name = "wechatpay.refund.wizard"
    _description = "Refund with WeChat Pay"

    uuid = fields.Char(default=lambda self: str(uuid.uuid4()), readonly=True)
    order_id = fields.Many2one("pos.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    rest_amount = fields.Monetary(
        string="Left to Refund", compute="_compute_rest", compute_sudo=True
    )
    scope = fields.Selection(
        refund_const.REFUND_SCOPES, string="Refund", default="whole", required=True
    )
    line_ids = fields.One2many(
        "wechatpay.refund.wizard.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    wanted_amount = fields.Monetary(string="Amount")
    amount = fields.Monetary(string="Goes Back", compute="_compute_amount")
    reason = fields.Char(
        required=True,
        size=refund_const.REASON_LENGTH,
        help="The guest reads it in WeChat, beside the money.",
    )
    is_return_to_stock = fields.Boolean(
        string="Goods Return to Stock",
        help="Only what can be sold again. A dish that was cooked cannot.",
    )
    payment_id = fields.Many2one("payment.transaction", string="Payer")
    payment_ids = fields.Many2many(
        "payment.transaction", compute="_compute_rest", compute_sudo=True
    )
    payment_count = fields.Integer(compute="_compute_rest", compute_sudo=True)
    destination = fields.Text(
        string="Goes To", compute="_compute_destination", compute_sudo=True
    )
    needs_approval = fields.Boolean(compute="_compute_destination", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("order_id")
    def _compute_rest(self):
        for wizard in self:
            order = wizard.order_id
            payments = order._wechatpay_get_payments() if order else False
            wizard.payment_ids = payments
            wizard.payment_count = len(payments or ())
            rest = order._wechatpay_get_rest_fen() if order else 0
            wizard.rest_amount = from_fen(rest)

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            left = wizard.order_id.sudo()._wechatpay_get_lines_left()
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {
                            "order_line_id": line.id,
                            "quantity_left": quantity,
                            "left_fen": left_fen,
                        }
                    )
                    for line, (quantity, left_fen) in left.items()
                ),
            ]

    @api.depends("scope", "wanted_amount", "line_ids.quantity", "order_id")
    def _compute_amount(self):
        for wizard in self:
            if wizard.scope == "whole":
                wizard.amount = wizard.rest_amount
            elif wizard.scope == "amount":
                wizard.amount = wizard.wanted_amount
            else:
                chosen = sum(wizard.line_ids.mapped("amount"))
                wizard.amount = min(chosen, wizard.rest_amount)

    @api.depends("amount", "payment_id", "order_id")
    def _compute_destination(self):
        for wizard in self:
            fen = to_fen(wizard.currency_id.round(wizard.amount))
            order = wizard.order_id
            wizard.needs_approval = order and order._wechatpay_needs_approval(fen)
            draft = self.env["wechatpay.refund"].new({"payment_id": wizard.payment_id})
            rests = {
                payment: payment._wechatpay_get_rest_fen()
                for payment in wizard.payment_ids._origin
            }
            shares = draft._split(min(fen, sum(rests.values())), rests)
            wizard.destination = "\n".join(
                self.env._(
                    "%(amount)s to whoever paid %(whole)s with WeChat (%(number)s)",
                    amount=wizard.currency_id.format(from_fen(share)),
                    whole=wizard.currency_id.format(payment.amount),
                    number=payment.provider_reference or payment.reference,
                )
                for payment, share in shares.items()
            )

    # === ACTION METHODS === #

    def action_refund(self):
        """Give the money back and show what becomes of it.

        :return: The refund's form.
        :rtype: dict
        :raise AccessError: If the user may not refund.
        :raise UserError: If nothing is chosen, or too much.
        """
        self.ensure_one()
        self._check_user()
        # Whoever presses twice sees the refund of the first time.
        refund = self.order_id.wechatpay_refund_ids.filtered(
            lambda known: known.uuid == self.uuid
        )
        return (refund or self._request())._get_form_action()

    def _request(self):
        fen = to_fen(self.currency_id.round(self.amount))
        if fen <= 0:
            raise UserError(self.env._("Choose what to give back first."))
        return self.env["wechatpay.refund"]._request(
            self.order_id,
            {
                "uuid": self.uuid,
                "amount_fen": fen,
                "reason": self.reason,
                "is_return_to_stock": self.is_return_to_stock,
                "lines": self._get_lines(),
                "payment_id": self.payment_id.id,
            },
        )

    def _check_user(self):
        # Reading the order proves that it is of one of the user's companies.
        self.order_id.check_access("read")
        groups = ("point_of_sale.group_pos_user", "account.group_account_invoice")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Only people who work at a till refund."))
        if self.payment_id and self.payment_id not in self.payment_ids:
            raise UserError(self.env._("That payment is not one of this order."))

    def _get_lines(self):
        if self.scope == "whole":
            return self.order_id.sudo()._wechatpay_get_all_lines()
        if self.scope == "amount":
            return []
        return [
            (line.order_line_id.id, line.quantity)
            for line in self.line_ids
            if line.quantity
        ]


class WechatpayRefundWizardLine(models.TransientModel):
    """A dish of the order, and how many of it are given back."""

    _name = "wechatpay.refund.wizard.line"
    _description = "Refund with WeChat Pay, Dish"

    wizard_id = fields.Many2one(
        "wechatpay.refund.wizard", required=True, ondelete="cascade"
    )
    order_line_id = fields.Many2one("pos.order.line", required=True)
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    name = fields.Char(related="order_line_id.full_product_name", string="Dish")
    quantity_left = fields.Float(string="Left", digits="Product Unit")
    quantity = fields.Float(string="Give Back", digits="Product Unit")
    left_fen = fields.Integer(help="What the quantity left costs, in fen.")
    amount = fields.Monetary(compute="_compute_amount")

    @api.depends("quantity", "quantity_left", "left_fen")
    def _compute_amount(self):
        for line in self:
            share = line.quantity / line.quantity_left if line.quantity_left else 0
            line.amount = from_fen(round(line.left_fen * share))
