"""What is booked for a day: statement lines on the merchant's journal.

Every movement of the balance is in exactly one statement line, so the journal's balance
is WeChat's. Payments and refunds of a POS session are one line each, against the money
in transit that the session's closing entry debited: over the days a session spans they
add up to that entry. Whatever is not certain gets a line of its own on the suspense
account, tied to the difference that a person settles.
"""

from odoo import fields, models
from odoo.tools import SQL

from .. import bill_const

# Which differences may stand for a row that was not matched, or not to the fen.
_REASONS_OF = {
    "missing": ("missing_here", "under_way"),
    "amount": ("amount", "coupon"),
}


class AccountBankStatementLine(models.Model):
    """A statement line that a WeChat bill made."""

    _inherit = "account.bank.statement.line"

    wechatpay_day_id = fields.Many2one(
        comodel_name="wechatpay.bill.day",
        string="WeChat Pay Day",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    wechatpay_kind = fields.Selection(
        selection=bill_const.LINE_KINDS, string="Movement", readonly=True, copy=False
    )
    wechatpay_session_id = fields.Many2one(
        comodel_name="pos.session",
        string="POS Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )


class WechatpayBillDay(models.Model):
    """A day that is booked."""

    _inherit = "wechatpay.bill.day"

    def _book(self):
        """Make the statement lines of the day, for the rows on the stage.

        Note: `self.ensure_one()`

        :return: Each statement line's id with what it was made for.
        :rtype: list
        :raise UserError: If the merchant has no journal of its own.
        """
        self.ensure_one()
        self.journal_id = self._get_journal()
        groups = [*self._prepare_opening(), *self._read_groups()]
        ids = {group["session_id"] for group in groups if group.get("session_id")}
        transit = self._get_transit_accounts(self.env["pos.session"].browse(ids))
        lines = self.env["account.bank.statement.line"].create(
            [
                self._prepare_statement_line(sequence, group, transit)
                for sequence, group in enumerate(groups, 1)
            ]
        )
        booked = list(zip(lines.ids, groups, strict=True))
        self.env["wechatpay.bill.line"]._tie_staged(
            {
                line_id: group["line_ids"]
                for line_id, group in booked
                if group["match"] != "amount"
            }
        )
        if lines:
            self._make_statement(lines)
        return booked

    def _for_books(self):
        """Return the day as its entries are made: by its company, without a chatter.

        :rtype: wechatpay.bill.day
        """
        return self.with_company(self.company_id).with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        )

    # === WHAT TO BOOK === #

    def _prepare_opening(self):
        """Return what WeChat Pay held before the first bill we have.

        :rtype: list
        """
        is_first = not self.search_count(
            [
                *self._get_merchant_domain(),
                ("date", "<", self.date),
                ("bill_ids.kind", "=", "fund"),
            ],
            limit=1,
        )
        if not (self.has_balance and is_first):
            return []
        booked = self._read_book_balances().get(self.id, 0)
        missing = self.currency_id.round(self.wechat_opening - booked)
        if not missing:
            return []
        self._list(
            SQL(
                """
                SELECT %s, %s, NULL::integer, NULL::integer AS pos_payment_id,
                       NULL::integer, 'opening',
                       'opening', %s, NULL, NULL::timestamp, %s::numeric,
                       %s::numeric, %s::numeric, 'open', NULL::date,
                       NOW() AT TIME ZONE 'UTC'
                """,
                self.id,
                self.company_id.id,
                self._get_number(),
                missing,
                self.wechat_opening,
                booked,
            )
        )
        return [
            {
                "kind": "opening",
                "match": None,
                "amount": missing,
                "line_ids": [],
                "difference_id": self.difference_ids.filtered(
                    lambda known: known.reason == "opening"
                ).id,
            }
        ]

    def _read_groups(self):
        """Return what becomes one statement line each.

        :rtype: list
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT line.kind, line.match,
                       CASE WHEN line.match = 'session'
                            THEN line.session_id END AS session_id,
                       CASE WHEN line.match = 'payment'
                            THEN line.account_payment_id END AS payment_id,
                       CASE WHEN line.kind IN ('withdrawal', 'top_up', 'other')
                              OR line.match IN ('missing', 'doubled', 'foreign')
                            THEN line.id END AS line_id,
                       SUM(CASE WHEN line.match IN ('session', 'payment', 'returned')
                                THEN line.our_amount ELSE line.amount END) AS amount,
                       COUNT(*) AS count, ARRAY_AGG(line.id) AS line_ids,
                       MIN(COALESCE(line.own_number, line.flow_number)) AS number
                  FROM wechatpay_bill_row line
                 WHERE line.is_money
              GROUP BY 1, 2, 3, 4, 5
             UNION ALL
                SELECT line.kind, 'amount', NULL, NULL, line.id,
                       line.amount - line.our_amount, 1, ARRAY[line.id],
                       COALESCE(line.own_number, line.flow_number)
                  FROM wechatpay_bill_row line
                 WHERE line.is_money
                   AND line.match IN ('session', 'payment', 'returned')
                   AND line.amount != line.our_amount
             UNION ALL
                SELECT 'fee', NULL, NULL, NULL, NULL, -SUM(line.fee), COUNT(*),
                       ARRAY[]::integer[], NULL
                  FROM wechatpay_bill_row line
                 WHERE line.bill_id IN %(trade)s AND line.is_money
                HAVING SUM(line.fee) != 0
              ORDER BY 1, 3, 4, 5
                """,
                trade=self._get_bills()["trade"],
            )
        )
        return [row for row in self.env.cr.dictfetchall() if row["amount"]]

    def _prepare_statement_line(self, sequence, group, transit):
        return {
            "journal_id": self.journal_id.id,
            "date": self.date,
            "sequence": sequence,
            "amount": float(group["amount"]),
            "payment_ref": self._describe(group),
            "counterpart_account_id": self._get_counterpart(group, transit).id,
            "wechatpay_day_id": self.id,
            "wechatpay_kind": group["kind"],
            "wechatpay_session_id": group.get("session_id"),
        }

    def _describe(self, group):
        """Return what an accountant reads in the journal."""
        labels = dict(
            self.env["wechatpay.bill.line"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        words = [labels[group["kind"]], str(self.date)]
        if group.get("session_id"):
            session = self.env["pos.session"].browse(group["session_id"])
            words.append(session.name)
        elif group.get("payment_id"):
            payment = self.env["account.payment"].browse(group["payment_id"])
            words.append(payment.name or "")
        elif group.get("line_id"):
            words.append(group["number"] or "")
        elif group.get("match") == "returned":
            words.append(self.env._("received and given back"))
        if group.get("count", 1) > 1:
            words.append(f"×{group['count']}")
        return " · ".join(word for word in words if word)

    def _tie_differences(self, booked):
        """Let differences know where they are booked.

        :param list booked: See :meth:`_book`.
        """
        differences = self.env["wechatpay.bill.difference"]
        lines = self.env["account.bank.statement.line"]
        for line_id, group in booked:
            statement_line = lines.browse(line_id)
            if group.get("difference_id"):
                known = differences.browse(group["difference_id"])
                known.statement_line_id = statement_line
            elif group["line_id"] and group["kind"] not in ("withdrawal", "top_up"):
                row = self.env["wechatpay.bill.line"].browse(group["line_id"])
                reason = group["match"] or group["kind"]
                differences._tie_statement_line(
                    statement_line, row, _REASONS_OF.get(reason, (reason,))
                )

    def _make_statement(self, lines):
        values = {
            "reference": self._get_number(),
            "line_ids": [(6, 0, lines.ids)],
        }
        if self.has_balance:
            values["balance_start"] = self.wechat_opening
            values["balance_end_real"] = self.wechat_balance
        opening = lines.filtered(lambda line: line.wechatpay_kind == "opening")
        if opening:
            # What was there before is a line of this statement too.
            values["balance_start"] -= opening.amount
        self.statement_id = self.env["account.bank.statement"].create(values)
