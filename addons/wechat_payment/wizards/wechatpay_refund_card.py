"""The form that sends an abnormal refund to a bank card of the payer's.

What is typed is sealed for WeChat Pay before it is written: nobody who reads the
database, its backups or this form afterwards learns the number or the name.
"""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import refund_const
from ..wechatpay.bodies import SealedCard

_NUMBER = re.compile(r"\d{12,19}")
_MASK = "••••"
_SHOWN_DIGITS = 4


class WechatpayRefundCard(models.TransientModel):
    """A payer's bank card, for one refund."""

    _name = "wechatpay.refund.card"
    _description = "Refund to the Payer's Bank Card"

    refund_id = fields.Many2one("wechatpay.refund", required=True, readonly=True)
    currency_id = fields.Many2one(related="refund_id.currency_id")
    amount = fields.Monetary(compute="_compute_part", compute_sudo=True)
    payment = fields.Char(
        string="Paid With", compute="_compute_part", compute_sudo=True
    )
    bank_type = fields.Selection(
        refund_const.CARD_BANKS,
        string="Bank",
        help="Debit cards of these banks only.",
    )
    bank_account = fields.Char(
        string="Card Number",
        compute="_compute_bank_account",
        inverse="_inverse_bank_account",
        compute_sudo=True,
    )
    real_name = fields.Char(
        string="Name of the Holder",
        compute="_compute_real_name",
        inverse="_inverse_real_name",
        compute_sudo=True,
    )
    sealed_account = fields.Char(groups="base.group_system")
    sealed_name = fields.Char(groups="base.group_system")
    seal_serial = fields.Char(groups="base.group_system")
    last_digits = fields.Char(groups="base.group_system")

    # === COMPUTE METHODS === #

    @api.depends("refund_id")
    def _compute_part(self):
        for wizard in self:
            part = wizard._get_part()
            wizard.amount = -part.amount
            payment = part.source_transaction_id
            wizard.payment = payment.provider_reference or payment.reference

    @api.depends("sealed_account", "last_digits")
    def _compute_bank_account(self):
        for wizard in self:
            wizard.bank_account = (
                f"{_MASK} {wizard.last_digits}" if wizard.sealed_account else False
            )

    @api.depends("sealed_name")
    def _compute_real_name(self):
        for wizard in self:
            wizard.real_name = _MASK if wizard.sealed_name else False

    def _inverse_bank_account(self):
        for wizard in self:
            number = re.sub(r"[\s-]", "", wizard.bank_account or "")
            if not _NUMBER.fullmatch(number):
                raise UserError(
                    self.env._("A card number has 12 to 19 digits. Please look again.")
                )
            wizard.sudo().write(
                {
                    **wizard._seal("sealed_account", number),
                    "last_digits": number[-_SHOWN_DIGITS:],
                }
            )

    def _inverse_real_name(self):
        for wizard in self:
            name = (wizard.real_name or "").strip()
            if not name:
                raise UserError(self.env._("Whose card is it? Enter the name."))
            wizard.sudo().write(wizard._seal("sealed_name", name))

    # === ACTION METHODS === #

    def action_send(self):
        """Have the money sent to the card.

        :raise AccessError: If the user is neither manager nor accountant.
        :raise UserError: If something is missing, or nothing is abnormal any more.
        """
        self.ensure_one()
        self.refund_id._check_group("point_of_sale.group_pos_manager")
        wizard_sudo = self.sudo()
        part_sudo = wizard_sudo._get_part()
        if not part_sudo:
            raise UserError(self.env._("This refund needs no card any more."))
        if part_sudo._wechatpay_get_seal_serial() != wizard_sudo.seal_serial:
            raise UserError(
                self.env._("WeChat Pay's key changed meanwhile. Enter the card again.")
            )
        part_sudo._wechatpay_resend_abnormal(wizard_sudo._prepare_card())
        wizard_sudo.unlink()
        return {"type": "ir.actions.act_window_close"}

    # === HELPERS === #

    def _get_part(self):
        """Return the refund of one payment that its payer's account cannot take."""
        parts = self.refund_id.sudo().transaction_ids
        return parts.filtered(lambda part: part.wechatpay_state == "abnormal")[:1]

    def _prepare_card(self):
        if not (self.bank_type and self.sealed_account and self.sealed_name):
            raise UserError(
                self.env._("Choose the bank, and enter the card and its holder.")
            )
        return SealedCard(self.bank_type, self.sealed_account, self.sealed_name)

    def _seal(self, field, text):
        serial, sealed = self._get_part()._wechatpay_seal(text)
        return {field: sealed, "seal_serial": serial}
