"""How the bills get here: by a job each morning, or by hand."""

import logging
import tempfile
from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api, fields, models

from .. import bill_const, const
from ..wechatpay.bill_rows import BEIJING
from ..wechatpay.errors import (
    WechatPayBillNotReadyError,
    WechatPayError,
    WechatPayNoBillError,
)

_logger = logging.getLogger(__name__)


class PaymentProvider(models.Model):
    """A merchant whose bills are fetched."""

    _inherit = "payment.provider"

    wechatpay_bills_from = fields.Date(
        string="Bills From",
        help="The first day whose bills are fetched and booked. Empty: the day of the"
        " first payment.",
        copy=False,
    )
    wechatpay_accountant_id = fields.Many2one(
        comodel_name="res.users",
        string="Accountant",
        help="Who is told when a day is missing or differs.",
        copy=False,
    )
    wechatpay_fee_rate = fields.Float(
        string="Fee Rate (%)",
        help="As agreed with WeChat Pay, such as 0.6. Fees that differ are listed."
        " Empty: the rate that the bill itself names.",
        digits=(6, 4),
        copy=False,
    )

    def _wechatpay_get_sub_mchid(self):
        """Return the number of the shop that a service provider signs for, or "".

        Note: `self.ensure_one()`

        :rtype: str
        """
        self.ensure_one()
        return self.sudo()._wechatpay_get_account().sub_mchid

    def _wechatpay_get_bill_kinds(self):
        """Return the kinds of bills that WeChat Pay gives us of this merchant.

        Note: `self.ensure_one()`

        :rtype: list
        """
        self.ensure_one()
        is_shop = bool(self._wechatpay_get_sub_mchid())
        if is_shop and not self.sudo().wechatpay_has_shop_bills:
            return ["trade"]
        return ["trade", "fund"]

    def _wechatpay_get_same_merchant(self):
        """Return all providers of the company with this merchant number.

        One merchant may take payments for several mini-programs.

        Note: `self.ensure_one()`

        :rtype: payment.provider
        """
        self.ensure_one()
        provider_sudo = self.sudo()
        providers = provider_sudo.search(
            [
                ("code", "=", const.PROVIDER_CODE),
                ("company_id", "=", provider_sudo.company_id.id),
                ("wechatpay_mchid", "=", provider_sudo.wechatpay_mchid),
            ],
            order="id",
        )
        shop = provider_sudo._wechatpay_get_sub_mchid()
        return providers.filtered(
            lambda known: known._wechatpay_get_sub_mchid() == shop
        )

    def _wechatpay_get_first_bill_date(self):
        """Return the first day whose bills matter, or nothing before any payment."""
        if self.wechatpay_bills_from:
            return self.wechatpay_bills_from
        first = self.env["payment.transaction"].search(
            [
                ("provider_id", "in", self._wechatpay_get_same_merchant().ids),
                ("wechatpay_state", "in", const.PAID_STATES),
            ],
            order="id",
            limit=1,
        )
        if not first:
            return None
        return (first.create_date + BEIJING.utcoffset(None)).date()


class WechatpayBillDay(models.Model):
    """A day whose bills are fetched."""

    _inherit = "wechatpay.bill.day"

    @api.model
    def _cron_fetch(self):
        """Have each day that is due fetched by a job, also those once missed."""
        now = datetime.now(BEIJING)
        providers = self.env["payment.provider"].search(
            [("code", "=", const.PROVIDER_CODE), ("state", "!=", "disabled")],
            order="id",
        )
        for provider in providers:
            if provider == provider._wechatpay_get_same_merchant()[:1]:
                self._ensure_days(provider, now)
        self._retry_all()
        states = ["awaited", "not_ready"]
        if now.hour == bill_const.READY_HOUR:
            # What was refused or damaged, once a day.
            states.append("failed")
        due = self.search(
            [
                ("state", "in", ("expected", "problem")),
                ("bill_ids.state", "in", states),
                ("date", "<=", self._get_last_ready(now)),
                ("date", ">=", now.date() - timedelta(days=bill_const.KEPT_DAYS)),
            ],
            order="date",
        )
        for day in due:
            day.with_user(SUPERUSER_ID).with_delay(
                description=f"Fetch the WeChat bills of {day.display_name}",
                identity_key=f"wechatpay-bill-{day.id}",
            )._fetch()
        self._alarm_late(now)

    @api.model
    def _get_last_ready(self, now):
        """Return the last day whose bills WeChat Pay should have made.

        :param datetime now: The time in Beijing.
        :rtype: date
        """
        is_early = now.hour < bill_const.READY_HOUR
        return now.date() - timedelta(days=2 if is_early else 1)

    @api.model
    def _ensure_days(self, provider, now):
        """Make the days of a merchant that are missing, as far back as bills go.

        :param payment.provider provider: The merchant.
        :param datetime now: The time in Beijing.
        """
        first = provider._wechatpay_get_first_bill_date()
        if not first:
            return
        oldest = now.date() - timedelta(days=bill_const.KEPT_DAYS)
        date = max(first, oldest)
        while date <= self._get_last_ready(now):
            self._ensure(provider, date)
            date += timedelta(days=1)

    @api.model
    def _ensure(self, provider, date):
        """Return the day of a merchant, made with its bills if it is missing.

        :param payment.provider provider: The merchant.
        :param date date: The day in Beijing.
        :rtype: wechatpay.bill.day
        """
        provider = provider.sudo()
        merchant = {
            "company_id": provider.company_id.id,
            "mchid": provider.wechatpay_mchid,
            "sub_mchid": provider._wechatpay_get_sub_mchid() or False,
            "date": date,
        }
        day = self.search([(name, "=", value) for name, value in merchant.items()])
        kinds = provider._wechatpay_get_bill_kinds()
        if day:
            day._fit_bills(kinds)
            return day
        return self.create(
            {
                **merchant,
                "provider_id": provider.id,
                "bill_ids": [(0, 0, {"kind": kind}) for kind in kinds],
            }
        )

    def _fit_bills(self, kinds):
        """Wait for the bills that there are, should that have changed since.

        Note: `self.ensure_one()`. What is there, or booked, stays.

        :param list kinds: The kinds of bills.
        """
        self.ensure_one()
        if self.state not in ("expected", "problem"):
            return
        known = self.bill_ids.mapped("kind")
        self.bill_ids.filtered(
            lambda bill: bill.kind not in kinds and bill.state != "stored"
        ).unlink()
        self.bill_ids = [(0, 0, {"kind": kind}) for kind in kinds if kind not in known]

    def _fetch(self):
        """Fetch what is missing of the day, then book it; a job's work.

        Note: `self.ensure_one()`. The calls are made before anything is written, so no
        row is locked meanwhile.
        """
        self.ensure_one()
        client = self.provider_id._wechatpay_get_client()
        outcomes = [
            (bill, *self._download(client, bill))
            for bill in self.bill_ids
            if bill.state in ("awaited", "not_ready", "failed")
        ]
        for bill, outcome, content in outcomes:
            if outcome == "stored":
                bill._store(content, "download")
            elif outcome:
                bill._move(outcome, content)
        self._import()

    def _download(self, client, bill):
        """Return what became of fetching a bill, and its content or the problem.

        :rtype: tuple
        """
        with tempfile.TemporaryFile() as file:
            try:
                client.download_bill(bill.kind, self.date, file)
            except WechatPayBillNotReadyError:
                return "not_ready", None
            except WechatPayNoBillError:
                return "empty", None
            except WechatPayError as error:
                _logger.warning("Bill of %s: %s", self.display_name, error)
                if error.is_result_unknown:
                    # The next hour's job asks again.
                    return None, None
                return "failed", getattr(error, "message", "") or str(error)
            file.seek(0)
            return "stored", file.read()

    @api.model
    def _alarm_late(self, now):
        """Tell the accountant of days that should long be there.

        :param datetime now: The time in Beijing.
        """
        limit = now - timedelta(hours=bill_const.ALARM_AFTER_HOURS)
        late = self.search([("state", "=", "expected"), ("date", "<", limit.date())])
        for day in late:
            day._move("problem", self.env._("The bills of this day are missing."))
