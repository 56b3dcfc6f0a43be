"""The proof that a guest takes along, and who comes to it."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import misc

from ..report.payment_proof import render
from .common import WechatPayHttpCase
from .test_voucher import VoucherMixin


@tagged("post_install", "-at_install")
class TestPaymentProof(VoucherMixin, WechatPayHttpCase):
    def setUp(self):
        super().setUp()
        # Other companies of the test database do not speak Chinese.
        self.env["res.lang"]._activate_lang("zh_CN")
        self.tx = self._paid()
        self._run_jobs()

    def fetch(self, path):
        self.env.flush_all()
        return self.url_open(path, allow_redirects=False)

    def facts(self, tx=None):
        page = (tx or self.tx)._wechatpay_prepare_proof()
        return dict(page.facts), page

    # === What it says === #

    def test_it_says_what_was_paid(self):
        facts, page = self.facts()
        at_wechat = self._order_at_wechat(self.tx.reference)

        self.assertEqual(page.seller, self.company.name)
        self.assertIn("29.00", page.amount)
        self.assertEqual(page.status, "Paid")
        self.assertEqual(facts["WeChat's number"], at_wechat["transaction_id"])
        self.assertEqual(facts["Shop's number"], self.tx.reference)
        self.assertEqual(facts["Merchant number"], self.provider.wechatpay_mchid)
        self.assertEqual(facts["Order"], self.order.pos_reference)
        self.assertEqual(page.dishes[0][:2], (self.product.name, "1"))

    def test_it_says_the_time_that_wechat_says_in_china(self):
        facts, _page = self.facts()

        at_wechat = self._order_at_wechat(self.tx.reference)["paid_at"]
        moment = datetime.fromisoformat(at_wechat) + timedelta(0)
        self.assertEqual(facts["Paid on"], moment.strftime("%Y-%m-%d %H:%M:%S"))

    def test_it_carries_the_seal(self):
        _facts, page = self.facts()

        voucher = self._vouchers(self.tx)
        self.assertTrue(voucher.hash)
        self.assertIn(voucher.hash, dict(page.seal).values())

    def test_it_says_what_was_given_back(self):
        self.sandbox.control("POST", "clock", advance_s=61)
        self.sandbox.control("POST", "settings", refund_delay_s=0)
        self.tx._wechatpay_refund(900, "Cold")
        refund = self.tx.child_transaction_ids
        refund._wechatpay_continue_refund()
        self.env.invalidate_all()

        facts, page = self.facts()

        self.assertEqual(page.status, "Paid, and refunded in part since")
        self.assertIn("9.00", facts["Refunded"])
        self.assertIn(refund.reference, facts["Refunded"])

    def test_rare_letters_do_not_break_it(self):
        self.company.name = "𠮷野家 <b>&amp; 🍜 米线\t"

        self.assertEqual(render([self.facts()[1]])[:5], b"%PDF-")

    # === Who comes to it === #

    def test_link_opens_it_for_whoever_was_given_it(self):
        path = self.tx.with_context(lang="zh_CN")._wechatpay_get_proof_path()

        answer = self.fetch(path)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(answer.content[:5], b"%PDF-")

    def test_forged_links_find_nothing(self):
        path = self.tx._wechatpay_get_proof_path()
        route, _slash, token = path.rpartition("/")
        other = misc.hash_sign(self.env(su=True), "other", [self.tx.ids, "zh_CN"])
        for forged in (token[:-1], f"{token}A", "AQ", "x" * 80, "%E9%9B%AA", other):
            with self.subTest(token=forged):
                self.assertEqual(self.fetch(f"{route}/{forged}").status_code, 404)

    def test_link_ends(self):
        before = datetime.now() - timedelta(hours=2)  # noqa: DTZ005 - as Odoo does
        with patch.object(misc.datetime, "datetime", wraps=datetime) as clock:
            clock.now.return_value = before
            path = self.tx._wechatpay_get_proof_path()

        self.assertEqual(self.fetch(path).status_code, 404)

    def test_unpaid_payment_has_none(self):
        order = self._create_order()
        self._start_payment(order)
        tx = self._transaction(order)

        with self.assertRaises(UserError):
            tx.action_wechatpay_print_proof()
        self.assertFalse(order.wechatpay_has_proof)
        self.assertEqual(self.fetch(tx._wechatpay_get_proof_path()).status_code, 404)

    def test_waiter_opens_it_from_the_order(self):
        waiter = self.user("point_of_sale.group_pos_user")
        order = self.order.with_user(waiter)

        self.assertTrue(order.wechatpay_has_proof)
        action = order.action_wechatpay_print_proofs()

        self.assertEqual(self.fetch(action["url"]).status_code, 200)

    def test_all_payments_of_an_order_are_in_one_file(self):
        order = self._create_order(2)
        self._paid_part(order, 2900)
        self._paid_part(order, 2900)
        self.env.invalidate_all()

        action = order.action_wechatpay_print_proofs()

        content = self.fetch(action["url"]).content
        self.assertEqual(len(re.findall(rb"/Type /Page\b", content)), 2)

    def _paid_part(self, order, fen):
        self._pay_unnoticed(self._start_payment(order, amount_fen=fen))
        self._transaction(order)._wechatpay_query()
        self._run_jobs()

    def test_strangers_get_no_link(self):
        stranger = self.user("base.group_user")

        with self.assertRaises(AccessError):
            self.tx.with_user(stranger).action_wechatpay_print_proof()
        with self.assertRaises(AccessError):
            self.order.with_user(stranger).action_wechatpay_print_proofs()

    def test_accountant_of_another_company_gets_no_link(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self.user(
            "account.group_account_invoice",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

        with self.assertRaises(AccessError):
            self.tx.with_user(stranger).with_company(
                company
            ).action_wechatpay_print_proof()

    def user(self, group, **values):
        return new_test_user(
            self.env,
            f"proof-{group}",
            groups=group,
            **{
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                **values,
            },
        )
