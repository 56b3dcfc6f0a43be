"""The bank journal, the account in transit and the POS payment method of WeChat Pay."""

from odoo import models

from .. import const


class ResCompany(models.Model):
    """A company that receives money from WeChat Pay."""

    _inherit = "res.company"

    def _wechatpay_setup_pos_payment_method(self, provider):
        """Return the POS payment method of a provider, made if it is missing.

        The session's closing entry debits an account of money in transit; the
        merchant's bill clears it later through the journal. Works with any chart of
        accounts.

        Note: `self.ensure_one()`

        :param payment.provider provider: The merchant.
        :rtype: pos.payment.method
        """
        self.ensure_one()
        company_self = self.with_company(self)
        methods = company_self.env["pos.payment.method"].sudo()
        method = methods.search(
            [
                ("wechatpay_provider_id", "=", provider.id),
                ("company_id", "=", self.id),
            ],
            limit=1,
        )
        if method:
            return method
        journal = company_self._wechatpay_get_journal(provider)
        provider.sudo().journal_id = journal
        return company_self._wechatpay_create_named(
            "pos.payment.method",
            {
                "journal_id": journal.id,
                "outstanding_account_id": company_self._wechatpay_get_account().id,
                "wechatpay_provider_id": provider.id,
                "payment_method_type": "terminal",
                "use_payment_terminal": "wechatpay",
                "company_id": self.id,
            },
            const.METHOD_NAMES,
        )

    def _wechatpay_get_journal(self, provider):
        """Return the journal of a merchant, made if it is missing.

        Each merchant number has one: only then can the journal's balance be compared
        with the balance that WeChat Pay tells of that number.

        :param payment.provider provider: The merchant.
        :rtype: account.journal
        """
        journals = self.env["account.journal"].sudo()
        shared = self.env["payment.provider"].sudo()
        others = shared.search(
            [("code", "=", const.PROVIDER_CODE), ("company_id", "=", self.id)]
        )
        number = provider.sudo()._wechatpay_get_account().receiving_mchid
        used = journals
        for other in others - provider:
            journal = other.journal_id.filtered(
                lambda known: known.code.startswith(const.JOURNAL_CODE[:3])
            )
            if journal and other._wechatpay_get_account().receiving_mchid == number:
                return journal
            used |= journal
        own = [
            ("code", "=like", f"{const.JOURNAL_CODE[:3]}%"),
            ("company_id", "=", self.id),
        ]
        found = journals.search(own, order="id") - used
        return found[:1] or self._wechatpay_create_journal(len(used), number)

    def _wechatpay_create_journal(self, count, number):
        code = f"{const.JOURNAL_CODE[:3]}{count + 1}" if count else const.JOURNAL_CODE
        names = const.JOURNAL_NAMES
        if count:
            names = {lang: f"{name} {number}" for lang, name in names.items()}
        return self._wechatpay_create_named(
            "account.journal",
            {"code": code, "type": "bank", "company_id": self.id},
            names,
        )

    def _wechatpay_get_account(self):
        """Return the account of money that WeChat Pay has and the bank has not yet."""
        accounts = self.env["account.account"].sudo()
        used = self.env["pos.payment.method"].sudo()
        method = used.search(
            [
                ("wechatpay_provider_id", "!=", False),
                ("company_id", "=", self.id),
                ("outstanding_account_id", "!=", False),
            ],
            limit=1,
        )
        if method:
            return method.outstanding_account_id
        return self._wechatpay_create_named(
            "account.account",
            {
                "code": accounts._search_new_account_code(
                    self._wechatpay_get_first_code()
                ),
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [(6, 0, self.ids)],
            },
            const.ACCOUNT_NAMES,
        )

    def _wechatpay_get_first_code(self):
        # 1012 is "other monetary funds" in the Chinese chart; elsewhere the account
        # stands beside the other transfer accounts.
        accounts = self.env["account.account"].sudo()
        if accounts.search_count(
            [
                ("code", "=", const.CHINESE_MONETARY_FUNDS),
                ("company_ids", "in", self.ids),
            ],
            limit=1,
        ):
            return f"{const.CHINESE_MONETARY_FUNDS}01"
        if self.transfer_account_id.code:
            return self.transfer_account_id.code
        return f"{self.transfer_account_code_prefix or '1017'}01"

    def _wechatpay_create_named(self, model, values, names):
        """Create a record named in each language that the database speaks."""
        record = (self.env[model].sudo().with_context(lang="en_US")).create(
            {"name": names["en_US"], **values}
        )
        for lang, _name in self.env["res.lang"].get_installed():
            if lang in names:
                record.with_context(lang=lang).name = names[lang]
        return record.with_env(self.env)
