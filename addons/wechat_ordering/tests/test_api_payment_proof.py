"""The link to the proof of what a diner paid."""

from odoo.tests import tagged

from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiPaymentProof(ShopCase):
    def setUp(self):
        super().setUp()
        self.document = self.place()
        self.order = self.env["pos.order"].search(
            [("uuid", "=", self.document["uuid"])]
        )

    def make_payment(self, payer, **values):
        self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.env.ref(
                    "payment.payment_method_wechat_pay"
                ).id,
                "reference": f"W{payer.id}",
                "provider_reference": "4200001",
                "amount": self.order.amount_total,
                "currency_id": self.order.currency_id.id,
                "partner_id": self.env.company.partner_id.id,
                "wechatpay_pos_order_id": self.order.id,
                "wechatpay_openid": payer.openid,
                "wechatpay_body": '{"mchid": "1900000001", "appid": "wx"}',
                "wechatpay_state": "success",
                "state": "done",
                **values,
            }
        )
        self.env.flush_all()

    def ask(self, **caller):
        path = f"/orders/{self.document['uuid']}/payment-proof"
        return self.call("GET", path, **caller)

    def test_payer_gets_a_link_that_opens(self):
        self.make_payment(self.member)

        answer = self.ask(member=self.member)

        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(set(answer.json()), {"path", "expires_at"})
        proof = self.url_open(answer.json()["path"])
        self.assertEqual(proof.headers["Content-Type"], "application/pdf")

    def test_unpaid_order_has_none(self):
        self.assert_refused(self.ask(member=self.member), "not_found")

        self.make_payment(self.member, wechatpay_state="notpay", state="pending")
        self.assert_refused(self.ask(member=self.member), "not_found")

    def test_owner_who_did_not_pay_gets_none(self):
        self.make_payment(self.other_member)

        for member in (self.member, self.other_member):
            self.assert_refused(self.ask(member=member), "not_found")

    def test_somebody_else_and_nobody_get_none(self):
        self.make_payment(self.member)

        self.assert_refused(self.ask(member=self.other_member), "not_found")
        self.assert_refused(self.ask(), "token_missing")
