"""The payment proof: what the guest takes along, and how they come to it."""

import pytz
from odoo import models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_datetime
from odoo.tools.misc import hash_sign, verify_hash_signed

from .. import const
from ..report.payment_proof import ProofPage, render

_SCOPE = "wechatpay-proof"
# Where the merchants of WeChat Pay are, if the company does not say.
_TIME_ZONE = "Asia/Shanghai"
_LANG = "zh_CN"


class PaymentTransaction(models.Model):
    """A payment whose payer wants to show that it was made."""

    _inherit = "payment.transaction"

    # === ACTION METHODS === #

    def action_wechatpay_print_proof(self):
        """Return what opens the payment proof.

        Note: `self.ensure_one()`

        :rtype: dict
        :raise UserError: If no money was received.
        """
        self.ensure_one()
        self.check_access("read")
        if not self._wechatpay_has_proof():
            raise UserError(
                self.env._("There is no proof of a payment that was not received.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": self._wechatpay_get_proof_path(),
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _wechatpay_has_proof(self):
        """Return whether this is money that was received.

        Note: `self.ensure_one()`

        :rtype: bool
        """
        self.ensure_one()
        return self.wechatpay_state in const.PAID_STATES and not self._is_refund()

    def _wechatpay_get_proof_path(self):
        """Return where whoever is told may fetch the proofs of these payments.

        For an hour, and whoever that is: to be told to the payer, and to those who may
        read the payments.

        :rtype: str
        """
        lang = self.env.lang or self.env.user.lang or _LANG
        token = hash_sign(
            self.env(su=True),
            _SCOPE,
            [self.ids, lang],
            expiration_hours=const.PROOF_LINK_HOURS,
        )
        return f"{const.PROOF_ROUTE}/{token}"

    def _wechatpay_find_by_proof_token(self, token):
        """Return the payments of a link, in the language it was asked for.

        :param str token: The end of the path.
        :return: The payments; none if the link is forged or too old.
        :rtype: payment.transaction
        """
        try:
            values = verify_hash_signed(self.env(su=True), _SCOPE, token)
        except ValueError:
            values = None
        ids, lang = values or ([], _LANG)
        payments = self.browse(ids).exists().with_context(lang=lang)
        return payments.filtered(lambda tx: tx._wechatpay_has_proof())

    def _wechatpay_render_proofs(self):
        """Return the proofs of these payments as PDF, a page for each.

        :rtype: bytes
        """
        return render([tx._wechatpay_prepare_proof() for tx in self])

    def _wechatpay_prepare_proof(self):
        """Return what stands on the payment proof.

        :rtype: ProofPage
        """
        order = self.wechatpay_pos_order_id
        voucher = self._wechatpay_get_voucher()
        return ProofPage(
            title=self.env._("WeChat Pay payment proof"),
            seller=self.company_id.name,
            amount=self._wechatpay_format_proof(self.amount),
            status=self._wechatpay_tell_proof_status(),
            facts=self._wechatpay_tell_proof_facts(voucher),
            dishes=[
                (
                    line.full_product_name or line.product_id.display_name,
                    f"{line.qty:g}",
                    self._wechatpay_format_proof(line.price_subtotal_incl),
                )
                for line in order.lines
            ],
            total=(
                self.env._("Order total"),
                self._wechatpay_format_proof(order.amount_total),
            ),
            seal=self._wechatpay_tell_proof_seal(voucher),
            footer=self.env._(
                "Printed from what WeChat Pay told the shop. It proves a payment and is"
                " no invoice (fapiao). Compare WeChat's number with the bill in your"
                " WeChat."
            ),
        )

    # === HELPERS === #

    def _wechatpay_get_voucher(self):
        vouchers = self.env["wechatpay.voucher"].sudo()
        return vouchers.search(
            [("transaction_id", "=", self.id), ("kind", "=", "payment")]
        )

    def _wechatpay_get_returned(self):
        return self._wechatpay_get_refunds().filtered(
            lambda refund: refund.wechatpay_state == "success"
        )

    def _wechatpay_tell_proof_status(self):
        returned_fen = sum(to_fen(-tx.amount) for tx in self._wechatpay_get_returned())
        if not returned_fen:
            return self.env._("Paid")
        if returned_fen >= to_fen(self.amount):
            return self.env._("Paid, and refunded since")
        return self.env._("Paid, and refunded in part since")

    def _wechatpay_tell_proof_facts(self, voucher):
        order = self.wechatpay_pos_order_id
        paid_at = voucher.occurred_at or self.last_state_change
        facts = [
            (self.env._("Paid on"), self._wechatpay_format_moment(paid_at)),
            (self.env._("Paid with"), self.env._("WeChat Pay")),
            (self.env._("Order"), order.pos_reference or order.name or ""),
            (self.env._("WeChat's number"), self.provider_reference or ""),
            (self.env._("Shop's number"), self.reference),
            (
                self.env._("Merchant number"),
                self.env["wechatpay.voucher"]._get_mchid(self),
            ),
        ]
        return facts + [
            (
                self.env._("Refunded"),
                "    ".join(
                    [
                        self._wechatpay_format_proof(-refund.amount),
                        self._wechatpay_format_moment(refund.last_state_change),
                        refund.reference,
                    ]
                ),
            )
            for refund in self._wechatpay_get_returned().sorted("id")
        ]

    def _wechatpay_tell_proof_seal(self, voucher):
        if not voucher:
            return []
        return [
            (
                self.env._("Voucher"),
                self.env._("no. %s of the merchant", voucher.sequence)
                if voucher.sequence
                else self.env._("not sealed yet: print it again in a minute"),
            ),
            (self.env._("Seal (SHA-256)"), voucher.hash or "-"),
            (self.env._("Signed by WeChat Pay"), voucher.serial or "-"),
        ]

    def _wechatpay_format_proof(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _wechatpay_format_moment(self, moment):
        zone = self.company_id.partner_id.tz or _TIME_ZONE
        zone = zone if zone in pytz.all_timezones_set else _TIME_ZONE
        return format_datetime(
            self.env, moment, tz=zone, dt_format="yyyy-MM-dd HH:mm:ss"
        )
