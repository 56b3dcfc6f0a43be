from odoo.tests import tagged

from .common import WechatPayCase


class AccountingRules:
    """The same for every chart of accounts."""

    def test_method_is_made_once(self):
        again = self.company._wechatpay_setup_pos_payment_method(self.provider)

        self.assertEqual(again, self.method)
        self.assertEqual(self.method.type, "bank")
        self.assertEqual(self.method.wechatpay_provider_id, self.provider)
        self.assertEqual(self.provider.journal_id, self.method.journal_id)

    def test_money_in_transit_has_an_account_of_its_own(self):
        account = self.method.outstanding_account_id

        self.assertTrue(account.reconcile)
        self.assertEqual(account.account_type, "asset_current")
        self.assertNotEqual(account, self.method.journal_id.default_account_id)
        self.assertNotEqual(account, self.company.transfer_account_id)

    def test_second_merchant_shares_journal_and_account(self):
        other = self._create_provider(name="Second shop")

        method = self.company._wechatpay_setup_pos_payment_method(other)

        self.assertNotEqual(method, self.method)
        self.assertEqual(method.journal_id, self.method.journal_id)
        self.assertEqual(
            method.outstanding_account_id, self.method.outstanding_account_id
        )

    def test_names_speak_the_languages_of_the_database(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        other = self._create_provider(name="Second shop")

        method = self.company._wechatpay_setup_pos_payment_method(other)

        self.assertEqual(method.with_context(lang="en_US").name, "WeChat Pay")
        self.assertEqual(method.with_context(lang="zh_CN").name, "微信支付")

    def test_session_closes_with_one_balanced_entry(self):
        for order in (self.order, self._create_order(2)):
            self._pay_unnoticed(self._start_payment(order))
            self._transaction(order)._wechatpay_query()
        self._run_jobs()

        self.session.action_pos_session_closing_control()

        self.assertEqual(self.session.state, "closed")
        entries = self.session._get_related_account_moves()
        for entry in entries:
            balance = sum(entry.line_ids.mapped("balance"))
            self.assertAlmostEqual(balance, 0)
        transit = entries.line_ids.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(len(transit), 1, "all payments of a session in one line")
        self.assertEqual(transit.debit, 87)


@tagged("post_install", "-at_install")
class TestAccountingGeneric(AccountingRules, WechatPayCase):
    chart = "generic_coa"


@tagged("post_install", "-at_install")
class TestAccountingChinese(AccountingRules, WechatPayCase):
    chart = "cn"

    def test_account_stands_under_other_monetary_funds(self):
        code = self.method.outstanding_account_id.code

        self.assertTrue(code.startswith("1012"), code)
        self.assertGreater(code, "101202")
