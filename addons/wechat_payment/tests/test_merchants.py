"""Several merchants in one database, some of them through a service provider."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.payment_provider_jsapi import Wish
from ..wechatpay.content import Refund, Trade
from .common import WechatPayCase, WechatPayHttpCase

DOOR = "odoo.addons.wechat_payment.controllers.webhook"
RULES = "odoo.addons.wechat_payment.models.payment_transaction"
SUB_MCHID = "1900000109"
SUB_APPID = "wxd678efh567hg6999"
PARTNER = {
    "wechatpay_mode": "partner",
    "wechatpay_sub_mchid": SUB_MCHID,
    "wechatpay_sub_appid": SUB_APPID,
}


@tagged("post_install", "-at_install")
class TestPartner(WechatPayCase):
    def setUp(self):
        super().setUp()
        self.provider.write(PARTNER)
        self.env.flush_all()

    def intent(self):
        """Return a payment as it is before WeChat Pay hears of it."""
        wish = Wish(
            order_id=self.order.id,
            partner_id=self.company.partner_id.id,
            amount_fen=2900,
            openid="the-payer",
            description="Noodle House A05",
            expires_at=fields.Datetime.now() + timedelta(minutes=15),
        )
        values = self.provider._wechatpay_prepare_intent(wish)
        return self.env["payment.transaction"].create(values)

    def trade(self, tx, **changes):
        """Return what WeChat Pay says of a payment that was made."""
        trade = Trade(
            appid=self.provider.wechatpay_appid,
            mchid=self.provider.wechatpay_mchid,
            sub_mchid=SUB_MCHID,
            sub_appid=SUB_APPID,
            out_trade_no=tx.reference,
            trade_state="SUCCESS",
            transaction_id="4200000001",
            total_fen=2900,
            currency="CNY",
        )
        return replace(trade, **changes)

    def test_order_is_asked_for_in_the_shops_name(self):
        asked = self.intent()._wechatpay_get_asked()

        self.assertEqual(asked["sp_mchid"], self.provider.wechatpay_mchid)
        self.assertEqual(asked["sp_appid"], self.provider.wechatpay_appid)
        self.assertEqual(asked["sub_mchid"], SUB_MCHID)
        self.assertEqual(asked["sub_appid"], SUB_APPID)
        self.assertEqual(asked["payer"], {"sub_openid": "the-payer"})

    def test_payment_of_this_shop_is_booked(self):
        tx = self.intent()

        self.assertTrue(tx._wechatpay_apply(self.trade(tx), "notification"))
        self.assertEqual(tx.wechatpay_state, "success")

    @mute_logger(RULES)
    def test_payment_of_another_shop_of_the_same_provider_is_refused(self):
        for changes in (
            {"sub_mchid": "1900000110"},
            {"sub_mchid": ""},
            {"sub_appid": "wx0000000000000000"},
            {"sub_appid": ""},
            {"mchid": SUB_MCHID},
        ):
            tx = self.intent()
            with self.subTest(**changes):
                trade = self.trade(tx, **changes)
                self.assertFalse(tx._wechatpay_apply(trade, "notification"))
                self.assertEqual(tx.wechatpay_state, "created")
            tx._wechatpay_move("closed", "close")
            self.env.flush_all()

    @mute_logger(RULES)
    def test_refund_names_the_shop_and_is_checked_for_it(self):
        tx = self.intent()
        tx._wechatpay_apply(self.trade(tx), "query")

        refund = tx._wechatpay_create_refund(900, "Sold out")

        self.assertEqual(refund._wechatpay_get_asked()["sub_mchid"], SUB_MCHID)
        answer = Refund(
            out_trade_no=tx.reference,
            out_refund_no=refund.reference,
            status="SUCCESS",
            refund_fen=900,
            total_fen=2900,
            mchid=self.provider.wechatpay_mchid,
            sub_mchid="1900000110",
        )
        self.assertFalse(refund._wechatpay_apply_refund(answer, "notification"))
        ours = replace(answer, sub_mchid=SUB_MCHID)
        self.assertTrue(refund._wechatpay_apply_refund(ours, "notification"))

    def test_settings_that_cannot_be_are_refused(self):
        own = self.provider.wechatpay_mchid
        for values, words in [
            ({"wechatpay_sub_mchid": False}, "shop's merchant number"),
            ({"wechatpay_sub_mchid": "12ab"}, "8 to 10 digits"),
            ({"wechatpay_sub_mchid": own}, "service provider's own"),
            ({"wechatpay_sub_appid": "gh_1"}, "begins with wx"),
        ]:
            with self.subTest(**values):
                with self.assertRaisesRegex(ValidationError, words):
                    self.provider.write(values)
                self.provider.invalidate_recordset(flush=False)

    def test_direct_merchant_ignores_what_a_service_provider_left(self):
        self.provider.wechatpay_mode = "direct"

        self.assertNotIn("sub_mchid", self.intent()._wechatpay_get_asked())


@tagged("post_install", "-at_install")
class TestMerchants(WechatPayHttpCase):
    def setUp(self):
        super().setUp()
        self.other = self._create_provider(
            name="Second shop", wechatpay_mchid="1900000200"
        )

    def cross(self):
        """Have a payment of one merchant told to the door of the other."""
        provider = type(self.provider)
        mine = provider._wechatpay_get_notify_url
        with patch.object(
            provider, "_wechatpay_get_notify_url", lambda _self: mine(self.other)
        ):
            parameters = self._start_payment()
        self.sandbox.fault("notify_hold", times=0)
        self.assertEqual(self._pay(parameters), "requestPayment:ok")
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            sent = self.sandbox.control(
                "POST", "notify", out_trade_no=parameters["out_trade_no"]
            )["sent"]
        self.env.invalidate_all()
        return [one["status"] for one in sent]

    @mute_logger(DOOR)
    def test_message_for_another_merchant_cannot_be_opened(self):
        self.other.wechatpay_apiv3_key = "z" * 32

        self.assertEqual(self.cross(), [500])
        self.assertEqual(self._transaction().wechatpay_state, "notpay")

    @mute_logger(RULES)
    def test_message_for_another_shop_of_the_same_keys_is_not_ours(self):
        self.assertEqual(self.cross(), [404])
        self.assertEqual(self._transaction().wechatpay_state, "notpay")

    def test_each_shop_books_with_the_method_of_its_merchant(self):
        method = self.company._wechatpay_setup_pos_payment_method(self.other)
        config = self.env["pos.config"].create(
            {
                "name": "Both",
                "company_id": self.company.id,
                "payment_method_ids": [Command.set((method | self.method).ids)],
            }
        )
        config.open_ui()
        config.current_session_id.set_opening_control(0, "")
        self.order.session_id = config.current_session_id
        self._pay_unnoticed(self._start_payment())

        self._transaction()._wechatpay_query()
        self._run_jobs()

        self.assertEqual(self.order.payment_ids.payment_method_id, self.method)

    def test_each_merchant_number_has_a_journal_of_its_own(self):
        method = self.company._wechatpay_setup_pos_payment_method(self.other)
        twin = self._create_provider(
            name="Second counter", wechatpay_mchid="1900000200"
        )
        same = self.company._wechatpay_setup_pos_payment_method(twin)

        self.assertNotEqual(method.journal_id, self.method.journal_id)
        self.assertIn("1900000200", method.journal_id.name)
        self.assertEqual(same.journal_id, method.journal_id)
        self.assertEqual(self.other.journal_id, method.journal_id)

    def test_shops_of_one_service_provider_have_a_journal_each(self):
        journals = set()
        for number in ("1900000301", "1900000302"):
            shop = self._create_provider(
                name=number, wechatpay_mode="partner", wechatpay_sub_mchid=number
            )
            method = self.company._wechatpay_setup_pos_payment_method(shop)
            journals.add(method.journal_id)

        self.assertEqual(len(journals - {self.method.journal_id}), 2)

    def test_intent_of_one_merchant_is_closed_before_the_other_is_asked(self):
        parameters = self._start_payment()
        self.other.wechatpay_mchid = self.provider.wechatpay_mchid

        self.provider = self.other
        again = self._start_payment()

        self.assertNotEqual(again["out_trade_no"], parameters["out_trade_no"])
        old = self._order_at_wechat(parameters["out_trade_no"])
        self.assertEqual(old["trade_state"], "CLOSED")
