"""A session in which more was given back than paid owes the money in transit."""

from odoo import models


class PosSession(models.Model):
    """A session whose closing entry the bills clear."""

    _inherit = "pos.session"

    def _create_combine_account_payment(self, payment_method, amounts, diff_amount):
        """Override of `point_of_sale` to book refunds out of the money in transit.

        Odoo turns both the accounts and the direction of a payment below zero, and so
        debits what it means to credit: neither the guests' receivable nor what the
        bills tell of would ever be cleared.
        """
        is_negative = self.currency_id.compare_amounts(amounts["amount"], 0) < 0
        if not (payment_method.wechatpay_provider_id and is_negative):
            return super()._create_combine_account_payment(
                payment_method, amounts, diff_amount
            )
        receivable = self._get_receivable_account(payment_method)
        payment = (
            self.env["account.payment"]
            .with_context(pos_payment=True)
            .create(
                {
                    "amount": abs(amounts["amount"]),
                    "payment_type": "outbound",
                    "journal_id": payment_method.journal_id.id,
                    "force_outstanding_account_id": (
                        payment_method.outstanding_account_id.id
                    ),
                    "destination_account_id": receivable.id,
                    "memo": self.env._(
                        "WeChat refunds of %(session)s", session=self.name
                    ),
                    "pos_payment_method_id": payment_method.id,
                    "pos_session_id": self.id,
                    "company_id": self.company_id.id,
                }
            )
        )
        payment.action_post()
        if self.currency_id.compare_amounts(diff_amount, 0):
            self._apply_diff_on_account_payment_move(
                payment, payment_method, diff_amount
            )
        return payment.move_id.line_ids.filtered(
            lambda line: line.account_id == receivable
        )
