"""What is written down of each fact, and who may touch it: nobody."""

import json
from contextlib import contextmanager
from unittest.mock import patch

import psycopg2
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wechatpay.keys import Verifiers
from ..wechatpay.vouchers import FIRST
from .common import WechatPayCase, WechatPayHttpCase


class VoucherMixin:
    """Pays, refunds and seals."""

    def _vouchers(self, tx=None):
        self.env.invalidate_all()
        tx = tx or self._transaction()
        return self.env["wechatpay.voucher"].search(
            [("transaction_id", "in", (tx | tx.child_transaction_ids).ids)], order="id"
        )

    def _paid(self, order=None):
        """Return a payment of which a query told."""
        order = order or self.order
        self._pay_unnoticed(self._start_payment(order))
        tx = self._transaction(order)
        tx._wechatpay_query()
        self.env.invalidate_all()
        return tx

    def _seal(self):
        self.env.flush_all()
        self.env["wechatpay.voucher"]._seal_all()
        self.env.invalidate_all()

    def _report(self):
        (report,) = self.env["wechatpay.voucher"]._verify()
        return report

    def _tamper(self, statement, *parameters):
        """Do what only the owner of the database can."""
        self.env.flush_all()
        for table in ("wechatpay_voucher", "wechatpay_voucher_key"):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.env.cr.execute(statement, parameters)
        for table in ("wechatpay_voucher", "wechatpay_voucher_key"):
            self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestVoucherOfNotification(VoucherMixin, WechatPayHttpCase):
    def setUp(self):
        super().setUp()
        self.sandbox.fault("notify_hold", times=0)
        self.parameters = self._start_payment()
        self.tx = self._transaction()

    def notify(self, reference):
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            sent = self.sandbox.control("POST", "notify", out_trade_no=reference)
        self.env.invalidate_all()
        return sent["sent"]

    def test_notification_leaves_its_signed_message(self):
        self._pay(self.parameters)

        self.notify(self.tx.reference)

        voucher = self._vouchers()
        at_wechat = self._order_at_wechat(self.tx.reference)
        self.assertEqual(voucher.kind, "payment")
        self.assertEqual(voucher.source, "notification")
        self.assertEqual(voucher.verification, "signature")
        self.assertEqual(voucher.out_trade_no, self.tx.reference)
        self.assertEqual(voucher.wechat_number, at_wechat["transaction_id"])
        self.assertEqual(voucher.amount_fen, 2900)
        self.assertEqual(voucher.amount, 29)
        self.assertEqual(voucher.mchid, self.provider.wechatpay_mchid)
        self.assertEqual(voucher.company_id, self.company)
        self.assertIn("ciphertext", voucher.body)
        opened = json.loads(voucher.resource)
        self.assertEqual(opened["transaction_id"], voucher.wechat_number)
        self.assertFalse(voucher.sequence, "sealed by a job")

    def test_fact_told_many_times_is_written_once(self):
        self._pay(self.parameters)

        for _time in range(3):
            self.notify(self.tx.reference)
        self.tx._wechatpay_query()

        self.assertEqual(len(self._vouchers()), 1)

    def test_booking_job_seals(self):
        self._pay(self.parameters)
        self.notify(self.tx.reference)

        self._run_jobs()

        self.assertEqual(self.order.state, "paid")
        self.assertTrue(self._vouchers().hash)
        self.assertTrue(self._report().is_sound)


@tagged("post_install", "-at_install")
class TestVoucher(VoucherMixin, WechatPayCase):
    def test_query_leaves_its_signed_message(self):
        tx = self._paid()

        voucher = self._vouchers(tx)
        self.assertEqual(voucher.source, "query")
        self.assertEqual(json.loads(voucher.body)["out_trade_no"], tx.reference)
        self.assertFalse(voucher.resource)
        key = self.env["wechatpay.voucher.key"].search(
            [("fingerprint", "=", voucher.key_fingerprint)]
        )
        self.assertEqual(voucher.serial, key.serial)
        self.assertEqual(key.serial, self.provider.wechatpay_public_key_id)

    def test_unpaid_payment_leaves_nothing(self):
        self._start_payment()
        tx = self._transaction()
        tx._wechatpay_query()
        tx._wechatpay_close()

        self.assertFalse(self._vouchers(tx))

    def test_refund_leaves_a_voucher_of_its_own_and_is_sealed_by_a_job(self):
        tx = self._paid()
        self.sandbox.control("POST", "clock", advance_s=61)
        self.sandbox.control("POST", "settings", refund_delay_s=0)
        tx._wechatpay_refund(900, "Cold")
        self.sandbox.control("POST", "clock", advance_s=61)
        tx.child_transaction_ids._wechatpay_continue_refund()
        self.assertEqual(tx.child_transaction_ids.wechatpay_state, "success")

        self.assertEqual(self._run_jobs("wechatpay.voucher"), 1)

        payment, refund = self._vouchers(tx)
        self.assertEqual((payment.kind, refund.kind), ("payment", "refund"))
        self.assertEqual(refund.amount_fen, 900)
        self.assertEqual(refund.amount, -9)
        self.assertEqual(refund.out_trade_no, tx.reference)
        self.assertEqual(refund.out_refund_no, tx.child_transaction_ids.reference)
        self.assertEqual((payment.sequence, refund.sequence), (1, 2))

    def test_seal_follows_the_one_before(self):
        first = self._vouchers(self._paid())
        second = self._vouchers(self._paid(self._create_order(2)))

        self._seal()

        self.assertEqual((first.sequence, second.sequence), (1, 2))
        self.assertEqual(first.previous_hash, FIRST)
        self.assertEqual(second.previous_hash, first.hash)
        report = self._report()
        self.assertTrue(report.is_sound)
        self.assertEqual((report.sealed, report.head), (2, second.hash))

    def test_sealing_again_changes_nothing(self):
        voucher = self._vouchers(self._paid())
        self._seal()
        sealed = voucher.hash

        self._seal()

        self.assertEqual(voucher.hash, sealed)

    def test_key_of_yesterday_still_proves(self):
        self._paid()
        self._seal()

        self.provider.write(
            {
                "wechatpay_public_key_id": False,
                "wechatpay_public_key": False,
                "wechatpay_apiv3_key": "x" * 32,
            }
        )

        verifiers = self.provider._wechatpay_get_verifiers()
        self.assertIsInstance(verifiers, Verifiers)
        self.assertTrue(self._report().is_sound)

    # === Nobody writes === #

    def test_orm_refuses_everybody(self):
        voucher = self._vouchers(self._paid())
        key = self.env["wechatpay.voucher.key"].search([], limit=1)
        for record in (voucher.sudo(), key.sudo()):
            with self.subTest(model=record._name):
                with self.assertRaises(UserError):
                    record.create({})
                with self.assertRaises(UserError):
                    record.write({"serial": "x"})
                with self.assertRaises(UserError):
                    record.unlink()
                with self.assertRaises(UserError):
                    record.copy()

    def test_database_refuses_everybody(self):
        self._paid()
        statements = (
            "UPDATE wechatpay_voucher SET amount_fen = 1",
            "UPDATE wechatpay_voucher SET sequence = 1",
            "UPDATE wechatpay_voucher SET sequence = 1, hash = 'x', amount_fen = 1",
            "DELETE FROM wechatpay_voucher",
            "TRUNCATE wechatpay_voucher",
            "UPDATE wechatpay_voucher_key SET pem = 'x'",
            "DELETE FROM wechatpay_voucher_key",
            "TRUNCATE wechatpay_voucher_key",
        )
        self.assert_refused(*statements)

    def test_database_refuses_to_seal_twice(self):
        self._paid()
        self._seal()

        self.assert_refused(
            "UPDATE wechatpay_voucher SET sequence = 2, hash = 'x'",
            "UPDATE wechatpay_voucher SET sequence = NULL, hash = NULL",
        )

    def test_database_refuses_a_voucher_that_is_born_sealed(self):
        voucher = self._vouchers(self._paid())

        self.assert_refused(
            "INSERT INTO wechatpay_voucher (transaction_id, company_id, mchid, kind,"
            " out_trade_no, amount_fen, recorded_at, source, verification, sequence,"
            " hash) SELECT transaction_id, company_id, mchid, 'reversal', out_trade_no,"
            " amount_fen, recorded_at, source, verification, 1, 'x'"
            f" FROM wechatpay_voucher WHERE id = {voucher.id}"
        )

    def assert_refused(self, *statements):
        for statement in statements:
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)


@tagged("post_install", "-at_install")
class TestVoucherCost(VoucherMixin, WechatPayCase):
    """What a notification costs while WeChat Pay waits for its answer."""

    def test_voucher_is_one_statement_of_the_payment(self):
        self._paid(self._create_order(2))  # reads what a process reads once
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        trade = self.provider._wechatpay_get_client().query_order(tx.reference)

        with self.count_statements() as statements:
            tx._wechatpay_apply(trade, "notification")
            self.env.flush_all()

        written = [one for one in statements if "wechatpay_voucher" in one]
        self.assertEqual(len(written), 1)
        # The lock and what it reads, the event, the look at the job that waits, the
        # voucher, the row itself.
        self.assertEqual(len(statements), 6, statements)

    @contextmanager
    def count_statements(self):
        self.env.flush_all()
        self.env.invalidate_all()
        statements = []
        cursor_class = type(self.env.cr)
        execute = cursor_class.execute

        def count(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(cursor_class, "execute", count):
            yield statements
