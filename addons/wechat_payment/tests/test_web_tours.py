"""A guest in Chromium pays an invoice from a payment link, against the sandbox."""

import threading
from urllib.parse import urlsplit

from odoo.tests import tagged

from .. import web_const
from .web import WebPaymentCase


@tagged("post_install", "-at_install")
class TestWebTours(WebPaymentCase):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", True
        )
        wizard = self.env["payment.link.wizard"].create(
            {
                "res_model": "account.move",
                "res_id": self.invoice.id,
                "amount": self.invoice.amount_residual,
                "currency_id": self.invoice.currency_id.id,
            }
        )
        link = urlsplit(wizard.link)
        self.link = f"/{link.path.lstrip('/')}?{link.query}"

    def test_guest_scans_the_code_of_the_page(self):
        is_over = threading.Event()
        payer = threading.Thread(target=self._pay_what_is_open, args=[is_over])
        payer.start()

        try:
            self._start("WechatPayLinkQr")
        finally:
            is_over.set()
            payer.join()

        self.assertEqual(self.last().wechatpay_state, "success")
        self.assertEqual(self.invoice.amount_residual, 0)

    def test_code_runs_out_and_a_new_one_is_asked_for(self):
        # WeChat Pay moves an end that is nearer than a minute; ours is what counts.
        self.patch(web_const, "LIFE_SECONDS", 8)

        self._start("WechatPayLinkRanOut")

        payments = self.env["payment.transaction"].search(
            [("invoice_ids", "in", self.invoice.ids)], order="id"
        )
        self.assertEqual(payments.mapped("wechatpay_state"), ["closed", "notpay"])

    def _start(self, tour):
        self.env.flush_all()
        self.start_tour(self.link, tour, login=None)
        self.env.invalidate_all()

    def _pay_what_is_open(self, is_over):
        """Be the guest's phone: wait for a code, and pay it."""
        while not is_over.wait(0.5):
            orders = self.sandbox.control("GET", "ledger")["orders"]
            numbers = [
                one["out_trade_no"]
                for one in orders
                if one["trade_state"] == "NOTPAY" and one["trade_type"] == "NATIVE"
            ]
            if numbers:
                self.sandbox.control(
                    "POST", "order", out_trade_no=numbers[0], action="pay"
                )
                return
