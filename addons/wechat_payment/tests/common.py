"""A shop that takes WeChat payments, and the sandbox that plays WeChat Pay."""

from datetime import timedelta

from odoo import fields
from odoo.addons.wechat_base.tests.common import SandboxMixin
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.fields import Command
from odoo.tests.common import HttpCase, TransactionCase, new_test_user


def provider_values(sandbox):
    """Return the fields of a provider for the merchant that a sandbox plays."""
    known = sandbox.credentials
    return {
        "name": "WeChat Pay",
        "code": "wechatpay",
        "state": "test",
        "wechatpay_appid": known["appid"],
        "wechatpay_mchid": known["mchid"],
        "wechatpay_merchant_serial": known["merchant_serial"],
        "wechatpay_private_key": known["merchant_private_key_pem"],
        "wechatpay_apiv3_key": known["apiv3_key"],
        "wechatpay_public_key_id": known["public_key_id"],
        "wechatpay_public_key": known["public_key_pem"],
        "wechatpay_platform_certificates": known["platform_certificate_pem"],
    }


class WechatPayMixin(SandboxMixin):
    """Creates the shop; to stand before the test case among the bases."""

    chart = "generic_coa"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._create_company()
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls._create_shop()

    @classmethod
    def _create_shop(cls):
        cls.account = cls._create_account()
        cls.provider = cls._create_provider()
        cls.method = cls.company._wechatpay_setup_pos_payment_method(cls.provider)
        cls.config = cls._create_pos_config()
        cls.config.open_ui()
        cls.session = cls.config.current_session_id
        cls.session.set_opening_control(0, "")
        cls.product = cls.env["product.product"].create(
            {
                "name": "Crossing-the-Bridge Noodles",
                "type": "consu",
                "list_price": 29,
                "available_in_pos": True,
                "taxes_id": [Command.clear()],
            }
        )

    @classmethod
    def _create_company(cls):
        china = cls.env.ref("base.cn")
        currency = cls.env.ref("base.CNY")
        currency.active = True
        company = cls.env["res.company"].create(
            {"name": "Noodle House", "country_id": china.id, "currency_id": currency.id}
        )
        cls.env["account.chart.template"].try_loading(
            cls.chart, company, install_demo=False
        )
        # Some charts bring a currency of their own.
        company.currency_id = currency
        return company

    @classmethod
    def _create_provider(cls, **values):
        """Return a provider with what the sandbox's merchant platform shows."""
        return cls.env["payment.provider"].create(
            {
                "company_id": cls.company.id,
                **provider_values(cls.sandbox),
                **values,
            }
        )

    @classmethod
    def _create_pos_config(cls):
        return cls.env["pos.config"].create(
            {
                "name": "WeChat Counter",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(cls.method.ids)],
            }
        )

    def setUp(self):
        super().setUp()
        self.openid = self._log_in()
        self.order = self._create_order()

    def _as_cashier_elsewhere(self, record):
        """Return a record as a cashier of another company may come by it."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        cashier = new_test_user(
            self.env,
            "cashier-elsewhere",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        return record.with_user(cashier).with_context(allowed_company_ids=elsewhere.ids)

    def _create_order(self, quantity=1):
        """Return a draft order of some bowls of noodles."""
        total = self.product.list_price * quantity
        return self.env["pos.order"].create(
            {
                "session_id": self.session.id,
                "company_id": self.company.id,
                "amount_tax": 0,
                "amount_total": total,
                "amount_paid": 0,
                "amount_return": 0,
                "lines": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "qty": quantity,
                            "price_unit": self.product.list_price,
                            "price_subtotal": total,
                            "price_subtotal_incl": total,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )

    def _start_payment(self, order=None, **changes):
        """Return the parameters that the mini-program gets for an order."""
        order = order or self.order
        self.env.flush_all()
        wish = {
            "amount_fen": to_fen(order.amount_total),
            "openid": self.openid,
            "description": "Noodle House A05",
            "expires_at": fields.Datetime.now() + timedelta(minutes=15),
            **changes,
        }
        try:
            return self.provider._wechatpay_create_jsapi_payment(order, **wish)
        finally:
            self.env.invalidate_all()

    def _transaction(self, order=None):
        """Return the last payment of an order."""
        return self.env["payment.transaction"].search(
            [("wechatpay_pos_order_id", "=", (order or self.order).id)], limit=1
        )

    def _pay(self, parameters, **changes):
        """Let the diner's phone pay, and return what it would say."""
        phone = {
            name: text for name, text in parameters.items() if name != "out_trade_no"
        }
        return self.sandbox.control(
            "POST",
            "pay",
            appId=self.sandbox.credentials["appid"],
            openid=self.openid,
            **phone,
            **changes,
        )["result"]

    def _pay_unnoticed(self, parameters):
        """Let the phone pay while the notification gets lost."""
        self.sandbox.fault("notify_none", out_trade_no=parameters["out_trade_no"])
        self.assertEqual(self._pay(parameters), "requestPayment:ok")

    def _grow_old(self, tx):
        """Let an intent be so old that no call of its making can be on its way."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE payment_transaction"
            " SET create_date = create_date - make_interval(mins => 2) WHERE id = %s",
            [tx.id],
        )
        self.env.invalidate_all()

    def _order_at_wechat(self, reference):
        """Return what WeChat Pay knows of a number, or nothing."""
        orders = self.sandbox.control("GET", "ledger")["orders"]
        return next((one for one in orders if one["out_trade_no"] == reference), None)

    def _history(self, tx):
        """Return where a payment or refund went, oldest first."""
        return tx.wechatpay_event_ids.sorted("id").mapped("to_state")


class WechatPayCase(WechatPayMixin, TransactionCase):
    """Rules of payments."""


class WechatPayHttpCase(WechatPayMixin, HttpCase):
    """Payments that WeChat Pay tells of."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.env.flush_all()
