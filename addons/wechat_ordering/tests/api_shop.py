"""A small restaurant for the tests of the diner API."""

from odoo.fields import Command

from .api_common import ApiCase, new_uuid


class ShopCase(ApiCase):
    """A store with a table and three dishes: plain, with options, and a set meal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["product.template"].search([("available_in_pos", "=", True)]).write(
            {"available_in_pos": False}
        )
        cls.provider = cls._create_provider()
        cls.category = cls.env["pos.category"].create({"name": "Noodles"})
        cls.noodles = cls._create_dish("Crossing-the-bridge noodles", 28.5)
        cls.tea = cls._create_dish("Pu'er tea", 12)
        cls.spice, cls.extras = cls._add_options(cls.noodles)
        cls.combo_item, cls.meal = cls._create_meal()
        cls.store, cls.table = cls._create_store("api-test", cls.account)
        cls.table_code = cls.table._wechat_rotate_code()
        cls.store._build_menu()
        cls.env.flush_all()

    # === RECORDS === #

    @classmethod
    def _create_provider(cls):
        return cls.env["payment.provider"].create(
            {"name": "WeChat Pay", "code": "wechatpay", "state": "disabled"}
        )

    @classmethod
    def _create_dish(cls, name, price, **values):
        template = cls.env["product.template"].create(
            {
                "name": name,
                "type": "consu",
                "list_price": price,
                "available_in_pos": True,
                "self_order_available": True,
                "taxes_id": False,
                "pos_categ_ids": cls.category.ids,
                **values,
            }
        )
        return template.product_variant_id

    @classmethod
    def _add_options(cls, dish):
        """Return the values of a choice that must be made, and of optional extras."""
        attributes = cls.env["product.attribute"].create(
            [
                {
                    "name": name,
                    "create_variant": "no_variant",
                    "display_type": display_type,
                    "value_ids": [
                        Command.create({"name": value, "default_extra_price": extra})
                        for value, extra in values
                    ],
                }
                for name, display_type, values in (
                    ("Spice", "radio", [("mild", 0), ("hot", 0)]),
                    ("Extras", "multi", [("egg", 3), ("ham", 6)]),
                )
            ]
        )
        dish.product_tmpl_id.attribute_line_ids = [
            Command.create(
                {
                    "attribute_id": each.id,
                    "value_ids": [Command.set(each.value_ids.ids)],
                }
            )
            for each in attributes
        ]
        lines = dish.product_tmpl_id.attribute_line_ids
        return [line.product_template_value_ids for line in lines]

    @classmethod
    def _create_meal(cls):
        combo = cls.env["product.combo"].create(
            {
                "name": "Drink",
                "combo_item_ids": [Command.create({"product_id": cls.tea.id})],
            }
        )
        meal = cls._create_dish(
            "Set meal", 30, type="combo", combo_ids=[Command.set(combo.ids)]
        )
        return combo.combo_item_ids, meal

    @classmethod
    def _create_store(cls, code, account):
        """Return a store and its table."""
        till = cls.env["pos.config"].create(
            {"name": f"Till of {code}", "module_pos_restaurant": True}
        )
        floor = cls.env["restaurant.floor"].create(
            {"name": "Hall", "pos_config_ids": [Command.set(till.ids)]}
        )
        table = cls.env["restaurant.table"].create(
            {"table_number": 5, "seats": 4, "floor_id": floor.id}
        )
        store = cls.env["wechat.store"].create(
            {
                "name": f"Store {code}",
                "code": code,
                "account_id": account.id,
                "provider_id": cls.provider.id,
                "pos_config_ids": [Command.set(till.ids)],
                "company_id": account.company_id.id,
            }
        )
        store._ensure_online_config()
        store._ensure_session()
        return store, table

    # === REQUESTS === #

    @property
    def menu_version(self):
        """Return the version of the current menu."""
        return self.store._get_menu("en_US")[0]

    def line(self, dish=None, quantity=1, **values):
        """Return a line of a basket; the noodles' spice is chosen."""
        dish = dish or self.noodles
        if dish == self.noodles:
            values.setdefault("options", self.spice[:1].ids)
        if dish == self.meal:
            values.setdefault("combo", [{"item_id": self.combo_item.id, "quantity": 1}])
        return {"dish_id": dish.id, "quantity": quantity, **values}

    def basket(self, *lines, **values):
        """Return the body of a quote."""
        return {
            "store": self.store.code,
            "service": "takeaway",
            "lines": list(lines) or [self.line()],
            **values,
        }

    def order_body(self, *lines, **values):
        """Return the body of an order."""
        return {
            **self.basket(*lines),
            "uuid": new_uuid(),
            "menu_version": self.menu_version,
            **values,
        }

    def place(self, *lines, member=None, **values):
        """Place an order and return its document."""
        response = self.call(
            "POST",
            "/orders",
            self.order_body(*lines, **values),
            member=member or self.member,
        )
        self.assertEqual(response.status_code, 201, response.text)
        return response.json()

    def scan(self):
        """Return a table token."""
        return self.call("GET", f"/tables/{self.table_code}").json()["table_token"]

    def count_orders(self):
        """Return how many orders of diners there are."""
        self.env.flush_all()
        return self.env["pos.order"].search_count([("wechat_state", "!=", False)])
