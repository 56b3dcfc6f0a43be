"""The demo's shops: warehouses, tills, floors, tables, kitchens."""

from odoo import Command, models

from . import sheets


class WechatDemoRestaurant(models.AbstractModel):
    """Loads the shops."""

    _inherit = "wechat.demo.restaurant"

    def _load_shops(self, company, account, provider):
        """Return the two shops, each with a warehouse, a till, hours and tables.

        :rtype: wechat.store
        """
        kitchen = self._load_central_kitchen(company)
        shops = self.env["wechat.store"]
        for position, row in enumerate(sheets.read_sheet("stores"), 1):
            warehouse = self._load_warehouse(row, company, kitchen)
            till = self._load_till(row, company, warehouse)
            values = self._prepare_shop(row, company) | {
                "sequence": position,
                "account_id": account.id,
                "provider_id": provider.id,
                "warehouse_id": warehouse.id,
                "pos_config_ids": [Command.set(till.ids)],
            }
            shops |= self._load_shop(row, values)
        return shops

    def _load_shop(self, row, values):
        # Made in Chinese, so that what is named after the shop has a Chinese name too.
        chinese = self.with_context(lang="zh_CN")
        xml_id = f"__import__.wechat_demo_store_{row['code']}"
        if known := self.env.ref(xml_id, raise_if_not_found=False):
            return known
        shop = chinese._ensure(f"store_{row['code']}", "wechat.store", values)
        shop = shop.with_env(self.env)
        shop.write(
            {
                "name": row["name_en"],
                "address": row["address_en"],
                "notice": row["notice_en"],
            }
        )
        return shop

    def _prepare_shop(self, row, company):
        return {
            "name": row["name_zh"],
            "code": row["code"],
            "company_id": company.id,
            "address": row["address_zh"],
            "phone": row["phone"],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "notice": row["notice_zh"],
            "pay_mode": row["pay_mode"],
            "logo": self._encode(sheets.read_picture("logo")),
            "banner": self._encode(sheets.read_picture(f"banner-{row['code']}")),
            "opening_ids": [
                Command.create(
                    {
                        "dayofweek": str(int(hours["weekday"]) - 1),
                        "hour_from": sheets.parse_hour(hours["from"]),
                        "hour_to": sheets.parse_hour(hours["to"]),
                    }
                )
                for hours in sheets.read_sheet("hours")
                if hours["store"] == row["code"]
            ],
        }

    def _load_central_kitchen(self, company):
        """Return the warehouse from which the shops are supplied: the company's first.

        :rtype: stock.warehouse
        """
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], order="id", limit=1
        )
        known = self.env.ref("__import__.wechat_demo_kitchen", False)
        if known:
            return known
        warehouse.write({"name": "滇味小馆·中央厨房", "code": "DWCK"})
        self._name_record("__import__.wechat_demo_kitchen", warehouse)
        return warehouse

    def _load_warehouse(self, row, company, kitchen):
        return self._ensure(
            f"warehouse_{row['code']}",
            "stock.warehouse",
            {
                "name": row["name_zh"],
                "code": row["warehouse"],
                "company_id": company.id,
                "resupply_wh_ids": [Command.set(kitchen.ids)],
            },
        )

    # === TILL AND TABLES === #

    def _load_till(self, row, company, warehouse):
        """Return the shop's till, with the floors and tables of the shop.

        :rtype: pos.config
        """
        floors = self._load_floors(row["code"])
        known = self.env.ref(f"__import__.wechat_demo_till_{row['code']}", False)
        if known:
            return known
        config = self.env["pos.config"]
        journal, methods = config._create_journal_and_payment_methods(
            cash_journal_vals={"name": f"现金 {row['name_zh']}"}
        )
        for method in config.env["pos.payment.method"].browse(methods):
            is_bank = method.journal_id.type == "bank"
            if is_bank and not method.wechatpay_provider_id:
                # Odoo's "Card" is a membership card in its Chinese translation.
                method.name = "Bank Card"
                self._translate(method, name="银行卡")
        return self._ensure(
            f"till_{row['code']}",
            "pos.config",
            {
                "name": f"{row['name_zh']} 收银台",
                "company_id": company.id,
                "journal_id": journal.id,
                "payment_method_ids": [Command.set(methods)],
                "warehouse_id": warehouse.id,
                "picking_type_id": warehouse.pos_type_id.id,
                "module_pos_restaurant": True,
                "show_product_images": True,
                "iface_splitbill": True,
                "floor_ids": [Command.set(floors.ids)],
            },
        )

    def _load_floors(self, store):
        floors = self.env["restaurant.floor"]
        for row in sheets.read_sheet("tables"):
            if row["store"] != store:
                continue
            floor = self._ensure(
                f"floor_{store}_{row['floor']}",
                "restaurant.floor",
                {
                    "name": f"{row['floor_zh']} {row['floor_en']}",
                    "sequence": len(floors) + 1,
                    "background_color": "rgb(238, 245, 241)",
                },
            )
            self._load_table(store, floor, row)
            floors |= floor
        return floors

    def _load_table(self, store, floor, row):
        self._ensure(
            f"table_{store}_{row['table']}",
            "restaurant.table",
            {
                "floor_id": floor.id,
                "table_number": int(row["table"]),
                "seats": int(row["seats"]),
                "shape": row["shape"],
                "position_h": float(row["x"]),
                "position_v": float(row["y"]),
                "width": float(row["width"]),
                "height": float(row["height"]),
                "color": "rgb(11, 122, 75)",
            },
        )

    def _load_table_codes(self, shops):
        """Give each table a code that everybody may know: this is a demo.

        :return: The codes: `{store code: {table number: code}}`.
        :rtype: dict
        """
        codes = {}
        for row in sheets.read_sheet("tables"):
            store, number = row["store"], row["table"]
            code = f"demo-{store}-{int(number):02}"
            table = self.env.ref(f"__import__.wechat_demo_table_{store}_{number}")
            if not table.wechat_code_hash:
                table._wechat_rotate_code(code)
            codes.setdefault(store, {})[number] = code
        return codes

    # === KITCHEN === #

    def _load_stations(self, shops):
        """Give each shop its three stations."""
        categories = self.env["wechat.menu.writer"]._by_code(
            "pos.category", self.env.company
        )
        stores = {shop.code: shop for shop in shops}
        for position, row in enumerate(sheets.read_sheet("stations"), 1):
            ids = [categories[code].id for code in row["categories"].split(";")]
            station = self._ensure(
                f"station_{row['store']}_{row['station']}",
                "kitchen.station",
                {
                    "name": row["name_en"],
                    "store_id": stores[row["store"]].id,
                    "sequence": position,
                    "pos_categ_ids": [Command.set(ids)],
                },
            )
            self._translate(station, name=row["name_zh"])
