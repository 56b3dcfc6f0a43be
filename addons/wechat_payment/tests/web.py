"""An invoice whose payer chooses WeChat Pay on its page."""

from odoo.fields import Command
from odoo.tools import SQL

from .common import WechatPayHttpCase

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) Mobile Safari"}
WECHAT = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile MicroMessenger/8.0.50"}
AMOUNT = 880


class WebPaymentCase(WechatPayHttpCase):
    """A guest with an invoice, and nobody logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        method = cls.env.ref("payment.payment_method_wechat_pay")
        cls.provider.write(
            {"is_published": True, "payment_method_ids": [Command.set(method.ids)]}
        )
        method.active = True
        cls.guest = cls.env["res.partner"].create({"name": "A Guest"})
        cls.invoice = cls._create_invoice()

    @classmethod
    def _create_invoice(cls):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.guest.id,
                "currency_id": cls.env.ref("base.CNY").id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Banquet", "price_unit": AMOUNT, "tax_ids": False}
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    def setUp(self):
        super().setUp()
        # Each test sends the notifications itself, or none.
        self.sandbox.fault("notify_hold", times=0)
        # The shop's till has a session, too, under the same name.
        self.session = None
        self.authenticate(None, None)

    # === What the payer does === #

    def begin(self, **changes):
        """Choose WeChat Pay on the invoice's page, and return where that leads."""
        values = {
            "provider_id": self.provider.id,
            "payment_method_id": self.env.ref("payment.payment_method_wechat_pay").id,
            "token_id": None,
            "amount": AMOUNT,
            "flow": "redirect",
            "tokenization_requested": False,
            "landing_route": self.invoice.get_portal_url(),
            "access_token": self.invoice._portal_ensure_token(),
            **changes,
        }
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            f"/invoice/transaction/{self.invoice.id}", values
        )
        self.env.invalidate_all()
        return answer, self.last()

    def last(self):
        """Return the last payment of the invoice."""
        return self.env["payment.transaction"].search(
            [("invoice_ids", "in", self.invoice.ids), ("operation", "!=", "refund")],
            order="id desc",
            limit=1,
        )

    def open_page(self, tx, path="", **options):
        """Open the page of a payment."""
        address = tx._wechatpay_get_page_path() + path
        self.env.flush_all()
        response = self.url_open(address, **options)
        self.env.invalidate_all()
        return response

    def renew(self, tx, **data):
        """Press the button that gets a new code."""
        page = self.open_page(tx).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.open_page(tx, "/renew", data={"csrf_token": token, **data})

    def state(self, tx):
        """Return what the page hears of its payment."""
        self.env.flush_all()
        answer = self.make_jsonrpc_request(f"{tx._wechatpay_get_page_path()}/state", {})
        self.env.invalidate_all()
        return answer["state"]

    def scan(self, tx):
        """Scan the code with a phone, or open the address, and pay."""
        answer = self.sandbox.control("POST", "open", url=tx.wechatpay_prepay_id)
        self.assertEqual(answer["result"], "ok", answer)

    def be_due(self, tx):
        """Let so much time pass that WeChat Pay may be asked again."""
        self.let_pass(tx, "wechatpay_web_next_at", seconds=60)

    def let_pass(self, tx, field, seconds):
        self.env.flush_all()
        column = SQL.identifier(field)
        self.env.cr.execute(
            SQL(
                "UPDATE payment_transaction SET %s = %s - make_interval(secs => %s)"
                " WHERE id = %s",
                column,
                column,
                seconds,
                tx.id,
            )
        )
        self.env.invalidate_all()

    def pay(self, **options):
        """Pay the invoice by scanning, and return the payment."""
        _answer, tx = self.begin()
        self.open_page(tx, **options)
        self.scan(tx)
        self.be_due(tx)
        self.assertEqual(self.state(tx), "paid")
        return tx
