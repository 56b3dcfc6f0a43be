"""Set meals of a menu: dishes made of places, each filled by one of several dishes."""

from odoo import Command, models


class WechatMenuWriter(models.AbstractModel):
    """Writes set meals."""

    _inherit = "wechat.menu.writer"

    def _write_combos(self, menu, company, stores, done):
        """Write the places of set meals, then the set meals themselves."""
        combos = {}
        for (meal, _group), rows in menu.combo_groups.items():
            combo = self._write_combo(rows, company, done)
            combos[meal] = combos.get(meal, self.env["product.combo"]) | combo
        rows = [row for row in menu.menu if row["code"] in combos]
        self._write_dish_rows(rows, menu, company, done, combos)
        self._write_daily_limits(rows, company, stores)

    def _write_combo(self, rows, company, done):
        first = rows[0]
        code = f"{first['dish']}:{first['group']}"
        combo = self._by_code("product.combo", company).get(code)
        values = {
            **self._get_source_name(first, "name", "group"),
            "qty_free": first["free"],
            "qty_max": first["max"],
            "company_id": company.id,
        }
        items = self._get_combo_items(rows, company)
        if not combo:
            values["combo_item_ids"] = [Command.create(item) for item in items]
        elif self._read_combo_items(combo) != items:
            values["combo_item_ids"] = self._change_combo_items(combo, items)
        combo = self._save(combo or self.env["product.combo"], values, done, "combos")
        self._set_code(combo, code, company)
        self._translate_name(combo, first, "name", "group")
        return combo

    def _get_combo_items(self, rows, company):
        dishes = self._get_dishes(company, [row["item"] for row in rows])
        return [
            {
                "product_id": dishes[row["item"]].product_variant_id.id,
                "extra_price": float(row.get("extra", 0)),
            }
            for row in rows
        ]

    def _read_combo_items(self, combo):
        return [
            {"product_id": item.product_id.id, "extra_price": item.extra_price}
            for item in combo.combo_item_ids
        ]

    def _change_combo_items(self, combo, items):
        """Return the commands that change the dishes of a place.

        Dishes that stay keep their record: orders refer to it.
        """
        known = {item.product_id.id: item for item in combo.combo_item_ids}
        wanted = {item["product_id"] for item in items}
        commands = [
            Command.delete(item.id)
            for product_id, item in known.items()
            if product_id not in wanted
        ]
        for item in items:
            if item["product_id"] in known:
                commands.append(Command.update(known[item["product_id"]].id, item))
            else:
                commands.append(Command.create(item))
        return commands
