"""The accounts that bills are booked to."""

from odoo import models

from .. import bill_const


class ResCompany(models.Model):
    """A company whose WeChat bills are booked."""

    _inherit = "res.company"

    def _wechatpay_get_fee_account(self):
        """Return the account of WeChat Pay's fees, made if it is missing.

        Under "financial expenses" in a Chinese chart; elsewhere beside the bank fees.

        Note: `self.ensure_one()`

        :rtype: account.account
        """
        self.ensure_one()
        accounts = self.env["account.account"].sudo().with_company(self)
        names = list(bill_const.FEE_ACCOUNT_NAMES.values())
        known = accounts.with_context(lang="en_US").search(
            [("company_ids", "in", self.ids), ("name", "in", names)], limit=1
        )
        if known:
            return known.with_env(self.env)
        return self.with_company(self)._wechatpay_create_named(
            "account.account",
            {
                "code": accounts._search_new_account_code(self._get_first_fee_code()),
                "account_type": "expense",
                "company_ids": [(6, 0, self.ids)],
            },
            bill_const.FEE_ACCOUNT_NAMES,
        )

    def _get_first_fee_code(self):
        accounts = self.env["account.account"].sudo().with_company(self)
        for code in bill_const.CHINESE_FINANCIAL_EXPENSES:
            if accounts.search_count(
                [("code", "=like", f"{code}%"), ("company_ids", "in", self.ids)],
                limit=1,
            ):
                return f"{code}01"
        expense = accounts.search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.ids)],
            order="code desc",
            limit=1,
        )
        return expense.code or "600001"
