import base64
import gzip
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..wechatpay.bill_rows import BEIJING
from ..wechatpay.errors import (
    WechatPayBillNotReadyError,
    WechatPayConnectionError,
    WechatPayNoBillError,
    WechatPayRefusedError,
)
from .bill_case import DAY, BillCase
from .bill_files import beijing

NEXT = DAY + timedelta(days=1)


class Client:
    """Hands out bills, or what WeChat Pay says instead."""

    def __init__(self, bills, **answers):
        self.bills = bills
        self.answers = answers
        self.asked = []

    def download_bill(self, kind, day, file):
        self.asked.append((kind, day))
        answer = self.answers.get(kind)
        if answer:
            raise answer
        file.write(getattr(self.bills, kind)(day))


@tagged("post_install", "-at_install")
class TestBillFetch(BillCase):
    def setUp(self):
        super().setUp()
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()

    @contextmanager
    def _wechat_pay(self, **answers):
        client = Client(self.bills, **answers)
        with patch.object(
            type(self.provider), "_wechatpay_get_client", lambda _self: client
        ):
            yield client

    def _day(self, date=DAY):
        return self.days._ensure(self.provider, date)

    def _states(self, day):
        return {bill.kind: bill.state for bill in day.bill_ids}

    def test_both_bills_are_fetched_kept_and_booked(self):
        day = self._day()

        with self._wechat_pay():
            day._fetch()

        self.assertEqual(day.state, "settled", day.problem)
        self.assertEqual(self._states(day), {"trade": "stored", "fund": "stored"})
        for bill in day.bill_ids:
            attachment = bill.attachment_id
            self.assertFalse(attachment.public)
            self.assertEqual(attachment.checksum, bill.sha1)
        trade = day.bill_ids.filtered(lambda bill: bill.kind == "trade")
        self.assertEqual((trade.row_count, trade.income, trade.fee), (1, 100, 0.6))

    def test_bill_that_is_being_made_is_asked_for_again(self):
        day = self._day()
        with self._wechat_pay(fund=WechatPayBillNotReadyError(400)):
            day._fetch()
        self.assertEqual(self._states(day), {"trade": "stored", "fund": "not_ready"})
        self.assertEqual(day.state, "expected")
        self.assertFalse(day.statement_line_ids, "half a day is not booked")

        with self._wechat_pay() as client:
            day._fetch()

        self.assertEqual(client.asked, [("fund", DAY)])
        self.assertEqual(day.state, "settled")

    def test_day_without_bills_is_empty_not_missing(self):
        nothing = WechatPayNoBillError(400, "NO_STATEMENT_EXIST")
        day = self._day(NEXT)

        with self._wechat_pay(trade=nothing, fund=nothing):
            day._fetch()

        self.assertEqual(self._states(day), {"trade": "empty", "fund": "empty"})
        self.assertEqual(day.state, "settled")

    def test_silence_leaves_the_day_as_it_was(self):
        day = self._day()
        silence = WechatPayConnectionError("ReadTimeout")

        with self._wechat_pay(trade=silence, fund=silence):
            with self.assertLogs("odoo.addons.wechat_payment", "WARNING"):
                day._fetch()

        self.assertEqual(self._states(day), {"trade": "awaited", "fund": "awaited"})

    def test_refusal_is_shown(self):
        day = self._day()
        refusal = WechatPayRefusedError(403, "NO_AUTH", "商户无权限")

        with self._wechat_pay(fund=refusal):
            with self.assertLogs("odoo.addons.wechat_payment", "WARNING"):
                day._fetch()

        bill = day.bill_ids.filtered(lambda known: known.kind == "fund")
        self.assertEqual((bill.state, bill.problem), ("failed", "商户无权限"))

    def test_bill_that_does_not_add_up_leaves_nothing_behind(self):
        day = self._day()
        good = self.bills.trade(DAY)

        with self._wechat_pay() as client:
            client.bills = type(
                "Bad",
                (),
                {
                    "trade": lambda _self, _day: good.replace(
                        b"`100.00", b"`100.01", 1
                    ),
                    "fund": lambda _self, day: self.bills.fund(day),
                },
            )()
            day._fetch()

        self.assertEqual(day.state, "problem")
        self.assertIn("add up", day.problem)
        self.assertFalse(day.line_ids or day.statement_line_ids)
        self.assertEqual(self._states(day), {"trade": "failed", "fund": "stored"})

        with self._wechat_pay() as client:
            day._fetch()

        self.assertEqual(client.asked, [("trade", DAY)], "only what was not whole")
        self.assertEqual(day.state, "settled", day.problem)

    def test_job_of_the_morning_takes_up_missed_days(self):
        with freeze_time("2026-11-13 02:30"):
            self.days._cron_fetch()

        days = self.days.search([("company_id", "=", self.company.id)], order="date")
        self.assertEqual(
            days.mapped("date"), [DAY, NEXT, date(2026, 11, 12)], "10:30 in Beijing"
        )
        jobs = self.env["queue.job"].search(
            [("model_name", "=", "wechatpay.bill.day"), ("method_name", "=", "_fetch")]
        )
        self.assertEqual(
            {(job.records, job.user_id.id) for job in jobs},
            {(day, 1) for day in days},
        )

    def test_before_ten_nobody_asks_for_yesterday(self):
        with freeze_time("2026-11-13 01:59"):
            self.days._cron_fetch()

        days = self.days.search([("company_id", "=", self.company.id)], order="date")
        self.assertEqual(days.mapped("date"), [DAY, NEXT])

    def test_job_run_twice_makes_one_job_for_each_day(self):
        for _time in range(2):
            with freeze_time("2026-11-11 03:00"):
                self.days._cron_fetch()

        jobs = self.env["queue.job"].search([("method_name", "=", "_fetch")])
        self.assertEqual(len(jobs), 1)

    def test_older_than_three_months_is_not_asked_for(self):
        self.provider.wechatpay_bills_from = date(2026, 1, 1)

        self.days._ensure_days(
            self.provider, datetime(2026, 11, 13, 12, tzinfo=BEIJING)
        )

        oldest = self.days.search(
            [("company_id", "=", self.company.id)], order="date", limit=1
        )
        self.assertEqual(oldest.date, date(2026, 8, 16))

    def test_missing_day_raises_an_alarm(self):
        accountant = self._user("accountant", "account.group_account_manager")
        self.provider.wechatpay_accountant_id = accountant

        with freeze_time("2026-11-13 03:00"):
            self.days._cron_fetch()

        day = self._day()
        self.assertEqual(day.state, "problem")
        self.assertEqual(day.activity_user_id, accountant)
        with self._wechat_pay():
            day._fetch()
        self.assertEqual(day.state, "settled")
        self.assertFalse(day.activity_ids)

    # === BY HAND === #

    def _user(self, name, groups):
        return new_test_user(
            self.env,
            f"wechatpay-fetch-{name}",
            groups=groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def _upload(self, user, content, date=DAY):
        uploads = self.env["wechatpay.bill.upload"].with_user(user)
        upload = uploads.create({"date": date, "file": base64.b64encode(content)})
        return upload.action_upload()

    def test_accountant_uploads_what_wechats_pages_gave(self):
        clerk = self._user("clerk", "account.group_account_invoice")

        self._upload(clerk, self.bills.trade(DAY))
        self._upload(clerk, gzip.compress(self.bills.fund(DAY)))

        day = self._day()
        self.assertEqual(day.state, "settled", day.problem)
        self.assertEqual(set(day.bill_ids.mapped("origin")), {"upload"})
        self.assertEqual(day.event_ids.user_id, clerk)

    def test_wrong_file_is_refused_before_anything_is_kept(self):
        clerk = self._user("clerk", "account.group_account_invoice")
        trade = self.bills.trade(DAY)

        for content, date_, words in [
            (b"not a bill", DAY, "not a whole bill"),
            (trade[:-40], DAY, "not a whole bill"),
            (trade, NEXT, "another day"),
            (trade.replace(self.bills.mchid.encode(), b"1999999999"), DAY, "merchant"),
        ]:
            with self.subTest(words=words):
                with self.assertRaisesRegex(UserError, words):
                    self._upload(clerk, content, date_)
        self.assertFalse(self._day().bill_ids.filtered("attachment_id"))

    def test_other_file_of_a_booked_day_is_refused(self):
        day = self._day()
        with self._wechat_pay():
            day._fetch()
        self.shop.pay(beijing(DAY, 13), 100)

        with self.assertRaises(UserError):
            self._upload(self.env.user, self.bills.trade(DAY))

    def test_bills_are_the_accountants(self):
        day = self._day()
        with self._wechat_pay():
            day._fetch()
        for name, groups in [
            ("cashier", "point_of_sale.group_pos_user"),
            ("manager", "point_of_sale.group_pos_manager"),
            ("portal", "base.group_portal"),
        ]:
            user = self._user(name, groups)
            for record in (day, day.bill_ids, day.line_ids, day.event_ids):
                with self.subTest(user=name, model=record._name):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["id", "display_name"])
            for action in ("action_fetch", "action_reset"):
                with self.subTest(user=name, action=action):
                    with self.assertRaises(AccessError):
                        getattr(day.with_user(user), action)()
            with self.assertRaises(AccessError):
                self._upload(user, self.bills.trade(DAY))
            with self.assertRaises(AccessError):
                day.bill_ids.attachment_id.with_user(user).read(["raw"])

    def test_accountants_read_and_nobody_writes(self):
        day = self._day()
        with self._wechat_pay():
            day._fetch()
        clerk = self._user("clerk", "account.group_account_invoice")
        auditor = self._user("auditor", "account.group_account_readonly")

        for user in (clerk, auditor):
            for record in (day, day.bill_ids, day.line_ids, day.event_ids):
                own = record.with_user(user)
                with self.subTest(user=user.login, model=record._name):
                    self.assertTrue(own.read())
                    with self.assertRaises(AccessError):
                        own.write({"day_id": day.id} if record != day else {"fee": 1})
                    with self.assertRaises(AccessError):
                        own.unlink()
        with self.assertRaises(AccessError):
            day.with_user(auditor).action_reset()

    def test_other_companies_see_nothing(self):
        day = self._day()
        with self._wechat_pay():
            day._fetch()
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "wechatpay-bill-stranger",
            groups="account.group_account_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

        for record in (day, day.bill_ids, day.line_ids, day.event_ids):
            own = record.with_user(stranger).with_context(
                allowed_company_ids=company.ids
            )
            with self.subTest(model=record._name):
                self.assertFalse(own.search([("id", "in", record.ids)]))
        uploads = self.env["wechatpay.bill.upload"].with_user(stranger)
        upload = uploads.with_context(allowed_company_ids=company.ids).create(
            {
                "merchant": str(self.provider.id),
                "date": DAY,
                "file": base64.b64encode(self.bills.trade(DAY)),
            }
        )
        with self.assertRaises(AccessError):
            upload.action_upload()

    def test_two_merchants_have_a_journal_each(self):
        other = self._create_provider(name="Second", wechatpay_mchid="1600000077")

        method = self.company._wechatpay_setup_pos_payment_method(other)

        self.assertNotEqual(method.journal_id, self.method.journal_id)
        self.assertEqual(
            method.outstanding_account_id, self.method.outstanding_account_id
        )

    def test_merchants_that_share_a_journal_are_told(self):
        other = self._create_provider(name="Second", wechatpay_mchid="1600000077")
        method = self.company._wechatpay_setup_pos_payment_method(other)
        method.journal_id = self.method.journal_id
        day = self._day()

        with self._wechat_pay():
            day._fetch()

        self.assertEqual(day.state, "problem")
        self.assertIn("journal of its own", day.problem)
