"""A restaurant to order in: one store, its menu, its tables, two diners."""

import json
import uuid

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..schemas.order import OrderRequest, QuoteRequest


def make_transaction(provider, order, **values):
    """Return a payment of what the order costs now, made at WeChat."""
    env = provider.env
    return env["payment.transaction"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": env.ref("payment.payment_method_wechat_pay").id,
            "reference": uuid.uuid4().hex,
            "provider_reference": f"4200{uuid.uuid4().int % 10**24:024}",
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": env.company.partner_id.id,
            "wechatpay_pos_order_id": order.id,
            "last_state_change": fields.Datetime.now(),
            **values,
        }
    )


class OrderingCommon(TransactionCase):
    """Creates what every test of ordering needs; nothing of the demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.env.company
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls._create_account()
        cls._create_dishes()
        cls._create_store()
        cls.store._build_menu()

    # === THE RESTAURANT === #

    @classmethod
    def _create_account(cls):
        is_demo = cls.env["wechat.database"]._is_demo()
        cls.account = cls.env["wechat.account"].create(
            {
                "name": "Ordering test",
                "appid": "wxsandbox00000test" if is_demo else "wx0123456789ortest",
                "app_secret": "secret",
            }
        )
        cls.member, cls.other_member = cls.env["wechat.member"].create(
            [
                {"account_id": cls.account.id, "openid": "openid-of-li-lei"},
                {"account_id": cls.account.id, "openid": "openid-of-han-meimei"},
            ]
        )
        cls.provider = cls.env["payment.provider"].create(
            {"name": "WeChat Pay", "code": "wechatpay", "company_id": cls.company.id}
        )

    @classmethod
    def _create_dishes(cls):
        # What the template database has of its own is not on our menu.
        cls.env["product.template"].search([]).available_in_pos = False
        cls.category = cls.env["pos.category"].create({"name": "Noodles"})
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "VAT 6 %",
                "amount": 6,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
            }
        )
        cls.noodles = cls._create_dish("Crossing-the-bridge noodles", 28)
        cls.tea = cls._create_dish("Pu'er tea", 12)
        cls.beer = cls._create_dish("Beer", 10, is_storable=True)

    @classmethod
    def _create_dish(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "list_price": price,
                "available_in_pos": True,
                "taxes_id": [Command.set(cls.tax.ids)],
                "pos_categ_ids": [Command.set(cls.category.ids)],
                **values,
            }
        )

    @classmethod
    def _create_option(cls, dish, name, values, **options):
        """Give a dish a group of options; return its values in this order."""
        attribute = cls.env["product.attribute"].create(
            {
                "name": name,
                "create_variant": "no_variant",
                "display_type": options.pop("display_type", "radio"),
                **options,
                "value_ids": [
                    Command.create({"name": value, "sequence": place})
                    for place, value in enumerate(values)
                ],
            }
        )
        line = cls.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": dish.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [Command.set(attribute.value_ids.ids)],
            }
        )
        ptavs = line.product_template_value_ids.sorted(
            lambda ptav: list(values).index(ptav.name)
        )
        for ptav in ptavs:
            ptav.price_extra = values[ptav.name]
        return ptavs

    @classmethod
    def _create_store(cls):
        cls.till = cls.env["pos.config"].create(
            {"name": "Till", "module_pos_restaurant": True}
        )
        cls.floor = cls.till.floor_ids
        cls.table = cls.floor.table_ids[:1]
        cls.warehouse = cls.till.warehouse_id
        cls.store = cls.env["wechat.store"].create(
            {
                "name": "Cuihu",
                "code": "ordering-test",
                "account_id": cls.account.id,
                "provider_id": cls.provider.id,
                "warehouse_id": cls.warehouse.id,
                "pos_config_ids": [Command.set(cls.till.ids)],
            }
        )
        cls.session = cls.store._ensure_session()

    # === WHAT DINERS SEND === #

    def make_line(self, dish, quantity=1, options=(), combo=(), note=""):
        """Return a line of a request."""
        ids = [option.id for option in options]
        return {
            "dish_id": dish.id,
            "quantity": quantity,
            "options": tuple(ids),
            "combo": list(combo),
            "note": note,
        }

    def make_quote(self, *lines, **values):
        """Return a validated request for a quote."""
        vals = {"store": self.store.code, "service": "takeaway", "lines": lines}
        return QuoteRequest.model_validate_json(json.dumps({**vals, **values}))

    def make_order(self, *lines, **values):
        """Return a validated order."""
        vals = {
            "store": self.store.code,
            "service": "takeaway",
            "lines": lines,
            "uuid": str(uuid.uuid4()),
            "menu_version": self.store._get_menu_versions()["en_US"],
        }
        return OrderRequest.model_validate_json(json.dumps({**vals, **values}))

    def quote(self, *lines, **values):
        """Return what a basket costs."""
        basket = self.make_quote(*lines, **values)
        return self.env["wechat.pricing"]._quote(self.store, basket)

    def place(self, *lines, member=None, **values):
        """Place an order and return it."""
        basket = self.make_order(*lines, **values)
        return self.env["pos.order"]._wechat_place(
            self.store, member or self.member, basket
        )

    def make_transaction(self, order, **values):
        """Return a payment of what the order costs now, made at WeChat."""
        return make_transaction(self.provider, order, **values)

    def pay(self, order):
        """Let the money for an order arrive, as `wechat_payment` reports it."""
        tx = self.make_transaction(order, wechatpay_state="success")
        order._wechatpay_on_paid(tx)
        return tx
