import base64
import json
from datetime import timedelta
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..errors import (
    PaymentAlreadyPaidError,
    PaymentRefusedError,
    PaymentUnavailableError,
)
from ..models.payment_provider_jsapi import Wish
from ..wechatpay.bodies import OUT_TRADE_NO
from .common import WechatPayCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestJsapi(WechatPayCase):
    def get_calls(self):
        return self.sandbox.calls("pay.jsapi")

    # === The plain case === #

    def test_diner_can_pay_with_what_the_phone_gets(self):
        parameters = self._start_payment()

        self.assertEqual(
            set(parameters),
            {"timeStamp", "nonceStr", "package", "signType", "paySign", "out_trade_no"},
        )
        self.assertEqual(self._pay(parameters), "requestPayment:ok")

    def test_phone_parameters_are_signed_by_the_merchant(self):
        known = self.sandbox.credentials
        parameters = self._start_payment()
        certificate = x509.load_pem_x509_certificate(
            known["merchant_certificate_pem"].encode()
        )
        lines = [
            known["appid"],
            parameters["timeStamp"],
            parameters["nonceStr"],
            parameters["package"],
        ]

        certificate.public_key().verify(
            base64.b64decode(parameters["paySign"]),
            "".join(f"{line}\n" for line in lines).encode(),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )

    def test_intent_tells_everything_about_the_payment(self):
        parameters = self._start_payment()

        tx = self._transaction()
        self.assertEqual(tx.reference, parameters["out_trade_no"])
        self.assertTrue(OUT_TRADE_NO.fullmatch(tx.reference))
        self.assertEqual((tx.amount, tx.currency_id.name), (29, "CNY"))
        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertEqual(tx.state, "pending")
        self.assertEqual(tx.wechatpay_openid, self.openid)
        self.assertEqual(tx.provider_id, self.provider)
        self.assertFalse(tx.is_live)
        self.assertEqual(self._history(tx), ["created", "notpay"])
        asked = json.loads(tx.wechatpay_body)
        self.assertEqual(asked["amount"], {"total": 2900, "currency": "CNY"})
        self.assertEqual(
            asked["notify_url"],
            f"{self.provider.get_base_url()}/payment/wechatpay/webhook/{self.provider.id}",
        )

    def prepare_row(self, **changes):
        """Return the column values of a payment that is about to be asked for."""
        wish = Wish(
            order_id=self.order.id,
            partner_id=self.company.partner_id.id,
            amount_fen=2900,
            openid=self.openid,
            description="Noodles",
            expires_at=fields.Datetime.now() + timedelta(minutes=15),
        )
        return {**self.provider._wechatpay_prepare_intent(wish), **changes}

    def read_row(self, tx):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM payment_transaction WHERE id = %s", [tx.id])
        return self.env.cr.dictfetchone()

    def test_intent_is_the_row_that_create_writes(self):
        self.company.partner_id.write(
            {
                "email": "Wang <wang@example.com>",
                "street": "1 Cuihu Lu",
                "street2": "Kunming",
                "zip": "650000",
                "city": "Kunming",
                "phone": "0871 65150000",
                "state_id": self.env.ref("base.state_cn_YN").id,
            }
        )
        transactions = self.env["payment.transaction"]
        vals = self.prepare_row()
        inserted = transactions.browse(transactions._wechatpay_insert(vals))
        # There is one open payment of an order: the second one is of no order.
        created = transactions.create(
            {**vals, "reference": "other", "wechatpay_pos_order_id": False}
        )

        ours, theirs = self.read_row(inserted), self.read_row(created)
        own = {"id", "reference", "wechatpay_pos_order_id", "create_date", "write_date"}
        for name in ours.keys() - {*own, "last_state_change"}:
            with self.subTest(column=name):
                self.assertEqual(ours[name] or None, theirs[name] or None)
        self.assertEqual(self._history(inserted), ["created"])

    def test_intent_takes_few_statements(self):
        transactions = self.env["payment.transaction"]
        values = [self.prepare_row(), self.prepare_row(wechatpay_pos_order_id=None)]
        transactions._wechatpay_insert(values[1])
        self.env.flush_all()
        self.env.invalidate_all()

        with self.assertQueryCount(3):
            transactions._wechatpay_insert(values[0])
            self.env.flush_all()

    # === Doing it again === #

    def test_second_tap_leads_to_the_same_payment(self):
        first = self._start_payment()
        second = self._start_payment()

        self.assertEqual(first["out_trade_no"], second["out_trade_no"])
        self.assertEqual(first["package"], second["package"])
        self.assertNotEqual(first["nonceStr"], second["nonceStr"])
        self.assertEqual(len(self.get_calls()), 1, "the prepared payment still lives")
        self.assertEqual(self._pay(second), "requestPayment:ok")

    def test_stale_prepared_payment_is_prepared_again_letter_by_letter(self):
        first = self._start_payment(
            expires_at=fields.Datetime.now() + timedelta(hours=6)
        )
        tx = self._transaction()
        tx.wechatpay_prepay_at -= timedelta(hours=2)
        self.sandbox.control("POST", "clock", advance_s=7300)

        second = self._start_payment(description="Another text")

        self.assertEqual(first["out_trade_no"], second["out_trade_no"])
        self.assertNotEqual(first["package"], second["package"])
        self.assertEqual([call["status"] for call in self.get_calls()], [200, 200])
        self.assertEqual(self._pay(second), "requestPayment:ok")

    def test_other_amount_closes_the_first_payment(self):
        first = self._start_payment()
        second = self._start_payment(amount_fen=2500)

        self.assertNotEqual(first["out_trade_no"], second["out_trade_no"])
        at_wechat = self._order_at_wechat(first["out_trade_no"])
        self.assertEqual(at_wechat["trade_state"], "CLOSED")
        self.assertEqual(self._pay(second), "requestPayment:ok")

    def test_other_payer_closes_the_first_payment(self):
        first = self._start_payment()
        self.openid = self._log_in("friend")
        second = self._start_payment()

        self.assertEqual(
            self._order_at_wechat(first["out_trade_no"])["trade_state"], "CLOSED"
        )
        self.assertEqual(self._pay(second), "requestPayment:ok")

    def test_expired_payment_is_replaced(self):
        first = self._start_payment()
        tx = self._transaction()
        tx.wechatpay_expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()

        second = self._start_payment()

        self.assertEqual(tx.wechatpay_state, "closed")
        self.assertNotEqual(first["out_trade_no"], second["out_trade_no"])

    def test_payment_that_was_made_is_not_made_again(self):
        self._pay_unnoticed(self._start_payment())

        error = self._catch(
            PaymentAlreadyPaidError, self._start_payment, amount_fen=2500
        )

        self.assertEqual(error.http_status, 409)
        tx = self._transaction()
        self.assertEqual(tx.wechatpay_state, "success")
        self._catch(PaymentAlreadyPaidError, self._start_payment)
        self._run_jobs()
        self.assertEqual(self.order.state, "paid")

    def test_end_is_never_nearer_than_wechat_pay_allows(self):
        self._start_payment(expires_at=fields.Datetime.now() + timedelta(seconds=5))

        life = self._transaction().wechatpay_expires_at - fields.Datetime.now()
        self.assertGreater(life, timedelta(seconds=60))

    # === What goes wrong === #

    @mute_logger(REQUESTS)
    def test_lost_answer_is_asked_for_again_under_the_same_number(self):
        with self.sandbox.standing_fault("lose_answer", api="pay.jsapi"):
            error = self._catch(PaymentUnavailableError, self._start_payment)
        self.assertEqual(error.http_status, 503)
        tx = self._transaction()
        self.assertEqual(tx.wechatpay_state, "created")
        self.assertTrue(self._order_at_wechat(tx.reference), "WeChat Pay has it")

        parameters = self._start_payment()

        self.assertEqual(parameters["out_trade_no"], tx.reference)
        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertEqual(self._pay(parameters), "requestPayment:ok")

    @mute_logger(REQUESTS)
    def test_lost_request_leaves_an_intent_for_the_next_tap(self):
        with self.sandbox.standing_fault("lose_request", api="pay.jsapi"):
            self._catch(PaymentUnavailableError, self._start_payment)
        tx = self._transaction()
        self.assertEqual(tx.wechatpay_state, "created")
        self.assertFalse(self._order_at_wechat(tx.reference))

        self.assertEqual(self._start_payment()["out_trade_no"], tx.reference)

    def test_quick_unclear_answer_is_asked_for_again_at_once(self):
        for fault in (
            "answer_signtest",
            "answer_unsigned",
            "answer_old_timestamp",
            "answer_wrong_serial",
            "answer_tampered",
            "answer_garbage",
            "error_after_commit",
            "error_before",
            "rate_limit",
            "lose_answer",
        ):
            with self.subTest(fault=fault):
                self.sandbox.fault(fault, api="pay.jsapi")
                order = self._create_order()

                parameters = self._start_payment(order)

                self.assertEqual(self._pay(parameters), "requestPayment:ok")

    @mute_logger(REQUESTS)
    def test_forged_answers_are_never_believed(self):
        self.sandbox.fault("answer_tampered", api="pay.jsapi", times=0)

        self._catch(PaymentUnavailableError, self._start_payment)

        self.assertFalse(self._transaction().wechatpay_prepay_id)

    def test_refusal_is_told_and_ends_the_intent(self):
        with self.assertLogs(REQUESTS, "ERROR"):
            error = self._catch(
                PaymentRefusedError, self._start_payment, openid="o" + "0" * 27
            )

        self.assertIn("WeChat Pay refuses", error.args[0])
        # Nothing of it is at WeChat Pay; a minute later the row says so.
        tx = self._transaction()
        self.assertIn(tx.wechatpay_state, ("created", "closed"))
        self._grow_old(tx)
        tx._wechatpay_reconcile()
        self.assertEqual(tx.wechatpay_state, "closed")

    @mute_logger(REQUESTS)
    def test_first_payment_that_cannot_be_closed_blocks_a_second_one(self):
        first = self._start_payment()
        self.sandbox.fault("lose_request", api="pay.close", times=0)
        self.sandbox.fault("lose_request", api="pay.query", times=0)

        self._catch(PaymentUnavailableError, self._start_payment, amount_fen=2500)

        live = self.env["payment.transaction"].search(
            [("wechatpay_pos_order_id", "=", self.order.id)]
        )
        self.assertEqual(live.mapped("reference"), [first["out_trade_no"]])

    def test_payment_closed_at_wechat_pay_gets_another_number(self):
        first = self._start_payment()
        tx = self._transaction()
        tx.wechatpay_prepay_at -= timedelta(hours=2)
        self.env.flush_all()
        self.provider._wechatpay_get_client().close_order(tx.reference)

        second = self._start_payment()

        self.assertNotEqual(first["out_trade_no"], second["out_trade_no"])
        self.assertEqual(tx.wechatpay_state, "closed")

    def test_what_cannot_be_paid_is_refused_at_once(self):
        with self.assertRaisesRegex(UserError, "yuan"):
            currency = self.env.ref("base.USD")
            with patch.object(
                type(self.order), "currency_id", new=currency, create=True
            ):
                self._start_payment()
        for fen in (0, -5):
            with self.assertRaises(ValueError):
                self._start_payment(amount_fen=fen)
        self.provider.state = "disabled"
        with self.assertRaisesRegex(UserError, "switched off"):
            self._start_payment()
        self.assertFalse(self.get_calls())
