"""Options of dishes: attributes whose values make no variants."""

from odoo import Command, models


class WechatMenuWriter(models.AbstractModel):
    """Writes options."""

    _inherit = "wechat.menu.writer"

    def _write_options(self, menu, company, done):
        attributes = self._by_code("product.attribute", company)
        for position, (code, rows) in enumerate(menu.option_groups.items(), 1):
            attribute = self._save(
                attributes.get(code) or self.env["product.attribute"],
                self._prepare_attribute(rows[0], position, not attributes.get(code)),
                done,
                "options",
            )
            self._set_code(attribute, code, company)
            self._translate_name(attribute, rows[0], "name", "group")
            self._write_option_values(attribute, code, rows, company)

    def _prepare_attribute(self, row, position, is_new):
        is_multiple = row["kind"] == "multiple"
        values = {
            **self._get_source_name(row, "name", "group"),
            "display_type": "multi" if is_multiple else "radio",
            "wechat_min_choices": row.get("min", 0) if is_multiple else 0,
            "wechat_max_choices": row.get("max", 0) if is_multiple else 0,
        }
        if is_new:
            # A dish cooked mild is the same dish: no variant, or three questions of
            # five answers would make 125 products.
            values |= {"create_variant": "no_variant", "sequence": position}
        return values

    def _write_option_values(self, attribute, code, rows, company):
        known = self._by_code("product.attribute.value", company)
        for position, row in enumerate(rows, 1):
            key = f"{code}:{row['value']}"
            values = {
                **self._get_source_name(row, "name", "value"),
                "attribute_id": attribute.id,
                "sequence": position,
                "default_extra_price": float(row.get("extra", 0)),
            }
            value = known.get(key)
            if value:
                self._write_changes(value, values)
            else:
                value = self.env["product.attribute.value"].create(values)
            self._set_code(value, key, company)
            self._translate_name(value, row, "name", "value")

    def _write_changes(self, record, values):
        changes = self._get_changes(record, values)
        if changes:
            record.write(changes)

    def _prepare_options(self, dish, codes, attributes):
        """Return the value that gives a dish exactly these groups, in this order."""
        wanted = [attributes[code] for code in codes]
        lines = {line.attribute_id: line for line in dish.attribute_line_ids}
        commands = [
            Command.delete(line.id)
            for attribute, line in lines.items()
            if attribute not in wanted
        ]
        for position, attribute in enumerate(wanted, 1):
            line = lines.get(attribute)
            if not line:
                commands.append(Command.create(self._prepare_line(attribute, position)))
            elif line.sequence != position:
                commands.append(Command.update(line.id, {"sequence": position}))
        return {"attribute_line_ids": commands} if commands else {}

    def _prepare_line(self, attribute, position):
        return {
            "attribute_id": attribute.id,
            "sequence": position,
            "value_ids": [Command.set(attribute.value_ids.ids)],
        }

    def _refresh_options(self, menu, company):
        """Bring values, extra prices and defaults of the sheet to every dish."""
        attributes = self._by_code("product.attribute", company)
        values = self._by_code("product.attribute.value", company)
        for code, rows in menu.option_groups.items():
            row_of = {values[f"{code}:{row['value']}"].id: row for row in rows}
            lines = self.env["product.template.attribute.line"].search(
                [
                    ("attribute_id", "=", attributes[code].id),
                    ("product_tmpl_id.company_id", "in", (False, company.id)),
                ]
            )
            for line in lines:
                if set(line.value_ids.ids) != set(row_of):
                    line.value_ids = [Command.set(list(row_of))]
            self._refresh_values(lines.product_template_value_ids, row_of)

    def _refresh_values(self, values, row_of):
        for value in values.filtered("ptav_active"):
            row = row_of[value.product_attribute_value_id.id]
            self._write_changes(
                value,
                {
                    "price_extra": float(row.get("extra", 0)),
                    "wechat_is_default": bool(row.get("default")),
                },
            )
