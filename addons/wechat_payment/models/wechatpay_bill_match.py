"""Which row of a bill is which payment, refund and POS session of ours.

All in SQL and by number, never by amount or time: a day of a chain has tens of
thousands of rows. It works on the rows of the stage, which the planner knows.
"""

from odoo import models
from odoo.tools import SQL


class PosPayment(models.Model):
    """A POS payment that is found by the numbers of WeChat Pay."""

    _inherit = "pos.payment"

    _wechatpay_transaction_idx = models.Index(
        "(transaction_id) WHERE transaction_id IS NOT NULL"
    )
    _wechatpay_reference_idx = models.Index(
        "(payment_ref_no) WHERE payment_ref_no IS NOT NULL"
    )


class WechatpayBillDay(models.Model):
    """A day whose rows are matched."""

    _inherit = "wechatpay.bill.day"

    def _match_lines(self):
        """Say of each payment and refund on the stage what it is in our books.

        Note: `self.ensure_one()`
        """
        self.ensure_one()
        self._name_reversals()
        self._complete_movements()
        self._match()

    def _match_again(self, which):
        """Match rows that were kept without a counterpart in our books.

        :param SQL which: A condition on `line`.
        """
        lines = self.env["wechatpay.bill.line"]
        lines._stage_kept(
            SQL(
                "%s AND line.kind IN ('payment', 'refund', 'refund_return')"
                " AND (line.match IS NULL OR line.match = 'missing')",
                which,
            )
        )
        self._match()
        lines._keep_found()

    def _match(self):
        for model in ("payment.transaction", "pos.order", "pos.payment"):
            self.env[model].flush_model()
        self._match_transactions()
        self._match_pos_payments()
        self._classify()

    def _name_reversals(self):
        """Give the movement of a reversed payment the number that the trade bill has.

        A reversal has no number of ours; the movement names the payment it takes back.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_row line
                   SET wechat_number = trade.wechat_number
                  FROM wechatpay_bill_row trade
                 WHERE line.bill_id IN %(fund)s
                   AND line.kind = 'refund'
                   AND trade.bill_id IN %(trade)s
                   AND trade.kind = 'refund'
                   AND trade.payment_number = line.wechat_number
                   AND trade.payment_own_number = trade.own_number
                """,
                **self._get_bills(),
            )
        )

    def _get_bills(self):
        """Return the ids of the day's bills by kind, each with one that is none."""
        return {
            kind: (0, *self.bill_ids.filtered(lambda bill, k=kind: bill.kind == k).ids)
            for kind in ("trade", "fund")
        }

    def _complete_movements(self):
        """Give each movement the numbers of the payment or refund it belongs to.

        The fund-flow bill names WeChat's number only; what it calls the voucher is not
        our number for every kind. Most stand in the trade bill of the same day.
        """
        for told, is_told in (
            (
                SQL("wechatpay_bill_row"),
                SQL("told.bill_id IN %(trade)s", **self._get_bills()),
            ),
            (
                SQL("wechatpay_bill_line"),
                SQL("NOT told.is_money AND line.payment_number IS NULL"),
            ),
        ):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE wechatpay_bill_row line
                       SET own_number = told.own_number,
                           payment_number = told.payment_number,
                           payment_own_number = told.payment_own_number,
                           asked_amount = told.asked_amount,
                           coupon = told.coupon
                      FROM %(told)s told
                     WHERE line.bill_id IN %(fund)s
                       AND line.kind IN ('payment', 'refund', 'refund_return')
                       AND told.wechat_number = line.wechat_number
                       AND told.company_id = line.company_id
                       AND told.kind = CASE line.kind
                           WHEN 'refund_return' THEN 'refund' ELSE line.kind END
                       AND %(is_told)s
                    """,
                    told=told,
                    is_told=is_told,
                    fund=self._get_bills()["fund"],
                )
            )

    def _match_transactions(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_row line
                   SET transaction_id = tx.id,
                       our_amount = CASE line.kind
                                    WHEN 'refund' THEN -ABS(tx.amount)
                                    ELSE ABS(tx.amount) END,
                       account_payment_id = tx.payment_id
                  FROM payment_transaction tx
                 WHERE line.kind IN ('payment', 'refund', 'refund_return')
                   AND tx.reference = line.own_number
                   AND tx.provider_id IN %s
                   AND ((tx.operation IS NOT DISTINCT FROM 'refund')
                        = (line.kind != 'payment')
                        OR (line.kind = 'refund' AND tx.wechatpay_state = 'revoked'))
                """,
                tuple(self._get_providers().ids) or (0,),
            )
        )

    def _match_pos_payments(self):
        """Find the POS payment of each row, by number of refund or payment.

        A refund made at the till may carry the number of the payment it gives back;
        that counts only if there is nothing better, and each POS payment once.
        """
        methods = self._get_providers()._wechatpay_get_pos_methods()
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT line.id, line.kind, line.wechat_number, line.own_number,
                           line.payment_number, line.asked_amount
                      FROM wechatpay_bill_row line
                     WHERE line.kind IN ('payment', 'refund')
                       AND line.wechat_number IS NOT NULL
                ), candidate AS (
                    SELECT wanted.id, wanted.kind, pos.id AS pos_id, 1 AS rank
                      FROM wanted
                      JOIN pos_payment pos
                        ON pos.transaction_id = wanted.wechat_number
                 UNION ALL
                    SELECT wanted.id, wanted.kind, pos.id, 2
                      FROM wanted
                      JOIN pos_payment pos ON pos.payment_ref_no = wanted.own_number
                 UNION ALL
                    SELECT wanted.id, wanted.kind, pos.id, 3
                      FROM wanted
                      JOIN pos_payment pos
                        ON pos.transaction_id = wanted.payment_number
                       AND pos.amount = wanted.asked_amount
                     WHERE wanted.kind = 'refund'
                       AND (SELECT COUNT(*)
                              FROM wechatpay_bill_line other
                             WHERE other.pos_payment_id = pos.id
                               AND other.wechat_number != wanted.wechat_number) = 0
                ), best AS (
                    SELECT DISTINCT ON (candidate.id)
                           candidate.id, pos.id AS pos_id, pos.session_id, pos.amount
                      FROM candidate
                      JOIN pos_payment pos ON pos.id = candidate.pos_id
                     WHERE pos.payment_method_id IN %(methods)s
                       AND (pos.amount < 0) = (candidate.kind = 'refund')
                  ORDER BY candidate.id, candidate.rank, pos.id
                )
                UPDATE wechatpay_bill_row line
                   SET pos_payment_id = best.pos_id,
                       session_id = best.session_id,
                       our_amount = best.amount
                  FROM best
                 WHERE best.id = line.id
                """,
                methods=tuple(methods.ids) or (0,),
            )
        )

    def _classify(self):
        """Write what each row was found to be.

        What was received for an order that no longer wanted it and given back is in no
        session: both sides clear each other. So do a refund that WeChat Pay gave up
        and the money that came back for it.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_row line
                   SET match = CASE
                       WHEN line.is_foreign THEN 'foreign'
                       WHEN doubled.id IS NOT NULL THEN 'doubled'
                       WHEN line.session_id IS NOT NULL THEN 'session'
                       WHEN line.account_payment_id IS NOT NULL THEN 'payment'
                       WHEN %s THEN 'returned'
                       ELSE 'missing' END
                  FROM wechatpay_bill_row staged
             LEFT JOIN (%s) doubled ON doubled.id = staged.id
                 WHERE staged.id = line.id
                   AND line.kind IN ('payment', 'refund', 'refund_return')
                """,
                self._is_returned(),
                self._select_doubled(),
            )
        )

    def _select_doubled(self):
        """Select the rows that an earlier row of the same kind of bill has already.

        :rtype: SQL
        """
        return SQL(
            """
            SELECT id
              FROM (SELECT id, wechat_number, ROW_NUMBER() OVER (
                           PARTITION BY wechat_number, kind, company_id,
                                        flow_number IS NULL
                               ORDER BY id) AS place
                      FROM wechatpay_bill_row
                     WHERE kind IN ('payment', 'refund', 'refund_return')) ranked
             WHERE place > 1 AND wechat_number IS NOT NULL
         UNION
            SELECT line.id
              FROM wechatpay_bill_row line
              JOIN wechatpay_bill_line other
                ON other.wechat_number = line.wechat_number
               AND other.kind = line.kind
               AND other.company_id = line.company_id
               AND (other.flow_number IS NULL) = (line.flow_number IS NULL)
               AND other.id < line.id
             WHERE line.kind IN ('payment', 'refund', 'refund_return')
            """
        )

    def _is_returned(self):
        """Return the condition on a row that its money came and went for nothing.

        :rtype: SQL
        """
        return SQL(
            """EXISTS (
            SELECT FROM payment_transaction tx
              JOIN payment_transaction paid
                ON paid.id = CASE WHEN tx.operation = 'refund'
                             THEN tx.source_transaction_id ELSE tx.id END
             WHERE tx.id = line.transaction_id
               AND (paid.wechatpay_state = 'revoked'
                    OR (tx.operation = 'refund' AND tx.wechatpay_state = 'closed')
                    OR (
                   paid.payment_id IS NULL
               AND NOT EXISTS (
                   SELECT FROM pos_payment pos
                    WHERE pos.transaction_id = paid.provider_reference
                       OR pos.payment_ref_no = paid.reference)
               AND paid.amount = (
                   SELECT COALESCE(-SUM(refund.amount), 0)
                     FROM payment_transaction refund
                    WHERE refund.source_transaction_id = paid.id
                      AND refund.operation = 'refund'
                      AND refund.wechatpay_state IN ('success', 'processing')))))"""
        )


class PaymentProvider(models.Model):
    """A merchant whose POS methods are asked for."""

    _inherit = "payment.provider"

    def _wechatpay_get_pos_methods(self):
        """Return the POS payment methods that book these providers' payments.

        :rtype: pos.payment.method
        """
        methods = self.env["pos.payment.method"].sudo()
        return methods.with_context(active_test=False).search(
            [("wechatpay_provider_id", "in", self.ids)]
        )
