"""Where money is booked: the merchant's journal, and the accounts on the other side."""

from odoo import models
from odoo.exceptions import UserError

from .. import const


class WechatpayBillDay(models.Model):
    """A day that knows its journal and accounts."""

    _inherit = "wechatpay.bill.day"

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

    def _get_counterpart(self, group, transit):
        """Return the account that a group is booked against.

        :param dict group: See :meth:`_read_groups`.
        :param dict transit: The account of each session.
        :rtype: account.account
        """
        match, kind = group.get("match"), group["kind"]
        company = self.company_id
        if match == "session":
            return transit[self.env["pos.session"].browse(group["session_id"])]
        if match in ("payment", "returned"):
            payment = self.env["account.payment"].browse(group["payment_id"] or [])
            return self._get_known_account(match, payment)
        if kind == "fee" and match is None:
            return company._wechatpay_get_fee_account()
        if kind in ("withdrawal", "top_up"):
            return company.transfer_account_id or self.journal_id.suspense_account_id
        return self.journal_id.suspense_account_id

    def _get_known_account(self, match, payment):
        """Return where our books have a payment that is in no POS session.

        :param str match: What its row was found to be.
        :param account.payment payment: Its entry, if it has one.
        :rtype: account.account
        """
        if match == "payment" and payment.outstanding_account_id:
            return payment.outstanding_account_id
        return self.company_id._wechatpay_get_account()

    def _get_transit_account(self, session):
        """Return where the closing entry of a session puts this merchant's money."""
        return self._get_transit_accounts(session)[session]

    def _get_transit_accounts(self, sessions):
        """Return :meth:`_get_transit_account` of many sessions, or of none.

        :rtype: dict
        """
        methods = self._get_providers()._wechatpay_get_pos_methods()
        accounts = {}
        for session in sessions or [sessions]:
            used = session.payment_method_ids & methods or methods
            accounts[session] = (
                used.outstanding_account_id[:1]
                or self.company_id._wechatpay_get_account()
            )
        return accounts


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
