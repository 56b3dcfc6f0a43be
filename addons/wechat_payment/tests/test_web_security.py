"""Nobody but who was given the link pays, looks or asks on a payment's page."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger
from odoo.tools.misc import hash_sign

from .. import web_const
from .web import WebPaymentCase


@tagged("post_install", "-at_install")
class TestWebSecurity(WebPaymentCase):
    @mute_logger("odoo.http")
    def test_stranger_without_a_token_begins_no_payment(self):
        for token in (None, "", "x" * 36):
            with self.subTest(token=token):
                with self.assertRaisesRegex(JsonRpcException, "ValidationError"):
                    self.begin(access_token=token)
        self.assertFalse(self.last())

    def test_stranger_with_a_forged_link_is_refused(self):
        _answer, tx = self.begin()
        good = tx._wechatpay_get_page_path().rpartition("/")[2]
        old = hash_sign(
            self.env(su=True), web_const.PAGE_SCOPE, tx.id, expiration_hours=-1
        )
        other = hash_sign(
            self.env(su=True), "wechatpay-proof", tx.id, expiration_hours=1
        )
        forged = good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB")

        for token in (str(tx.id), forged, old, other):
            with self.subTest(token=token):
                self.env.flush_all()
                page = self.url_open(f"{web_const.PAGE_ROUTE}/{token}")
                self.assertEqual(page.status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(tx.wechatpay_state)

    @mute_logger("odoo.http")
    def test_stranger_with_a_forged_link_hears_nothing(self):
        self.begin()

        with self.assertRaisesRegex(JsonRpcException, "NotFound"):
            self.make_jsonrpc_request(f"{web_const.PAGE_ROUTE}/forged/state", {})

    def test_link_of_another_providers_payment_leads_nowhere(self):
        _answer, tx = self.begin()
        path = tx._wechatpay_get_page_path()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE payment_provider SET code = 'none' WHERE id = %s",
            [self.provider.id],
        )
        self.env.invalidate_all()

        self.assertEqual(self.url_open(path).status_code, 404)

    @mute_logger("odoo.http")
    def test_renewing_asks_for_the_pages_own_form(self):
        _answer, tx = self.begin()

        answer = self.open_page(tx, "/renew", data={"csrf_token": "x"})

        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.last(), tx)

    def test_other_currencies_do_not_offer_it(self):
        providers = self.env["payment.provider"]
        for currency, is_offered in (("base.CNY", True), ("base.USD", False)):
            found = providers._get_compatible_providers(
                self.company.id,
                self.guest.id,
                29,
                currency_id=self.env.ref(currency).id,
            )
            self.assertEqual(self.provider in found, is_offered, currency)

    def test_accountant_does_not_write_how_it_was_paid(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        accountant = new_test_user(
            self.env,
            "web-accountant",
            groups="account.group_account_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

        for values in ({"wechatpay_web_way": "h5"}, {"wechatpay_state": "success"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                tx.with_user(accountant).write(values)
