"""Whoever owns the database can do anything; the check sees it."""

import base64

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..wechatpay.vouchers import FIRST
from .common import WechatPayCase
from .test_voucher import VoucherMixin


@tagged("post_install", "-at_install")
class TestVoucherCheck(VoucherMixin, WechatPayCase):
    def setUp(self):
        super().setUp()
        for quantity in (1, 2, 3):
            self._paid(self._create_order(quantity))
        self._seal()
        self.first, self.second, self.third = self.env["wechatpay.voucher"].search(
            [("company_id", "=", self.company.id)], order="sequence"
        )

    def assert_break(self, problem, voucher, sealed):
        report = self._report()
        self.assertFalse(report.is_sound)
        self.assertEqual(report.problem, problem)
        self.assertEqual(report.voucher_id, voucher.id)
        self.assertEqual(report.sealed, sealed, "what is before it is proven")

    def update(self, voucher, **values):
        for name, value in values.items():
            self._tamper(
                f"UPDATE wechatpay_voucher SET {name} = %s WHERE id = %s",
                value,
                voucher.id,
            )

    def reseal(self, *vouchers):
        """Do what a thorough forger does: make new hashes for what follows."""
        model = self.env["wechatpay.voucher"]
        previous, place = FIRST, 0
        for voucher in vouchers:
            rows = {
                row[0]: row for row in model._read_sealed(self.provider.wechatpay_mchid)
            }
            place += 1
            sealed = rows[voucher.id][4].seal(place, previous)
            self.update(voucher, sequence=place, previous_hash=previous, hash=sealed)
            previous = sealed

    def test_untouched_vouchers_are_sound(self):
        report = self._report()

        self.assertTrue(report.is_sound)
        self.assertEqual(report.sealed, 3)
        self.assertEqual(report.head, self.third.hash)

    def test_each_changed_fact_is_found(self):
        changes = {
            "amount_fen": 1,
            "wechat_number": "4200",
            "out_trade_no": "W0",
            "occurred_at": "2020-01-01 00:00:00",
            "recorded_at": "2020-01-01 00:00:00",
            "source": "answer",
            "body": "{}",
            "signature": "AAAA",
            "verification": "shared_key",
            "company_id": self.env.ref("base.main_company").id,
        }
        for name, value in changes.items():
            with self.subTest(name=name):
                kept = self.second[name]
                kept = getattr(kept, "id", kept)
                self.update(self.second, **{name: value})
                self.assert_break("hash", self.second, 1)
                self.update(self.second, **{name: kept})
                self.assertTrue(self._report().is_sound)

    def test_forged_amount_with_new_hashes_is_found(self):
        self.update(self.second, amount_fen=1)
        self.reseal(self.first, self.second, self.third)

        self.assert_break("facts", self.second, 1)

    def test_forged_message_with_new_hashes_is_found(self):
        body = self.second.body.replace('"total":5800', '"total":1')
        self.assertNotEqual(body, self.second.body)
        self.update(self.second, body=body, amount_fen=1)
        self.reseal(self.first, self.second, self.third)

        self.assert_break("signature", self.second, 1)

    def test_forged_signature_with_new_hashes_is_found(self):
        forged = base64.b64encode(b"x" * 256).decode()
        self.update(self.third, signature=forged)
        self.reseal(self.first, self.second, self.third)

        self.assert_break("signature", self.third, 2)

    def test_missing_voucher_is_found(self):
        self._tamper("DELETE FROM wechatpay_voucher WHERE id = %s", self.second.id)

        self.assert_break("gap", self.third, 1)

    def test_missing_voucher_with_new_numbers_is_found(self):
        number = self.second.out_trade_no
        self._tamper("DELETE FROM wechatpay_voucher WHERE id = %s", self.second.id)
        self.reseal(self.first, self.third)

        report = self._report()
        self.assertEqual((report.problem, report.number), ("missing", number))

    def test_cut_end_of_the_chain_is_found(self):
        number = self.third.out_trade_no
        self._tamper("DELETE FROM wechatpay_voucher WHERE id = %s", self.third.id)

        report = self._report()
        self.assertEqual((report.problem, report.number), ("missing", number))

    def test_exchanged_order_is_found(self):
        self.update(self.third, sequence=99)
        self.update(self.second, sequence=3)
        self.update(self.third, sequence=2)

        self.assert_break("previous", self.third, 1)

    def test_missing_key_is_found(self):
        self._tamper("DELETE FROM wechatpay_voucher_key")

        self.assert_break("no_key", self.first, 0)

    def test_unsealed_voucher_is_reported_and_late_after_a_while(self):
        tx = self._paid()
        voucher = self._vouchers(tx)
        report = self._report()
        self.assertTrue(report.is_sound)
        self.assertEqual(report.unsealed, 1)

        self.update(voucher, recorded_at="2026-01-01 00:00:00")

        report = self._report()
        self.assertTrue(report.is_late)
        self.assertFalse(report.is_sound)

    def test_unsealed_voucher_is_proven_too(self):
        voucher = self._vouchers(self._paid())
        self.update(voucher, amount_fen=1)

        self.assert_break("facts", voucher, 3)

    # === Who may look === #

    def test_accountant_checks_with_a_button(self):
        accountant = self.new_user("account.group_account_invoice")
        vouchers = self.env["wechatpay.voucher"].with_user(accountant)

        check = self.check_of(vouchers.action_verify())

        self.assertTrue(check.is_sound)
        self.assertEqual(check.line_ids.mchid, self.provider.wechatpay_mchid)
        self.assertEqual(check.line_ids.sealed, 3)

    def test_button_names_the_first_break(self):
        self.update(self.second, amount_fen=1)
        auditor = self.new_user("account.group_account_readonly")

        check = self.check_of(
            self.env["wechatpay.voucher"].with_user(auditor).action_verify()
        )

        self.assertFalse(check.is_sound)
        line = check.line_ids
        self.assertEqual((line.problem, line.expected), ("hash", 2))
        self.assertEqual(line.action_open()["res_id"], self.second.id)

    def test_strangers_see_nothing(self):
        for group in ("base.group_user", "point_of_sale.group_pos_manager"):
            vouchers = self.first.with_user(self.new_user(group))
            keys = self.env["wechatpay.voucher.key"].with_user(vouchers.env.user)
            with self.subTest(group=group):
                with self.assertRaises(AccessError):
                    vouchers.read(["amount_fen"])
                with self.assertRaises(AccessError):
                    keys.search([])
                with self.assertRaises(AccessError):
                    vouchers.action_verify()

    def test_message_is_for_accountants_and_auditors(self):
        self.first.with_user(self.new_user("account.group_account_readonly")).read(
            ["body"]
        )
        self.first.with_user(self.new_user("account.group_account_manager")).read(
            ["body"]
        )
        with self.assertRaises(AccessError):
            self.first.with_user(self.new_user("account.group_account_invoice")).read(
                ["body"]
            )

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self.new_user(
            "account.group_account_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        vouchers = self.env["wechatpay.voucher"].with_user(stranger)
        vouchers = vouchers.with_context(allowed_company_ids=company.ids)

        self.assertFalse(vouchers.search([("id", "in", self.first.ids)]))
        self.assertFalse(self.check_of(vouchers.action_verify()).line_ids)

    def new_user(self, group, **values):
        number = self.env["res.users"].search_count([])
        return new_test_user(
            self.env,
            f"voucher-{number}",
            groups=group,
            **{
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                **values,
            },
        )

    def check_of(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])
