"""One day of one merchant: what WeChat Pay says and what our books say."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import bill_const
from ..wechatpay.bill_rows import BEIJING

_ACCOUNTANT = "account.group_account_invoice"


class WechatpayBillDay(models.Model):
    """The bills of a day, matched with our payments and booked."""

    _name = "wechatpay.bill.day"
    _description = "WeChat Pay Day"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, provider_id"
    _rec_name = "date"
    _check_company_auto = True

    provider_id = fields.Many2one(
        comodel_name="payment.provider",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    # Accountants may not read providers, which hold keys.
    merchant = fields.Char(compute="_compute_merchant", store=True, compute_sudo=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    mchid = fields.Char(string="Merchant Number", required=True, readonly=True)
    sub_mchid = fields.Char(string="Shop's Merchant Number", readonly=True)
    date = fields.Date(string="Day", required=True, readonly=True, index=True)
    state = fields.Selection(
        selection=bill_const.DAY_STATES,
        required=True,
        readonly=True,
        default="expected",
        index=True,
    )
    problem = fields.Char(readonly=True, copy=False)
    bill_ids = fields.One2many(
        comodel_name="wechatpay.bill", inverse_name="day_id", string="Bills"
    )
    line_ids = fields.One2many(
        comodel_name="wechatpay.bill.line", inverse_name="day_id", string="Rows"
    )
    difference_ids = fields.One2many(
        comodel_name="wechatpay.bill.difference",
        inverse_name="day_id",
        string="Differences",
    )
    event_ids = fields.One2many(
        comodel_name="wechatpay.bill.event",
        inverse_name="day_id",
        string="History",
        readonly=True,
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal", readonly=True, check_company=True, copy=False
    )
    statement_id = fields.Many2one(
        comodel_name="account.bank.statement",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    statement_line_ids = fields.One2many(
        comodel_name="account.bank.statement.line",
        inverse_name="wechatpay_day_id",
        string="Statement Lines",
    )
    received = fields.Monetary(readonly=True, copy=False)
    refunded = fields.Monetary(readonly=True, copy=False)
    fee = fields.Monetary(string="Fees", readonly=True, copy=False)
    net = fields.Monetary(
        help="Received, less refunded, less fees.", readonly=True, copy=False
    )
    withdrawn = fields.Monetary(
        string="To the Bank",
        help="What was withdrawn, less topped up.",
        readonly=True,
        copy=False,
    )
    other = fields.Monetary(string="Other Movements", readonly=True, copy=False)
    payment_count = fields.Integer(
        string="Number of Receipts", readonly=True, copy=False
    )
    refund_count = fields.Integer(string="Number of Refunds", readonly=True, copy=False)
    has_balance = fields.Boolean(
        help="The fund-flow bill proves the balance.", readonly=True, copy=False
    )
    wechat_opening = fields.Monetary(
        string="WeChat Opening Balance", readonly=True, copy=False
    )
    wechat_balance = fields.Monetary(
        string="WeChat Balance",
        help="What WeChat Pay holds for this merchant at the end of the day.",
        readonly=True,
        copy=False,
    )
    book_balance = fields.Monetary(
        help="What the merchant's journal says at the end of the day.",
        compute="_compute_book_balance",
    )
    difference = fields.Monetary(
        help="WeChat balance less book balance.", compute="_compute_book_balance"
    )
    open_count = fields.Integer(
        string="Open Differences", compute="_compute_open_count", store=True
    )

    _merchant_day_uniq = models.UniqueIndex(
        "(company_id, mchid, COALESCE(sub_mchid, ''), date)",
        "This merchant has this day already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date", "merchant")
    def _compute_display_name(self):
        for day in self:
            day.display_name = f"{day.merchant} {day.date}"

    @api.depends("provider_id.name", "mchid", "sub_mchid")
    def _compute_merchant(self):
        for day in self:
            day.merchant = f"{day.provider_id.name} ({day.sub_mchid or day.mchid})"

    @api.depends("difference_ids.state")
    def _compute_open_count(self):
        for day in self:
            day.open_count = len(
                day.difference_ids.filtered(lambda known: known.state != "resolved")
            )

    @api.depends("wechat_balance", "journal_id", "date", "has_balance", "state")
    def _compute_book_balance(self):
        balances = self._read_book_balances()
        for day in self:
            day.book_balance = balances.get(day.id, 0)
            day.difference = (
                day.currency_id.round(day.wechat_balance - day.book_balance)
                if day.has_balance
                else 0
            )

    def _read_book_balances(self):
        days = self.filtered("journal_id")
        if not days.ids:
            return {}
        self.flush_recordset(["company_id", "date", "journal_id"])
        self.env["account.move.line"].flush_model(
            ["account_id", "balance", "date", "journal_id", "parent_state"]
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT day.id, COALESCE(SUM(line.balance), 0)
                  FROM wechatpay_bill_day day
                  JOIN account_journal journal ON journal.id = day.journal_id
             LEFT JOIN account_move_line line
                    ON line.account_id = journal.default_account_id
                   AND line.company_id = day.company_id
                   AND line.parent_state = 'posted'
                   AND line.date <= day.date
                 WHERE day.id IN %s
              GROUP BY day.id
                """,
                tuple(days.ids),
            )
        )
        return {day: float(balance) for day, balance in self.env.cr.fetchall()}

    # === ACTION METHODS === #

    def action_fetch(self):
        """Fetch and book the bills now, instead of waiting for the night's job."""
        self._check_accountant()
        self.sudo()._fetch()
        return self._reload()

    def action_reset(self):
        """Take back what was booked for the day and begin anew.

        :raise UserError: If one of the entries is locked, or differences of the day
            were settled by hand.
        """
        self._check_accountant()
        self.sudo()._reset()
        return self._reload()

    def action_open_lines(self):
        """Show the rows of the day.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rows of %s", self.date),
            "res_model": "wechatpay.bill.line",
            "view_mode": "list,form",
            "domain": [("day_id", "=", self.id)],
            "context": {"search_default_money": 1},
        }

    def action_open_differences(self):
        """Show the differences of the day.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences of %s", self.date),
            "res_model": "wechatpay.bill.difference",
            "view_mode": "list,form",
            "domain": [("day_id", "=", self.id)],
        }

    def action_open_statement(self):
        """Show what was booked.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Booked for %s", self.date),
            "res_model": "account.bank.statement.line",
            "view_mode": "list,form",
            "domain": [("wechatpay_day_id", "=", self.id)],
            "context": {"create": False},
        }

    def _check_accountant(self):
        """Refuse whoever may not work on the books.

        :raise AccessError: If the user is no accountant of these companies.
        """
        if not (self.env.su or self.env.user.has_group(_ACCOUNTANT)):
            raise AccessError(self.env._("This is the accountant's work."))
        self.check_access("read")

    def _reload(self):
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # === HELPERS === #

    def _get_number(self):
        return f"{self.mchid}-{self.sub_mchid}" if self.sub_mchid else self.mchid

    def _has_fund_bill(self):
        """Return whether WeChat Pay gives this merchant's movements to us.

        A service provider without the permission gets its shops' trade bills only.
        """
        return "fund" in self.bill_ids.mapped("kind")

    def _get_providers(self):
        """Return all providers that are this merchant.

        One merchant may take payments for several mini-programs.

        :rtype: payment.provider
        """
        return self.provider_id._wechatpay_get_same_merchant()

    def _get_window(self):
        """Return when the day begins and ends, in UTC.

        :rtype: tuple
        """
        start = datetime.combine(self.date, time.min, BEIJING)
        start = (start - start.utcoffset()).replace(tzinfo=None)
        return start, start + timedelta(days=1)

    def _raise_alarm(self):
        """Put the day on the list of whoever keeps the books, once."""
        user = self.provider_id.sudo().wechatpay_accountant_id
        if not user or self.activity_ids:
            return
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=user.id,
            summary=self.env._("WeChat Pay and the books differ"),
            note=self.problem or False,
        )
