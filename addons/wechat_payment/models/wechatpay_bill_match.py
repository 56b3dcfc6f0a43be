"""Which row of a bill is which payment, refund and POS session of ours.

All in SQL and by number, never by amount or time: a day of a chain has tens of
thousands of rows.
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
        """Say of each payment and refund of the day what it is in our books.

        Note: `self.ensure_one()`
        """
        self.ensure_one()
        lines = SQL("line.day_id = %s", self.id)
        self._name_reversals()
        self._complete_movements()
        self._match(lines)
        self._list_differences()

    def _match(self, which):
        """Match some rows again, as far as they are not matched yet.

        :param SQL which: A condition on `line`.
        """
        for model in (
            "payment.transaction",
            "pos.order",
            "pos.payment",
            "wechatpay.bill.line",
        ):
            self.env[model].flush_model()
        open_lines = SQL(
            "%s AND line.kind IN ('payment', 'refund', 'refund_return')"
            " AND (line.match IS NULL OR line.match = 'missing')",
            which,
        )
        self._match_transactions(open_lines)
        self._match_pos_payments(open_lines)
        self._classify(open_lines)
        self.env["wechatpay.bill.line"].invalidate_model()

    def _name_reversals(self):
        """Give the movement of a reversed payment the number that the trade bill has.

        A reversal has no number of ours; the movement names the payment it takes back.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_line line
                   SET wechat_number = trade.wechat_number
                  FROM wechatpay_bill_line trade
                  JOIN wechatpay_bill trade_bill
                    ON trade_bill.id = trade.bill_id AND trade_bill.kind = 'trade',
                       wechatpay_bill bill
                 WHERE line.day_id = %(day)s
                   AND trade.day_id = %(day)s
                   AND bill.id = line.bill_id
                   AND bill.kind = 'fund'
                   AND line.kind = 'refund'
                   AND trade.kind = 'refund'
                   AND trade.payment_number = line.wechat_number
                   AND trade.payment_own_number = trade.own_number
                """,
                day=self.id,
            )
        )

    def _complete_movements(self):
        """Give each movement the numbers of the payment or refund it belongs to.

        The fund-flow bill names WeChat's number only; what it calls the voucher is not
        our number for every kind. Asked row by row: the rows are so new that the
        planner knows nothing of them, and joins everything with everything.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_line line
                   SET own_number = told.own_number,
                       payment_number = told.payment_number,
                       payment_own_number = told.payment_own_number,
                       asked_amount = told.asked_amount,
                       coupon = told.coupon
                  FROM wechatpay_bill_line wanted
                  JOIN wechatpay_bill bill
                    ON bill.id = wanted.bill_id AND bill.kind = 'fund'
            CROSS JOIN LATERAL (
                       SELECT trade.*
                         FROM wechatpay_bill_line trade
                        WHERE trade.wechat_number = wanted.wechat_number
                          AND trade.company_id = wanted.company_id
                          AND trade.kind = CASE wanted.kind
                              WHEN 'refund_return' THEN 'refund' ELSE wanted.kind END
                          AND NOT trade.is_money
                       OFFSET 0) told
                 WHERE wanted.day_id = %s
                   AND wanted.kind IN ('payment', 'refund', 'refund_return')
                   AND line.id = wanted.id
                """,
                self.id,
            )
        )

    def _match_transactions(self, which):
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_line line
                   SET transaction_id = tx.id,
                       our_amount = CASE line.kind
                                    WHEN 'refund' THEN -ABS(tx.amount)
                                    ELSE ABS(tx.amount) END,
                       account_payment_id = tx.payment_id
                  FROM payment_transaction tx
                 WHERE %s
                   AND tx.reference = line.own_number
                   AND tx.provider_id IN %s
                   AND ((tx.operation IS NOT DISTINCT FROM 'refund')
                        = (line.kind != 'payment')
                        OR (line.kind = 'refund' AND tx.wechatpay_state = 'revoked'))
                """,
                which,
                tuple(self._get_providers().ids) or (0,),
            )
        )

    def _match_pos_payments(self, which):
        """Find the POS payment of each row, by number of refund or payment.

        A refund made at the till may carry the number of the payment it gives back;
        that counts only if there is nothing better, and each POS payment once.

        The rows are so new that the planner knows nothing of them: what it could turn
        into a join of everything with everything is asked by row.
        """
        methods = self._get_providers()._wechatpay_get_pos_methods()
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT line.id, line.kind, line.wechat_number, line.own_number,
                           line.payment_number, line.asked_amount
                      FROM wechatpay_bill_line line
                     WHERE %(which)s AND line.wechat_number IS NOT NULL
                       AND line.kind != 'refund_return'
                ), candidate AS (
                    SELECT wanted.*, pos.id AS pos_id, 1 AS rank
                      FROM wanted
                      JOIN pos_payment pos
                        ON pos.transaction_id = wanted.wechat_number
                 UNION ALL
                    SELECT wanted.*, pos.id, 2
                      FROM wanted
                      JOIN pos_payment pos ON pos.payment_ref_no = wanted.own_number
                 UNION ALL
                    SELECT wanted.*, pos.id, 3
                      FROM wanted
                      JOIN pos_payment pos
                        ON pos.transaction_id = wanted.payment_number
                       AND pos.amount = wanted.asked_amount
                     WHERE wanted.kind = 'refund'
                       AND (SELECT COUNT(*)
                              FROM wechatpay_bill_line other
                             WHERE other.pos_payment_id = pos.id
                               AND other.wechat_number != wanted.wechat_number) = 0
                ), found AS (
                    SELECT candidate.id, candidate.pos_id, candidate.rank
                      FROM candidate
                      JOIN pos_payment pos ON pos.id = candidate.pos_id
                     WHERE pos.payment_method_id IN %(methods)s
                       AND (pos.amount < 0) = (candidate.kind = 'refund')
                ), best AS (
                    SELECT DISTINCT ON (id) id, pos_id
                      FROM found
                  ORDER BY id, rank, pos_id
                )
                UPDATE wechatpay_bill_line line
                   SET pos_payment_id = pos.id,
                       session_id = pos.session_id,
                       our_amount = pos.amount
                  FROM best JOIN pos_payment pos ON pos.id = best.pos_id
                 WHERE best.id = line.id
                """,
                methods=tuple(methods.ids) or (0,),
                which=which,
            )
        )

    def _classify(self, which):
        """Write what each row was found to be.

        What was received for an order that no longer wanted it and given back is in no
        session: both sides clear each other. So do a refund that WeChat Pay gave up
        and the money that came back for it.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE wechatpay_bill_line line
                   SET match = CASE
                       WHEN line.is_foreign THEN 'foreign'
                       WHEN (SELECT COUNT(*)
                               FROM wechatpay_bill_line other
                              WHERE other.wechat_number = line.wechat_number
                                AND other.kind = line.kind
                                AND other.company_id = line.company_id
                                AND (other.flow_number IS NULL)
                                    = (line.flow_number IS NULL)
                                AND other.id < line.id) > 0 THEN 'doubled'
                       WHEN line.session_id IS NOT NULL THEN 'session'
                       WHEN line.account_payment_id IS NOT NULL THEN 'payment'
                       WHEN %s THEN 'returned'
                       ELSE 'missing' END
                 WHERE %s
                """,
                self._is_returned(),
                which,
            )
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
