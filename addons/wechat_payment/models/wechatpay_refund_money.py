"""The money of a refund: from which payments it is taken, and asking for it."""

from odoo import models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError

from .. import const
from ..errors import PaymentRefusedError, PaymentUnavailableError

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class WechatpayRefund(models.Model):
    """Sends money back to who paid it."""

    _inherit = "wechatpay.refund"

    def _claim_money(self):
        """Write down the refund transactions to ask for; part of a committed intent.

        :raise UserError: If the payments do not hold that much any more.
        """
        missing = self._get_missing_fen()
        payments = self.order_id._wechatpay_get_payments().sorted("id")
        for payment in payments:
            payment._wechatpay_lock()
        rests = {payment: payment._wechatpay_get_rest_fen() for payment in payments}
        if not 0 < missing <= sum(rests.values()):
            raise UserError(
                self.env._("There is not that much left to refund of this order.")
            )
        for payment, fen in self._split(missing, rests).items():
            payment._wechatpay_check_refund_limits()
            refund_tx = payment._wechatpay_create_refund(fen, self.reason)
            refund_tx.wechatpay_refund_id = self

    def _split(self, fen, rests):
        """Share an amount among payments: the chosen one first, then in proportion.

        :param int fen: The amount.
        :param dict rests: What each payment has left.
        :return: What is taken from each; never more than it has, in all the amount.
        :rtype: dict
        """
        shares = dict.fromkeys(rests, 0)
        if self.payment_id in rests:
            shares[self.payment_id] = min(fen, rests[self.payment_id])
        open_fen = fen - sum(shares.values())
        rests = {one: rest - shares[one] for one, rest in rests.items()}
        total = sum(rests.values())
        for payment, rest in rests.items():
            # Each takes its share of what is still open; the last one, the rest.
            share = round(open_fen * rest / total) if total else 0
            shares[payment] += share
            open_fen -= share
            total -= rest
        return {payment: share for payment, share in shares.items() if share}

    def _ask_again(self):
        self._lock()
        if self._get_missing_fen() <= 0:
            raise UserError(self.env._("Nothing of this refund is missing."))
        if self.state == "failed":
            self._move("running")
        self._claim_money()

    def _send(self):
        """Ask WeChat Pay for each part it did not accept yet.

        What does not succeed now is repeated by the reconciler, with the same number.
        """
        refund_id = self.id
        part_ids = run_committed(
            self.env,
            lambda env: (
                env[self._name]
                .sudo()
                .browse(refund_id)
                .transaction_ids.filtered(lambda tx: tx.wechatpay_state == "created")
                .ids
            ),
        )
        for part in self.env["payment.transaction"].sudo().browse(part_ids):
            try:
                part._wechatpay_send_refund()
            except (PaymentUnavailableError, PaymentRefusedError) as error:
                _logger.info("Part %s is not accepted yet: %s", part.id, error)
        self.env.invalidate_all()

    def _get_parts(self):
        """Return what was given back, by the payment it was taken from.

        :return: Pairs of a payment and an amount in fen.
        :rtype: list[tuple]
        """
        done = self.transaction_ids.filtered(lambda tx: tx.wechatpay_state == "success")
        return [(tx, to_fen(-tx.amount)) for tx in done]
