"""Which differences settle themselves, once the other side is found."""

from odoo import api, models
from odoo.tools import SQL


class WechatpayBillDifference(models.Model):
    """A difference that later bills or bookings explain."""

    _inherit = "wechatpay.bill.difference"

    # === BUSINESS METHODS === #

    @api.model
    def _tie_statement_line(self, statement_line, row, reasons):
        """Remember where the money of a difference is booked.

        :param account.bank.statement.line statement_line: The line on suspense.
        :param wechatpay.bill.line row: The row that moved the balance.
        :param tuple reasons: What the difference may be about.
        """
        found = self.search(
            [
                ("company_id", "=", row.company_id.id),
                ("kind", "=", row.kind),
                ("reason", "in", reasons),
                ("statement_line_id", "=", False),
                "|",
                ("line_id", "=", row.id),
                ("wechat_number", "=", row.wechat_number),
            ],
            limit=1,
        )
        found.write({"statement_line_id": statement_line.id, "line_id": row.id})

    @api.model
    def _resolve_what_was_found(self, company):
        """Settle what stood in another day's bills, and return it.

        :param res.company company: The company.
        :rtype: wechatpay.bill.difference
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT difference.id, MAX(found.day_id)
                  FROM wechatpay_bill_difference difference
                  JOIN LATERAL (%s) found ON TRUE
                 WHERE difference.company_id = %s
                   AND difference.state != 'resolved'
              GROUP BY difference.id
                """,
                self._select_counterparts(),
                company.id,
            )
        )
        days = dict(self.env.cr.fetchall())
        found = self.browse(days)
        for difference in found:
            day = self.env["wechatpay.bill.day"].browse(days[difference.id])
            difference._move(
                "resolved",
                self.env._("Found in the bill of %s", day.date),
                resolution="found",
            )
        return found

    def _select_counterparts(self):
        """Return what explains a difference, if anything does.

        :rtype: SQL
        """
        return SQL(
            """
            SELECT line.day_id
              FROM wechatpay_bill_line line
             WHERE difference.reason = 'missing_there'
               AND line.pos_payment_id = difference.pos_payment_id
         UNION ALL
            SELECT line.day_id
              FROM wechatpay_bill_line line
             WHERE difference.reason = 'missing_there'
               AND line.transaction_id = difference.transaction_id
         UNION ALL
            SELECT line.day_id
              FROM wechatpay_bill_line line
             WHERE difference.reason IN ('unsettled', 'untold')
               AND line.wechat_number = difference.wechat_number
               AND line.kind = difference.kind
               AND line.is_money = (difference.reason = 'unsettled')
            """
        )

    @api.model
    def _open_what_is_overdue(self, day):
        """Open what a day's bills should have had, and return it.

        :param wechatpay.bill.day day: The day just read.
        :rtype: wechatpay.bill.difference
        """
        overdue = self.search(
            [
                *(
                    (f"day_id.{name}", operator, value)
                    for name, operator, value in day._get_merchant_domain()
                ),
                ("state", "=", "waiting"),
                ("expected_on", "<=", day.date),
            ]
        )
        for difference in overdue:
            difference._move(
                "open", self.env._("The bill of %s does not have it", day.date)
            )
        return overdue

    def _retry(self):
        """Look again for what was not in our books when the bill came."""
        for difference in self.filtered(
            lambda known: (
                known.reason in ("missing_here", "under_way")
                and known.state != "resolved"
            )
        ):
            row = difference.line_id
            difference.day_id._match_again(
                SQL(
                    "line.wechat_number = %s AND line.company_id = %s",
                    row.wechat_number,
                    row.company_id.id,
                )
            )
            if row.match not in ("session", "payment", "returned"):
                continue
            difference._book_as_found(row)
            difference._move(
                "resolved", self.env._("Found in our books"), resolution="found"
            )
        self.day_id._clear()

    def _book_as_found(self, row):
        """Take the money off the suspense account, now that it is known.

        If the amounts differ, that becomes a difference of its own.

        :param wechatpay.bill.line row: The row, matched.
        """
        if row.amount != row.our_amount:
            self.day_id._list(self.day_id._select_wrong_lines())
        if row.match == "session":
            self._attach_to_session(row.session_id)
        elif self.statement_line_id:
            self._replace_suspense(
                self.day_id._get_known_account(row.match, row.account_payment_id)
            )
