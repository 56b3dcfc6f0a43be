"""Opening an order from WeChat's own list of orders."""

import uuid

from odoo import fields
from odoo.addons.wechat_base.wechat.errors import WechatBusyError
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiPaidOrder(ShopCase):
    def setUp(self):
        super().setUp()
        self.document = self.place()
        self.number = self.make_payment(self.member)

    def make_payment(self, payer):
        order = self.env["pos.order"].search([("uuid", "=", self.document["uuid"])])
        number = uuid.uuid4().hex
        self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.env.ref(
                    "payment.payment_method_wechat_pay"
                ).id,
                "reference": number,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": self.env.company.partner_id.id,
                "wechatpay_pos_order_id": order.id,
                "wechatpay_openid": payer.openid,
                "last_state_change": fields.Datetime.now(),
            }
        )
        self.env.flush_all()
        return number

    def ask(self, number, **caller):
        return self.call("GET", f"/payments/{number}/order", **caller)

    def test_payer_finds_the_order(self):
        answer = self.ask(self.number, member=self.member)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["uuid"], self.document["uuid"])

    def test_somebody_else_finds_nothing(self):
        self.assert_refused(
            self.ask(self.number, member=self.other_member), "not_found"
        )

    def test_owner_who_did_not_pay_finds_nothing(self):
        number = self.make_payment(self.other_member)

        for member in (self.member, self.other_member):
            self.assert_refused(self.ask(number, member=member), "not_found")

    def test_nobody_finds_nothing(self):
        self.assert_refused(self.ask(self.number), "token_missing")

    def test_unknown_number(self):
        for number in (uuid.uuid4().hex, "abc", "x" * 33, "%00aaaaaa"):
            answer = self.ask(number, member=self.member)
            self.assert_refused(answer, "not_found")


@tagged("post_install", "-at_install")
class TestOrderList(ShopCase):
    def test_wechat_learns_the_page_of_an_order(self):
        told = []
        self.patch(
            type(self.account),
            "_update_order_detail_path",
            lambda account, path: told.append(path),
        )

        action = self.account.action_wechat_connect_order_list()

        self.assertEqual(told, ["pages/order/order?out_trade_no=${商品订单号}"])
        self.assertEqual(action["params"]["type"], "success")

    def test_refusal_is_explained(self):
        def refuse(account, path):
            raise WechatBusyError(-1, "system busy")

        self.patch(type(self.account), "_update_order_detail_path", refuse)

        with self.assertRaisesRegex(UserError, "system busy"):
            self.account.action_wechat_connect_order_list()

    def test_cashier_is_refused(self):
        cashier = new_test_user(
            self.env, "list-cashier", "point_of_sale.group_pos_user"
        )
        with self.assertRaises(AccessError):
            self.account.with_user(cashier).action_wechat_connect_order_list()
