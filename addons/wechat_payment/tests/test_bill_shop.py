"""The bills of a shop that a service provider signs for."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged

from ..wechatpay.errors import WechatPayRefusedError
from .bill_case import DAY, BillCase
from .bill_files import Bills, beijing
from .test_bill_fetch import Client

NEXT = DAY + timedelta(days=1)
SHOP = "1900000109"


@tagged("post_install", "-at_install")
class TestBillShop(BillCase):
    def setUp(self):
        super().setUp()
        self.provider.write(
            {
                "wechatpay_mode": "partner",
                "wechatpay_sub_mchid": SHOP,
                "wechatpay_bills_from": DAY,
            }
        )
        self.bills = Bills(
            self.provider.wechatpay_mchid, self.provider.wechatpay_appid, sub_mchid=SHOP
        )
        for shop in self.shops:
            shop.bills = self.bills

    @contextmanager
    def _wechat_pay(self, **answers):
        client = Client(self.bills, **answers)
        with patch.object(
            type(self.provider), "_wechatpay_get_client", lambda _self: client
        ):
            yield client

    def _fetch(self, date=DAY, **answers):
        day = self.days._ensure(self.provider, date)
        with self._wechat_pay(**answers):
            day._fetch()
        return day

    def test_without_the_permission_only_the_trade_bill_is_asked_for(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()

        day = self._fetch()

        self.assertEqual(day.bill_ids.mapped("kind"), ["trade"])
        self.assertEqual((day.state, day.has_balance), ("settled", False), day.problem)
        self.assertEqual(day.net, 99.40)

    def test_balance_of_the_shop_is_proven(self):
        self.provider.wechatpay_has_shop_bills = True
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()

        day = self._fetch()

        self.assertEqual(sorted(day.bill_ids.mapped("kind")), ["fund", "trade"])
        self.assertEqual(day.state, "settled", day.problem)
        self.assertEqual(
            (day.has_balance, day.wechat_balance, day.book_balance),
            (True, 99.40, 99.40),
        )

    def test_what_stood_there_before_the_first_balance_is_listed(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self.shop.pay(beijing(NEXT, 12), 5_000)
        self._book()
        self._fetch()
        self.bills.balance_fen = 30_000 + 9_940
        self.provider.wechatpay_has_shop_bills = True

        day = self._fetch(NEXT)

        # The 99.40 of the day before were booked from its trade bill.
        [opening] = day.difference_ids
        self.assertEqual((opening.reason, opening.amount), ("opening", 300))
        self.assertEqual(day.difference, 0)
        self.assertEqual(day.state, "unsettled")

    def test_refused_permission_is_told_and_can_be_given_up(self):
        self.provider.wechatpay_has_shop_bills = True
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()
        refusal = WechatPayRefusedError(403, "NO_AUTH", "商户无权限")
        with self.assertLogs("odoo.addons.wechat_payment", "WARNING"):
            day = self._fetch(fund=refusal)
        fund = day.bill_ids.filtered(lambda bill: bill.kind == "fund")
        self.assertEqual((fund.state, fund.problem), ("failed", "商户无权限"))
        self.assertFalse(day.statement_line_ids)

        self.provider.wechatpay_has_shop_bills = False
        day = self._fetch()

        self.assertFalse(fund.exists())
        self.assertEqual((day.state, day.has_balance), ("settled", False), day.problem)

    def test_permission_reaches_the_days_that_wait(self):
        day = self.days._ensure(self.provider, DAY)
        booked = self.days._ensure(self.provider, NEXT)
        booked._move("settled")
        self.provider.wechatpay_has_shop_bills = True

        with freeze_time(beijing(NEXT, 23)):
            self.days._ensure(self.provider, DAY)
            self.days._ensure(self.provider, NEXT)

        self.assertEqual(sorted(day.bill_ids.mapped("kind")), ["fund", "trade"])
        self.assertEqual(booked.bill_ids.mapped("kind"), ["trade"])

    def test_direct_merchant_has_both_bills_whatever_is_ticked(self):
        self.provider.write(
            {"wechatpay_mode": "direct", "wechatpay_has_shop_bills": False}
        )

        self.assertEqual(self.provider._wechatpay_get_bill_kinds(), ["trade", "fund"])
