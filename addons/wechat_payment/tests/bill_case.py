"""Shops whose bills are read, matched and booked."""

from datetime import date

from odoo.tests.common import TransactionCase

from .bill_files import Bills
from .bill_world import Shop
from .common import WechatPayMixin

DAY = date(2026, 11, 10)


class BillMixin(WechatPayMixin):
    """Two shops of one merchant; to stand before the test case among the bases."""

    chart = "cn"

    def setUp(self):
        super().setUp()
        self.days = self.env["wechatpay.bill.day"]
        self.bills = Bills(self.provider.wechatpay_mchid, self.provider.wechatpay_appid)
        self.shops = [
            Shop(self, config, self.bills, str(number))
            for number, config in enumerate(
                [self._create_pos_config(), self._create_pos_config()], 1
            )
        ]
        self.shop = self.shops[0]

    def _book(self):
        for shop in self.shops:
            shop.book()

    def _read(self, date=DAY, provider=None, bills=None):
        """Have the bills of a day read, as if they had just been fetched."""
        bills = bills or self.bills
        day = self.days._ensure(provider or self.provider, date)
        for bill in day.bill_ids:
            bill._store(getattr(bills, bill.kind)(date), "download")
        day._import()
        return day

    def _listed(self, days):
        """Return what differs, in a form that is easy to compare."""
        return sorted(
            (known.reason, known.kind, known.own_number or "", known.state)
            for known in days.difference_ids
        )

    def _only(self, day):
        """Return the one difference of a day."""
        self.assertEqual(len(day.difference_ids), 1, self._listed(day))
        return day.difference_ids

    def _find_accounts(self):
        """Return an account of income and one of expenses."""
        accounts = self.env["account.account"]
        own = ("company_ids", "in", self.company.ids)
        return (
            accounts.search([("account_type", "=", kind), own], limit=1)
            for kind in ("income", "expense")
        )

    def _assert_balanced(self, day):
        """The journal says what WeChat Pay says, and nothing is left over."""
        self.assertEqual(day.book_balance, day.wechat_balance, day.problem)
        self.assertEqual(day.difference, 0)

    def _residual(self, account):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return self.company.currency_id.round(sum(lines.mapped("amount_residual")))

    def _suspense(self):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.method.journal_id.suspense_account_id.id),
                ("company_id", "=", self.company.id),
            ]
        )
        return self.company.currency_id.round(sum(lines.mapped("balance")))


class BillCase(BillMixin, TransactionCase):
    """Rules of bills."""
