"""What is booked for a day: statement lines on the merchant's journal.

Every movement of the balance is in exactly one statement line, so the journal's balance
is WeChat's. Payments and refunds of a POS session are one line each, against the money
in transit that the session's closing entry debited: over the days a session spans they
add up to that entry. Whatever is not certain gets a line of its own on the suspense
account, tied to the difference that a person settles.
"""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import bill_const, const

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
        """Make the statement lines of the day and clear what they settle.

        Note: `self.ensure_one()`

        :raise UserError: If the merchant has no journal of its own.
        """
        self.ensure_one()
        day = self.with_company(self.company_id).with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        )
        day.journal_id = day._get_journal()
        groups = [*day._prepare_opening(), *day._read_groups()]
        lines = day.env["account.bank.statement.line"].create(
            [
                day._prepare_statement_line(sequence, group)
                for sequence, group in enumerate(groups, 1)
            ]
        )
        for line, group in zip(lines, groups, strict=True):
            day._tie(line, group)
        if lines:
            day._make_statement(lines)
        day._clear()

    def _get_journal(self):
        """Return the journal whose balance is this merchant's.

        :rtype: account.journal
        :raise UserError: If there is none, or another merchant uses it too.
        """
        if self.currency_id.name != const.CURRENCY:
            raise UserError(
                self.env._("WeChat Pay's bills are in CNY, the books are not.")
            )
        providers = self._get_providers()
        methods = providers._wechatpay_get_pos_methods()
        journal = (methods.journal_id or providers.journal_id)[:1]
        if not journal:
            raise UserError(
                self.env._(
                    "%s has no journal yet. Choose one on the payment provider.",
                    self.provider_id.name,
                )
            )
        sharing = self.env["payment.provider"].sudo()._wechatpay_find_sharing(journal)
        if sharing - providers:
            raise UserError(
                self.env._(
                    "%(merchant)s and %(other)s share the journal %(journal)s. Each"
                    " merchant number has a balance of its own at WeChat Pay and needs"
                    " a journal of its own.",
                    merchant=self.provider_id.name,
                    other=(sharing - providers)[:1].name,
                    journal=journal.display_name,
                )
            )
        return journal

    # === WHAT TO BOOK === #

    def _prepare_opening(self):
        """Return what WeChat Pay held before the first bill we have.

        :rtype: list
        """
        is_first = not self.search_count(
            [*self._get_merchant_domain(), ("date", "<", self.date)], limit=1
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
                "amount": missing,
                "difference_id": self.difference_ids.filtered(
                    lambda known: known.reason == "opening"
                ).id,
            }
        ]

    def _read_groups(self):
        """Return what becomes one statement line each.

        :rtype: list
        """
        self.env["wechatpay.bill.line"].flush_model()
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
                       COUNT(*) AS count, ARRAY_AGG(line.id) AS line_ids
                  FROM wechatpay_bill_line line
                 WHERE line.day_id = %(day)s AND line.is_money
              GROUP BY 1, 2, 3, 4, 5
             UNION ALL
                SELECT line.kind, 'amount', NULL, NULL, line.id,
                       line.amount - line.our_amount, 1, ARRAY[line.id]
                  FROM wechatpay_bill_line line
                 WHERE line.day_id = %(day)s AND line.is_money
                   AND line.match IN ('session', 'payment', 'returned')
                   AND line.amount != line.our_amount
             UNION ALL
                SELECT 'fee', NULL, NULL, NULL, NULL, -SUM(line.fee), COUNT(*),
                       ARRAY[]::integer[]
                  FROM wechatpay_bill_line line
                  JOIN wechatpay_bill bill
                    ON bill.id = line.bill_id AND bill.kind = 'trade'
                 WHERE line.day_id = %(day)s AND line.is_money
                HAVING SUM(line.fee) != 0
              ORDER BY 1, 3, 4, 5
                """,
                day=self.id,
            )
        )
        return [row for row in self.env.cr.dictfetchall() if row["amount"]]

    def _prepare_statement_line(self, sequence, group):
        return {
            "journal_id": self.journal_id.id,
            "date": self.date,
            "sequence": sequence,
            "amount": float(group["amount"]),
            "payment_ref": self._describe(group),
            "counterpart_account_id": self._get_counterpart(group).id,
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
            line = self.env["wechatpay.bill.line"].browse(group["line_id"])
            words.append(line.own_number or line.flow_number or "")
        elif group.get("match") == "returned":
            words.append(self.env._("received and given back"))
        if group.get("count", 1) > 1:
            words.append(f"×{group['count']}")
        return " · ".join(word for word in words if word)

    def _get_counterpart(self, group):
        """Return the account that a group is booked against.

        :rtype: account.account
        """
        match, kind = group.get("match"), group["kind"]
        company = self.company_id
        if match == "session":
            return self._get_transit_account(
                self.env["pos.session"].browse(group["session_id"])
            )
        if match in ("payment", "returned"):
            line_ids = group["line_ids"]
            rows = self.env["wechatpay.bill.line"].browse(line_ids)
            return self._get_known_account(rows[:1])
        if kind == "fee" and match is None:
            return company._wechatpay_get_fee_account()
        if kind in ("withdrawal", "top_up"):
            return company.transfer_account_id or self.journal_id.suspense_account_id
        return self.journal_id.suspense_account_id

    def _get_known_account(self, row):
        """Return where our books have a payment that is in no POS session.

        :param wechatpay.bill.line row: The row of that payment.
        :rtype: account.account
        """
        payment = row.account_payment_id
        if row.match == "payment" and payment.outstanding_account_id:
            return payment.outstanding_account_id
        return self.company_id._wechatpay_get_account()

    def _get_transit_account(self, session):
        """Return where the closing entry of a session puts this merchant's money."""
        methods = self._get_providers()._wechatpay_get_pos_methods()
        used = session.payment_method_ids & methods or methods
        return (
            used.outstanding_account_id[:1] or self.company_id._wechatpay_get_account()
        )

    def _tie(self, statement_line, group):
        """Let rows and differences know where they are booked."""
        if group.get("difference_id"):
            self.env["wechatpay.bill.difference"].browse(
                group["difference_id"]
            ).statement_line_id = statement_line
            return
        if group["line_ids"] and group["match"] != "amount":
            self.env.cr.execute(
                SQL(
                    "UPDATE wechatpay_bill_line SET statement_line_id = %s"
                    " WHERE id = ANY(%s)",
                    statement_line.id,
                    group["line_ids"],
                )
            )
            self.env["wechatpay.bill.line"].invalidate_model(["statement_line_id"])
        if group["line_id"] and group["kind"] not in ("withdrawal", "top_up"):
            row = self.env["wechatpay.bill.line"].browse(group["line_id"])
            reason = group["match"] or group["kind"]
            self.env["wechatpay.bill.difference"]._tie_statement_line(
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


class PaymentProvider(models.Model):
    """A merchant with a journal."""

    _inherit = "payment.provider"

    def _wechatpay_find_sharing(self, journal):
        """Return the merchants whose money a journal is used for.

        :param account.journal journal: The journal.
        :rtype: payment.provider
        """
        methods = self.env["pos.payment.method"].sudo()
        used = methods.search(
            [
                ("journal_id", "=", journal.id),
                ("wechatpay_provider_id", "!=", False),
            ]
        )
        return used.wechatpay_provider_id
