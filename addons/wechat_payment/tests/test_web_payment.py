"""An invoice is paid on a web page: by QR code, or in the browser of a phone."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import web_const
from .web import AMOUNT, PHONE, WECHAT, WebPaymentCase

QR = "data:image/png;base64,"
REQUEST = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestWebPayment(WebPaymentCase):
    # === By QR code === #

    def test_choosing_wechat_leads_to_the_page_and_asks_nothing_yet(self):
        answer, tx = self.begin()

        self.assertIn(f'action="{web_const.PAGE_ROUTE}/', answer["redirect_form_html"])
        self.assertRegex(tx.reference, r"^W\d{6}-[0-9A-F]{16}$")
        self.assertFalse(tx.wechatpay_state)
        self.assertFalse(self._order_at_wechat(tx.reference))

    def test_page_shows_what_is_paid_and_a_code(self):
        _answer, tx = self.begin()

        page = self.open_page(tx)

        self.assertIn(QR, page.text)
        self.assertIn(self.invoice.name, page.text)
        self.assertIn("880.00", page.text)
        self.assertEqual(page.headers["Cache-Control"], "private, no-store")
        self.assertEqual(
            (tx.wechatpay_state, tx.wechatpay_web_way), ("notpay", "native")
        )
        order = self._order_at_wechat(tx.reference)
        self.assertEqual((order["trade_type"], order["total_fen"]), ("NATIVE", 88000))
        self.assertEqual(self.state(tx), "waiting")

    def test_waiting_page_keeps_nobody_from_another_way_to_pay(self):
        _answer, tx = self.begin()
        self.open_page(tx)

        self.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", True
        )

        self.assertEqual(tx.state, "draft")
        self.assertTrue(self.invoice._has_to_be_paid())

    def test_scanned_code_pays_the_invoice(self):
        tx = self.pay()

        self.make_jsonrpc_request("/payment/status/poll", {})
        self.env.invalidate_all()

        self.assertEqual(tx.state, "done")
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(tx.payment_id.amount, AMOUNT)
        self.assertEqual(tx.payment_id.journal_id, self.provider.journal_id)
        voucher = self.env["wechatpay.voucher"].search([("transaction_id", "=", tx.id)])
        self.assertEqual(len(voucher), 1)

    def test_paid_page_leads_to_odoos_own_status_in_any_browser(self):
        tx = self.pay()
        self.authenticate(None, None)

        page = self.open_page(tx)

        self.assertTrue(page.url.endswith("/payment/status"), page.url)
        self.assertIn(tx.reference, page.text)

    def test_notification_books_the_invoice_while_no_page_is_open(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        self.scan(tx)

        with self.allow_requests(all_requests=True):
            self.sandbox.control("POST", "notify", out_trade_no=tx.reference)
        self.env.invalidate_all()
        self.env["payment.transaction"]._wechatpay_book()

        self.assertEqual(tx.wechatpay_state, "success")
        self.assertEqual(self.invoice.amount_residual, 0)

    def test_payment_is_booked_once_whoever_comes(self):
        tx = self.pay()

        tx._post_process()
        tx._post_process()
        self.env["payment.transaction"]._wechatpay_book()

        payments = self.env["account.payment"].search_count(
            [("payment_transaction_id", "=", tx.id)]
        )
        self.assertEqual(payments, 1)

    def test_page_looked_at_again_shows_the_same_payment(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        prepared = tx.wechatpay_prepay_id

        self.open_page(tx)

        self.assertEqual(self.last(), tx)
        self.assertEqual(tx.wechatpay_prepay_id, prepared)
        self.assertEqual(len(self.sandbox.calls("pay.native")), 1)

    def test_wechat_pay_is_asked_every_few_seconds_however_often_pages_ask(self):
        _answer, tx = self.begin()
        self.open_page(tx)

        for _poll in range(4):
            self.assertEqual(self.state(tx), "waiting")
        self.assertEqual(len(self.sandbox.calls("pay.query")), 0)

        self.be_due(tx)
        for _poll in range(4):
            self.assertEqual(self.state(tx), "waiting")
        self.assertEqual(len(self.sandbox.calls("pay.query")), 1)

    # === What ends === #

    def test_code_that_ran_out_is_closed_before_the_page_says_so(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        self.let_pass(tx, "wechatpay_expires_at", seconds=web_const.LIFE_SECONDS)
        self.be_due(tx)

        self.assertEqual(self.state(tx), "closed")

        order = self._order_at_wechat(tx.reference)
        self.assertEqual(order["trade_state"], "CLOSED")
        self.assertIn("Get a new code", self.open_page(tx).text)

    def test_money_that_came_in_the_last_second_is_not_called_over(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        self.scan(tx)
        self.let_pass(tx, "wechatpay_expires_at", seconds=web_const.LIFE_SECONDS)
        self.be_due(tx)

        self.assertEqual(self.state(tx), "paid")

    def test_new_code_has_a_new_number_and_the_old_one_is_closed(self):
        _answer, old = self.begin()

        page = self.renew(old)

        new = self.last()
        self.assertIn(QR, page.text)
        self.assertNotEqual(new, old)
        self.assertEqual(
            (old.wechatpay_state, new.wechatpay_state), ("closed", "notpay")
        )
        self.assertEqual(new.invoice_ids, self.invoice)
        self.assertEqual(new.landing_route, old.landing_route)

    def test_new_code_is_not_made_once_the_money_is_there(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        page = self.open_page(tx).text
        self.scan(tx)
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]

        page = self.open_page(tx, "/renew", data={"csrf_token": token})

        self.assertTrue(page.url.endswith("/payment/status"))
        self.assertEqual(self.last(), tx)
        self.assertEqual(tx.wechatpay_state, "success")

    def test_second_page_of_the_same_invoice_closes_the_first(self):
        _answer, first = self.begin()
        self.open_page(first)
        _answer, second = self.begin()

        self.open_page(second)

        self.assertEqual(first.wechatpay_state, "closed")
        self.assertEqual(second.wechatpay_state, "notpay")
        self.assertEqual(self.state(first), "closed")

    def test_second_page_of_a_paid_invoice_says_so(self):
        _answer, first = self.begin()
        self.open_page(first)
        self.scan(first)
        _answer, second = self.begin()

        page = self.open_page(second).text

        self.assertNotIn(QR, page)
        self.assertIn("paid already", page)
        self.assertFalse(second.wechatpay_state)
        self.assertEqual(first.wechatpay_state, "success")

    def test_page_of_an_invoice_paid_in_cash_shows_no_code(self):
        _answer, tx = self.begin()
        self._pay_in_cash()

        page = self.open_page(tx).text

        self.assertNotIn(QR, page)
        self.assertIn("paid already", page)

    def test_money_for_an_invoice_paid_in_cash_goes_back(self):
        _answer, tx = self.begin()
        self.open_page(tx)
        self.scan(tx)
        self._pay_in_cash()

        tx._wechatpay_query()
        tx._post_process()
        self._run_jobs()

        refund = tx.child_transaction_ids
        self.assertEqual(refund.wechatpay_state, "processing")
        self.assertEqual(refund.amount, -AMOUNT)

    @mute_logger(REQUEST)
    def test_silence_of_wechat_pay_is_told_and_the_same_number_goes_on(self):
        _answer, tx = self.begin()
        self.sandbox.fault("lose_answer", api="pay.native")

        page = self.open_page(tx).text
        self.assertEqual(tx.wechatpay_state, "created")
        self.assertNotIn(QR, page)
        self.assertIn("Try again", page)

        self.open_page(tx)
        self.assertEqual(tx.wechatpay_state, "notpay")
        self.assertEqual(self.last(), tx)

    @mute_logger(REQUEST)
    def test_refusal_of_wechat_pay_is_told(self):
        _answer, tx = self.begin()
        self.sandbox.fault("error_before", api="pay.native", status=403, code="NO_AUTH")

        page = self.open_page(tx).text

        self.assertIn("WeChat Pay refuses", page)
        self.assertNotIn(QR, page)

    # === In the browser of a phone === #

    def test_phone_gets_a_button_that_comes_back(self):
        _answer, tx = self.begin()

        page = self.open_page(tx, headers=PHONE).text

        self.assertEqual(tx.wechatpay_web_way, "h5")
        self.assertIn("redirect_url=http%3A%2F%2F", page)
        self.assertIn('referrerpolicy="origin"', page)
        self.assertRegex(page, 'data-fresh-seconds="2[34][0-9]"')
        self.assertNotIn(QR, page)
        order = self._order_at_wechat(tx.reference)
        self.assertEqual(order["trade_type"], "MWEB")

    def test_phone_pays_the_invoice(self):
        tx = self.pay(headers=PHONE)

        tx._post_process()

        self.assertEqual(self.invoice.amount_residual, 0)

    def test_address_for_the_phone_that_ran_out_is_asked_for_anew(self):
        _answer, tx = self.begin()
        self.open_page(tx, headers=PHONE)
        self.let_pass(tx, "wechatpay_prepay_at", seconds=300)

        self.open_page(tx, headers=PHONE)

        self.assertEqual(self.last(), tx)
        self.assertEqual(len(self.sandbox.calls("pay.h5")), 2)
        self.scan(tx)

    def test_phone_may_ask_for_the_code_instead(self):
        _answer, tx = self.begin()
        self.open_page(tx, headers=PHONE)

        self.renew(tx, way="native")

        self.assertEqual(tx.wechatpay_state, "closed")
        self.assertEqual(self.last().wechatpay_web_way, "native")

    @mute_logger(REQUEST)
    def test_merchant_without_h5_falls_back_to_the_code(self):
        _answer, tx = self.begin()
        self.sandbox.fault("error_before", api="pay.h5", status=403, code="NO_AUTH")

        page = self.open_page(tx, headers=PHONE).text

        self.assertIn(QR, page)
        self.assertIn("another phone", page)
        self.assertEqual(self.last().wechatpay_web_way, "native")

    def test_wechats_own_browser_is_told_where_to_pay(self):
        _answer, tx = self.begin()

        page = self.open_page(tx, headers=WECHAT).text

        self.assertEqual(tx.wechatpay_web_way, "native")
        self.assertIn("browser of your phone", page)

    # === Without an invoice === #

    def test_payment_link_without_a_document_follows_the_new_code(self):
        """A link that asks for an amount only leads back to the payment itself."""
        _answer, tx = self.begin()
        tx.invoice_ids = False
        tx.landing_route = f"/payment/confirmation?tx_id={tx.id}&access_token=x"

        self.renew(tx)

        new = self.env["payment.transaction"].search([], order="id desc", limit=1)
        self.assertNotEqual(new, tx)
        self.assertIn(f"tx_id={new.id}&", new.landing_route)

    # === Money back === #

    def test_payment_record_gives_the_money_back(self):
        tx = self.pay()
        tx._post_process()
        payment = tx.payment_id
        self.assertEqual(payment.amount_available_for_refund, AMOUNT)
        wizard = self.env["payment.refund.wizard"].create(
            {"payment_id": payment.id, "amount_to_refund": 80}
        )

        self.env.flush_all()
        wizard.action_refund()
        self.env.invalidate_all()
        refund = tx.child_transaction_ids
        self.assertEqual((refund.amount, refund.wechatpay_state), (-80, "processing"))
        self.sandbox.control(
            "POST", "refund", out_refund_no=refund.reference, status="SUCCESS"
        )
        refund._wechatpay_reconcile()
        self.env.invalidate_all()
        self._run_jobs()

        self.assertEqual(refund.wechatpay_state, "success")
        self.assertEqual(refund.payment_id.payment_type, "outbound")
        self.assertEqual(refund.payment_id.amount, 80)
        self.assertEqual(payment.amount_available_for_refund, AMOUNT - 80)
        self.assertEqual(tx.wechatpay_state, "refund")

    def _pay_in_cash(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({})._create_payments()
        self.assertIn(self.invoice.payment_state, web_const.PAID_INVOICES)
