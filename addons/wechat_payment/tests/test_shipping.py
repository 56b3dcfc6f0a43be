"""What WeChat is told of what was handed over."""

from datetime import timedelta

from odoo import fields
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .. import const
from .common import WechatPayCase

DAY_S = 24 * 3600


@tagged("post_install", "-at_install")
class TestShipping(WechatPayCase):
    def setUp(self):
        super().setUp()
        self.tx = self._make_paid()

    def _make_paid(self):
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        tx._wechatpay_query()
        self.env.invalidate_all()
        return tx

    def report(self):
        """Report the payment when WeChat's order centre knows of it."""
        self.sandbox.control("POST", "clock", advance_s=10)
        return self.tx._wechatpay_report_shipping("4", "Noodles x1")

    def upload(self):
        self._run_jobs("wechatpay.shipping")

    def at_wechat(self):
        """Return the uploads that WeChat has seen."""
        return self.sandbox.calls("open.shipping")

    # === THE GOOD WAY === #

    def test_hand_over_is_told(self):
        report = self.report()
        self.upload()

        self.assertEqual(report.state, "uploaded")
        self.assertTrue(report.uploaded_at)
        self.assertEqual(len(self.at_wechat()), 1)
        self.assertEqual(
            report.deadline_at, self.tx.last_state_change + timedelta(hours=48)
        )

    def test_payment_is_reported_once(self):
        report = self.report()
        self.upload()

        again = self.tx._wechatpay_report_shipping("3", "something else")
        self.upload()

        self.assertEqual(again, report)
        self.assertEqual(report.logistics_type, "4")
        self.assertEqual(len(self.at_wechat()), 1)

    def test_lost_answer_is_asked_for_without_using_the_correction(self):
        report = self.report()
        self.sandbox.fault("lose_answer", api="open.shipping")
        self._catch(RetryableJobError, report._upload)
        self.assertEqual((report.state, report.attempts), ("queued", 1))

        report._upload()
        self.env.invalidate_all()

        self.assertEqual(report.state, "known")
        self.assertEqual(len(self.at_wechat()), 2)

    def test_order_centre_that_does_not_know_the_payment_yet_is_asked_again(self):
        report = self.tx._wechatpay_report_shipping("4", "Noodles x1")

        error = self._catch(RetryableJobError, report._upload)
        self.assertIn("10060001", str(error))
        self.sandbox.control("POST", "clock", advance_s=10)
        report._upload()
        self.env.invalidate_all()

        self.assertEqual((report.state, report.attempts), ("uploaded", 2))

    # === WHAT WECHAT ANSWERS === #

    def test_each_answer_has_its_end(self):
        report = self.report()
        ends = {10060002: "known", 10060023: "known"}
        ends |= dict.fromkeys((10060003, 10060004, 10060031, 47001), "failed")
        for code, end in ends.items():
            with self.subTest(code):
                report.write({"state": "queued"})
                self.env.flush_all()
                self.sandbox.fault("errcode", api="open.shipping", errcode=code)

                report._upload()
                self.env.invalidate_all()

                self.assertEqual(report.state, end)
                self.assertIn(str(code), report.message)

    def test_attempts_have_an_end(self):
        report = self.report()
        report.attempts = const.SHIPPING_MOST_ATTEMPTS - 1
        self.env.flush_all()
        self.sandbox.fault("errcode", api="open.shipping", errcode=-1, times=2)

        report._upload()
        self.env.invalidate_all()

        self.assertEqual(report.state, "failed")

    def test_what_is_told_is_not_told_again_by_a_late_job(self):
        report = self.report()
        report._upload()
        report._upload()

        self.assertEqual(len(self.at_wechat()), 1)

    # === WHETHER IT IS NEEDED === #

    def test_account_whose_money_is_not_held_tells_nothing(self):
        self.account.write(
            {"trade_management": "no", "trade_checked_at": fields.Datetime.now()}
        )
        report = self.report()
        self.upload()

        self.assertEqual(report.state, "unneeded")
        self.assertFalse(self.at_wechat())

    def test_wechat_is_asked_once_a_day_whether_it_holds_money(self):
        for _question in range(3):
            self.assertTrue(self.account._must_report_shipping())
        self.assertEqual(len(self.sandbox.calls("open.trade_managed")), 1)

        self.account.trade_checked_at = fields.Datetime.now() - timedelta(days=2)
        self.env.flush_all()
        self.assertTrue(self.account._must_report_shipping())
        self.assertEqual(len(self.sandbox.calls("open.trade_managed")), 2)

    def test_refunded_payment_is_not_told_and_one_refunded_in_part_is(self):
        report = self.report()
        self.tx._wechatpay_refund(1000, "a dish was missing")
        self.assertFalse(report._is_refunded())

        for refund in self.tx.child_transaction_ids:
            refund.write({"wechatpay_state": "success", "amount": -self.tx.amount})
        self.env.flush_all()
        report._upload()
        self.env.invalidate_all()

        self.assertEqual(report.state, "unneeded")
        self.assertFalse(self.at_wechat())

    def test_only_what_was_paid_in_a_mini_program_is_reported(self):
        self.tx.wechatpay_openid = False
        self.assertFalse(self.report())

        self.tx.wechatpay_openid = self.openid
        self.account.active = False
        self.assertFalse(self.report())

    def test_unpaid_is_not_reported(self):
        order = self._create_order()
        self._start_payment(order)

        tx = self._transaction(order)
        self.assertFalse(tx._wechatpay_report_shipping("4", "Noodles x1"))

    # === PEOPLE === #

    def test_failed_report_is_uploaded_by_hand(self):
        report = self.report()
        self.sandbox.fault("errcode", api="open.shipping", errcode=10060004)
        self.upload()
        self.assertEqual(report.state, "failed")

        report.with_user(self.manager()).action_upload()
        self.upload()

        self.assertEqual((report.state, report.attempts), ("uploaded", 1))

    def test_what_was_entered_by_hand_is_marked_and_left_alone(self):
        report = self.report()
        manager = self.manager()
        report.with_user(manager).action_mark_handled()
        self.upload()

        self.assertEqual(report.state, "handled")
        self.assertIn(manager.name, report.message)
        self.assertFalse(self.at_wechat())
        with self.assertRaises(UserError):
            report.with_user(manager).action_upload()

    def test_late_reports_are_found(self):
        report = self.report()
        self.assertFalse(report.is_late)

        report.deadline_at = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()

        late = [("state", "in", ("queued", "failed")), ("deadline_at", "<", "now")]
        self.assertTrue(report.is_late)
        self.assertEqual(report.search(late), report)

    def test_report_whose_job_was_lost_is_found_by_the_cron(self):
        report = self.report()
        self.env["queue.job"].search([("model_name", "=", report._name)]).unlink()

        report._cron_upload()
        report._cron_upload()
        self.upload()

        self.assertEqual(report.state, "uploaded")
        self.assertEqual(len(self.at_wechat()), 1)

    def test_payment_that_nobody_reported_is_listed_before_it_is_too_late(self):
        reports = self.env["wechatpay.shipping"]
        self.tx.last_state_change = fields.Datetime.now() - timedelta(hours=35)
        reports._cron_upload()
        self.assertFalse(reports.search([("transaction_id", "=", self.tx.id)]))

        self.tx.last_state_change = fields.Datetime.now() - timedelta(hours=37)
        reports._cron_upload()
        reports._cron_upload()
        self.upload()

        report = reports.search([("transaction_id", "=", self.tx.id)])
        self.assertEqual((report.state, report.is_late), ("failed", False))
        self.assertFalse(self.at_wechat(), "a person must say that it was handed over")
        self.sandbox.control("POST", "clock", advance_s=10)
        report.with_user(self.manager()).action_upload()
        self.upload()
        self.assertEqual(report.state, "uploaded")

    def test_forgotten_payment_is_told_when_it_is_handed_over_after_all(self):
        self.tx.last_state_change = fields.Datetime.now() - timedelta(hours=37)
        self.env["wechatpay.shipping"]._cron_upload()

        report = self.report()
        self.upload()

        self.assertEqual((report.state, report.logistics_type), ("uploaded", "4"))

    # === WHO MAY === #

    def manager(self):
        return new_test_user(
            self.env,
            "shipping-manager",
            "point_of_sale.group_pos_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def test_accountant_reads_and_does_nothing(self):
        accountant = new_test_user(
            self.env,
            "shipping-accountant",
            "account.group_account_invoice",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        report = self.report().with_user(accountant)

        self.assertEqual(report.state, "queued")
        for action in (report.action_upload, report.action_mark_handled):
            with self.assertRaises(AccessError):
                action()

    def test_cashier_sees_nothing(self):
        cashier = new_test_user(
            self.env,
            "shipping-cashier",
            "point_of_sale.group_pos_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        with self.assertRaises(AccessError):
            self.report().with_user(cashier).read(["state"])

    def test_nobody_types_into_a_report(self):
        with self.assertRaises(AccessError):
            self.report().with_user(self.manager()).write({"state": "uploaded"})

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other House"})
        stranger = new_test_user(
            self.env,
            "shipping-stranger",
            "point_of_sale.group_pos_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        report = self.report().with_user(stranger)
        report = report.with_context(allowed_company_ids=other.ids)

        self.assertFalse(report.search([]))
        with self.assertRaises(AccessError):
            report.action_upload()

    # === THE ONE CORRECTION === #

    def correct(self, report, user=None, **values):
        """Correct a report in the form."""
        wizards = self.env["wechatpay.shipping.correct"]
        wizard = wizards.with_user(user or self.manager()).create(
            {"report_id": report.id, **values}
        )
        wizard.action_correct()

    def test_report_is_corrected_once(self):
        report = self.report()
        self.upload()
        manager = self.manager()

        self.correct(report, manager, logistics_type="2")
        self.assertEqual(report.state, "correcting")
        self.upload()

        self.assertEqual((report.state, report.logistics_type), ("uploaded", "2"))
        self.assertEqual(len(self.at_wechat()), 2)
        self.assertTrue(report.is_corrected)
        with self.assertRaises(UserError):
            self.correct(report, manager, logistics_type="4")
        with self.assertRaises(UserError):
            report.with_user(manager).action_upload()
        self.upload()
        self.assertEqual(len(self.at_wechat()), 2)

    def test_correction_that_corrects_nothing_is_kept(self):
        report = self.report()
        self.upload()

        with self.assertRaises(UserError):
            self.correct(report)

        self.assertFalse(report.is_corrected)

    def test_what_was_not_told_is_not_corrected(self):
        with self.assertRaises(UserError):
            self.correct(self.report(), logistics_type="2")

    def test_correction_that_wechat_refuses_is_seen(self):
        report = self.report()
        self.upload()
        self.correct(report, logistics_type="2")
        self.sandbox.fault("errcode", api="open.shipping", errcode=10060003)

        self.upload()

        self.assertEqual(report.state, "failed")
        self.assertIn("10060003", report.message)

    def test_correction_whose_job_was_lost_is_found_by_the_cron(self):
        report = self.report()
        self.upload()
        self.correct(report, logistics_type="2")
        self.env["queue.job"].search([("model_name", "=", report._name)]).unlink()

        report._cron_upload()
        self.upload()

        self.assertEqual(report.state, "uploaded")

    def test_only_managers_correct(self):
        report = self.report()
        self.upload()
        for group in ("point_of_sale.group_pos_user", "account.group_account_invoice"):
            user = new_test_user(
                self.env,
                f"shipping-{group}",
                group,
                company_id=self.company.id,
                company_ids=self.company.ids,
            )
            with self.subTest(group), self.assertRaises(AccessError):
                self.correct(report, user, logistics_type="2")

    # === THE ALARM === #

    def test_managers_are_reminded_once_before_it_is_too_late(self):
        manager = self.manager()
        report = self.report()
        report._warn()
        self.assertFalse(report.activity_ids, "there is time")

        report.deadline_at = fields.Datetime.now() + timedelta(hours=11)
        report._warn()
        report._warn()

        mine = report.activity_ids.filtered(lambda one: one.user_id == manager)
        self.assertEqual(len(mine), 1)
        self.assertIn("payments: 1", mine.summary)
        self.upload()
        self.assertEqual(report.state, "uploaded")
        self.assertFalse(report.activity_ids, "nothing is to be done any more")

    def test_forgotten_payment_reminds_managers(self):
        manager = self.manager()
        self.tx.last_state_change = fields.Datetime.now() - timedelta(hours=37)

        self.env["wechatpay.shipping"]._cron_upload()

        report = self.env["wechatpay.shipping"].search(
            [("transaction_id", "=", self.tx.id)]
        )
        self.assertIn(manager, report.activity_ids.user_id)
        report.with_user(manager).action_mark_handled()
        self.assertFalse(report.activity_ids)
