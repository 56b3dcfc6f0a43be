"""Writing a checked menu into the database: found by code, updated or created."""

from collections import Counter

from odoo import api, models

from ..menu_sheets import Known
from ..menu_sheets.vocabulary import UNIT_XML_IDS

_CHINESE = "zh_CN"
_RECIPE_DIGITS = 4


class WechatMenuWriter(models.AbstractModel):
    """Turns a menu of sheets into categories, products, options, set meals, recipes.

    A second run with the same sheets changes nothing. A column that a sheet leaves out
    stays as it is in the database; an empty cell empties it.
    """

    _name = "wechat.menu.writer"
    _description = "Menu Writer"

    # === WHAT IS THERE === #

    @api.model
    def _get_known(self, company):
        """Return the codes that a sheet may refer to without naming them again.

        :param res.company company: The restaurant.
        :rtype: Known
        """
        return self._for_company(company)._read_known(company)

    def _read_known(self, company):
        products = self._find_products([], company)
        dishes = products.filtered("available_in_pos")
        units = {self.env.ref(xml_id): unit for unit, xml_id in UNIT_XML_IDS.items()}
        values = self._by_code("product.attribute.value", company)
        return Known(
            categories=frozenset(self._by_code("pos.category", company)),
            dishes=frozenset(dishes.mapped("default_code")),
            set_meals=frozenset(
                dishes.filtered(lambda dish: dish.type == "combo").mapped(
                    "default_code"
                )
            ),
            ingredients={
                product.default_code: units.get(product.uom_id, "pc")
                for product in products - dishes
            },
            options=frozenset(tuple(code.split(":")) for code in values),
            dish_options=self._get_dish_options(dishes, company),
        )

    def _get_dish_options(self, dishes, company):
        groups = self._by_code("product.attribute", company)
        codes = {attribute.id: code for code, attribute in groups.items()}
        return {
            dish.default_code: {
                codes[attribute.id]
                for attribute in dish.attribute_line_ids.attribute_id
                if attribute.id in codes
            }
            for dish in dishes
        }

    # === WRITING === #

    @api.model
    def _write_menu(self, menu, company, stores, pictures=None):
        """Write a menu that has been checked.

        :param Menu menu: The rows, without problems.
        :param res.company company: The restaurant.
        :param wechat.store stores: The stores whose daily limits the menu sets.
        :param dict pictures: Bytes of a picture for a dish's code.
        :return: How many records of each sheet were created or changed:
            `{("menu", "created"): 3, ...}`.
        :rtype: collections.Counter
        """
        writer = self._for_company(company)
        done = Counter()
        writer._ensure_quantity_digits(menu)
        writer._write_categories(menu, company, done)
        writer._write_options(menu, company, done)
        writer._write_ingredients(menu, company, done)
        writer._write_dishes(menu, company, stores, done)
        writer._write_combos(menu, company, stores, done)
        writer._write_recipes(menu, company, done)
        writer._write_pictures(pictures or {}, company)
        return done

    def _for_company(self, company):
        # Rights were checked by the caller: a menu touches products, taxes and recipes
        # of several applications, of which a restaurant manager knows only the menu.
        # Without a language the source value of translated fields is written.
        return (
            self.sudo()
            .with_company(company)
            .with_context(lang=None, tracking_disable=True, active_test=False)
        )

    def _write_categories(self, menu, company, done):
        known = self._by_code("pos.category", company)
        for position, row in enumerate(menu.categories, 1):
            values = {"sequence": position}
            if "hours_from" in row.values:
                values["hour_after"] = row.get("hours_from", 0.0)
                values["hour_until"] = row.get("hours_to", 24.0)
            category = self._save(
                known.get(row["code"]) or self.env["pos.category"],
                values | self._get_source_name(row, "name"),
                done,
                "categories",
            )
            self._set_code(category, row["code"], company)
            self._translate_name(category, row, "name")

    # === HELPERS === #

    def _find_products(self, codes, company):
        """Return the company's products with these codes, or all that have a code."""
        domain = [("company_id", "in", (False, company.id))]
        domain.append(
            ("default_code", "in", codes) if codes else ("default_code", "!=", False)
        )
        return self.env["product.template"].search(domain, order="id desc")

    def _save(self, record, values, done, sheet):
        """Create the record or write what differs; count it and return it."""
        if not record:
            done[sheet, "created"] += 1
            return record.create(values)
        changes = self._get_changes(record, values)
        if changes:
            done[sheet, "updated"] += 1
            record.write(changes)
        return record

    def _save_all(self, model, entries, done, sheet):
        """Save many records, the new ones in one go.

        :param list entries: `(record or None, values)` of each.
        :return: The records, in the same order.
        """
        new = [values for record, values in entries if not record]
        done[sheet, "created"] += len(new)
        created = iter(self.env[model].create(new))
        return [
            self._save(record, values, done, sheet) if record else next(created)
            for record, values in entries
        ]

    def _get_changes(self, record, values):
        changes = {}
        for name, value in values.items():
            field = record._fields[name]
            current = record[name]
            if field.type == "one2many":
                changes[name] = value
                continue
            if field.relational:
                current = set(current.ids)
                wanted = set(value[0][2]) if isinstance(value, list) else {value}
                if current == wanted - {False}:
                    continue
            elif (current or False) == (value or False):
                continue
            changes[name] = value
        return changes

    def _get_source_name(self, row, field, prefix="name"):
        """Return the source value of a name; a name in one language serves both."""
        zh, en = f"{prefix}_zh", f"{prefix}_en"
        if zh not in row.values and en not in row.values:
            return {}
        return {field: row.get(en) or row.get(zh) or False}

    def _translate_name(self, record, row, field, prefix="name"):
        """Write the Chinese name, if the language is installed and the cell filled."""
        chinese = row.get(f"{prefix}_zh")
        if chinese:
            self._translate(record, field, chinese)

    def _translate(self, record, field, text):
        if not self.env["res.lang"]._get_data(code=_CHINESE):
            return
        translated = record.with_context(lang=_CHINESE)
        if translated[field] != text:
            translated.write({field: text})

    def _by_code(self, model, company):
        """Return `{code: record}` of what an import made or knows of a model."""
        prefix = self._get_xml_prefix(model, company)
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "__import__"),
                ("model", "=", model),
                ("name", "=like", prefix.replace("_", r"\_") + "%"),
            ]
        )
        records = self.env[model].browse(data.mapped("res_id")).exists()
        by_id = {record.id: record for record in records}
        return {
            item.name.removeprefix(prefix): by_id[item.res_id]
            for item in data
            if item.res_id in by_id
        }

    def _set_code(self, record, code, company):
        """Remember the code of a record as its external id, as imports do in Odoo."""
        name = self._get_xml_prefix(record._name, company) + code
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"__import__.{name}", "record": record, "noupdate": True}]
        )

    @staticmethod
    def _get_xml_prefix(model, company):
        return f"wechat_menu_{company.id}_{model.replace('.', '_')}_"

    def _ensure_quantity_digits(self, menu):
        """Let quantities be as fine as the recipes.

        A recipe says grams where the stock counts kilograms: with Odoo's two decimals
        4 g would be nothing.
        """
        if not menu.recipes:
            return
        precision = self.env.ref("uom.decimal_product_uom", raise_if_not_found=False)
        if precision and precision.digits < _RECIPE_DIGITS:
            precision.digits = _RECIPE_DIGITS
