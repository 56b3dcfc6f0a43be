"""What does not agree between the bills of a day and our books, as a list."""

from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .. import bill_const, const


class WechatpayBillDay(models.Model):
    """A day whose differences are listed.

    Counterparts are counted instead of asked for with NOT EXISTS: rows of bills are so
    new that the planner, who knows nothing of them yet, would join all with all.
    """

    _inherit = "wechatpay.bill.day"

    def _list_differences(self):
        """Make the list of what does not agree, once for each number and reason."""
        self._list(self._select_wrong_lines())
        self._list(self._select_wrong_fees())
        if self._has_fund_bill():
            self._list(self._select_unsettled())
            self._list(self._select_untold())
        self._list(self._select_missing_there())
        differences = self.env["wechatpay.bill.difference"]
        changed = differences._resolve_what_was_found(self.company_id)
        changed |= differences._open_what_is_overdue(self)
        (changed.day_id - self)._settle()

    def _list(self, select):
        self.flush_model(["date", "merchant"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO wechatpay_bill_difference
                       (day_id, company_id, line_id, pos_payment_id, transaction_id,
                        reason, kind, wechat_number, own_number, at, amount,
                        bill_amount, our_amount, state, expected_on, create_date,
                       session_id, date, merchant)
                SELECT listed.*, pos.session_id, day.date, day.merchant
                  FROM (%s) AS listed (
                       day_id, company_id, line_id, pos_payment_id, transaction_id,
                       reason, kind, wechat_number, own_number, at, amount,
                       bill_amount, our_amount, state, expected_on, create_date)
                  JOIN wechatpay_bill_day day ON day.id = listed.day_id
             LEFT JOIN pos_payment pos ON pos.id = listed.pos_payment_id
                ON CONFLICT DO NOTHING
                """,
                select,
            )
        )
        self.env["wechatpay.bill.difference"].invalidate_model()
        self.invalidate_recordset(["difference_ids", "open_count"])
        self.env.add_to_compute(self._fields["open_count"], self)

    def _select_wrong_lines(self):
        """Select rows without a payment of ours, and those with another amount.

        The row that moved the balance comes first: its difference is money. A refund of
        ours is booked once it has arrived, so its row may be days early.
        """
        return SQL(
            """
            SELECT line.day_id, line.company_id, line.id, line.pos_payment_id,
                   line.transaction_id, line.reason, line.kind, line.wechat_number,
                   line.own_number, line.at,
                   line.amount - CASE WHEN line.reason IN ('amount', 'coupon')
                                      THEN line.our_amount ELSE 0 END,
                   line.amount,
                   CASE WHEN line.reason IN ('amount', 'coupon')
                        THEN line.our_amount ELSE 0 END,
                   CASE line.reason WHEN 'under_way' THEN 'waiting' ELSE 'open' END,
                   CASE line.reason WHEN 'under_way' THEN %(late)s::date END,
                   NOW() AT TIME ZONE 'UTC'
              FROM (
                SELECT line.*, CASE
                       WHEN line.match = 'missing' AND line.kind = 'refund'
                        AND line.transaction_id IS NOT NULL THEN 'under_way'
                       WHEN line.match = 'missing' THEN 'missing_here'
                       WHEN line.match IN ('doubled', 'foreign') THEN line.match
                       WHEN line.kind = 'other' AND line.is_money THEN 'other'
                       WHEN line.match IN ('session', 'payment', 'returned')
                        AND line.amount != line.our_amount
                       THEN CASE WHEN line.asked_amount = line.our_amount
                                 THEN 'coupon' ELSE 'amount' END
                       END AS reason
                  FROM wechatpay_bill_line line
                 WHERE line.day_id = %(day)s) line
             WHERE line.reason IS NOT NULL
          ORDER BY line.is_money DESC, line.id
            """,
            day=self.id,
            late=self.date + timedelta(days=bill_const.REFUND_DAYS),
        )

    def _select_wrong_fees(self):
        """Select rows whose fee is not the agreed part of the amount.

        WeChat Pay rounds each fee to a fen, and half a fen either way.
        """
        return SQL(
            """
            SELECT day_id, company_id, id, pos_payment_id, transaction_id, 'fee', kind,
                   wechat_number, own_number, at, expected - fee, -fee, -expected,
                   'open', NULL::date, NOW() AT TIME ZONE 'UTC'
              FROM (
                SELECT line.*, ROUND(line.amount * COALESCE(
                           NULLIF(%s, 0)::numeric,
                           SUBSTRING(line.rate FROM '^([0-9.]+)%%$')::numeric
                       ) / 100, 2) AS expected
                  FROM wechatpay_bill_line line
                  JOIN wechatpay_bill bill
                    ON bill.id = line.bill_id AND bill.kind = 'trade'
                 WHERE line.day_id = %s AND line.kind IN ('payment', 'refund')) line
             WHERE ABS(expected - fee) > 0.01
            """,
            self.provider_id.sudo().wechatpay_fee_rate or 0,
            self.id,
        )

    def _select_unsettled(self):
        """Select trades that did not move the balance yet, of this day."""
        return SQL(
            """
            SELECT line.day_id, line.company_id, line.id, line.pos_payment_id,
                   line.transaction_id, 'unsettled', line.kind, line.wechat_number,
                   line.own_number, line.at, -line.amount, 0, line.amount, 'waiting',
                   %(next)s::date, NOW() AT TIME ZONE 'UTC'
              FROM wechatpay_bill_line line
              JOIN wechatpay_bill bill
                ON bill.id = line.bill_id AND bill.kind = 'trade'
             WHERE line.day_id = %(day)s
               AND line.kind IN ('payment', 'refund')
               AND line.match IN ('session', 'payment', 'returned')
               AND line.amount != 0
               AND (SELECT COUNT(*)
                      FROM wechatpay_bill_line fund
                     WHERE fund.wechat_number = line.wechat_number
                       AND fund.kind = line.kind
                       AND fund.is_money) = 0
            """,
            day=self.id,
            next=self.date + timedelta(days=1),
        )

    def _select_untold(self):
        """Select movements of known payments that no trade bill tells of.

        Money is never moved before it is traded: only older bills could have them.
        """
        return SQL(
            """
            SELECT line.day_id, line.company_id, line.id, line.pos_payment_id,
                   line.transaction_id, 'untold', line.kind, line.wechat_number,
                   line.own_number, line.at, 0, 0, line.amount, 'open', NULL::date,
                   NOW() AT TIME ZONE 'UTC'
              FROM wechatpay_bill_line line
             WHERE line.day_id = %(day)s
               AND line.is_money
               AND line.kind IN ('payment', 'refund')
               AND line.match IN ('session', 'payment', 'returned')
               AND (SELECT COUNT(*)
                      FROM wechatpay_bill_line trade
                     WHERE trade.wechat_number = line.wechat_number
                       AND trade.kind = line.kind
                       AND NOT trade.is_money) = 0
            """,
            day=self.id,
        )

    def _select_missing_there(self):
        """Select our payments and refunds of the day that no bill has.

        What happened around midnight, and refunds, which WeChat Pay books when it
        carries them out, may stand in the next bill: they wait for it.
        """
        start, end = self._get_window()
        providers = self._get_providers()
        return SQL(
            """
            SELECT %(day)s AS day_id, %(company)s AS company_id,
                   NULL::integer AS line_id, ours.pos_id AS pos_payment_id, ours.tx_id,
                   'missing_there' AS reason,
                   CASE WHEN ours.amount < 0 THEN 'refund' ELSE 'payment' END,
                   ours.wechat_number, ours.own_number, ours.at, -ours.amount,
                   0, ours.amount AS our_amount,
                   CASE WHEN %(waits)s THEN 'waiting' ELSE 'open' END,
                   CASE WHEN %(waits)s THEN %(next)s::date END,
                   NOW() AT TIME ZONE 'UTC'
              FROM (%(ours)s) ours
            """,
            day=self.id,
            company=self.company_id.id,
            next=self.date + timedelta(days=1),
            waits=SQL(
                "(ours.amount < 0 OR ours.at >= %s)",
                end - timedelta(minutes=bill_const.BOUNDARY_MINUTES),
            ),
            ours=SQL(
                "%s UNION ALL %s",
                self._select_our_pos_payments(providers, start, end),
                self._select_our_transactions(providers, start, end),
            ),
        )

    def _select_our_pos_payments(self, providers, start, end):
        methods = providers._wechatpay_get_pos_methods()
        return SQL(
            """
            SELECT pos.id AS pos_id, NULL::integer AS tx_id, pos.amount,
                   COALESCE(pos.transaction_id, 'pos-' || pos.id) AS wechat_number,
                   pos.payment_ref_no AS own_number, pos.payment_date AS at
              FROM pos_session session
              JOIN pos_payment pos ON pos.session_id = session.id
              JOIN pos_order ON pos_order.id = pos.pos_order_id
             WHERE session.start_at < %(end)s
               AND (session.stop_at IS NULL OR session.stop_at >= %(start)s)
               AND pos.payment_method_id IN %(methods)s
               AND pos.payment_date >= %(start)s AND pos.payment_date < %(end)s
               AND pos.amount != 0
               AND pos_order.state IN ('paid', 'done')
               AND (SELECT COUNT(*)
                      FROM wechatpay_bill_line line
                     WHERE line.pos_payment_id = pos.id) = 0
            """,
            methods=tuple(methods.ids) or (0,),
            start=start,
            end=end,
        )

    def _select_our_transactions(self, providers, start, end):
        return SQL(
            """
            SELECT NULL::integer, tx.id, tx.amount,
                   COALESCE(tx.provider_reference, tx.reference), tx.reference,
                   tx.last_state_change
              FROM payment_transaction tx
             WHERE tx.provider_id IN %(providers)s
               AND tx.wechatpay_state IN %(states)s
               AND tx.last_state_change >= %(start)s AND tx.last_state_change < %(end)s
               AND (SELECT COUNT(*)
                      FROM wechatpay_bill_line line
                     WHERE line.transaction_id = tx.id) = 0
               AND (SELECT COUNT(*)
                      FROM pos_payment pos
                     WHERE pos.transaction_id = tx.provider_reference
                        OR pos.payment_ref_no = tx.reference) = 0
            """,
            providers=tuple(providers.ids) or (0,),
            states=const.PAID_STATES,
            start=start,
            end=end,
        )


class PaymentTransaction(models.Model):
    """A payment that is found by the day it ended."""

    _inherit = "payment.transaction"

    _wechatpay_day_idx = models.Index(
        "(provider_id, last_state_change) WHERE wechatpay_state IS NOT NULL"
    )
