"""Compiles what a store offers into the structures that price and show it."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.fields import Domain

from ..pricing import taxes
from ..pricing.catalog import (
    Catalog,
    Combo,
    ComboItem,
    Dish,
    Need,
    OptionGroup,
    OptionValue,
)
from ..tools import hour_to_minute

_WHOLE_DAY = (0, 24 * 60)


class WechatMenuCompiler(models.AbstractModel):
    """Turns records into a :class:`Catalog`, once per change of the menu.

    Everything slow happens here, in a job: pricelists, taxes, kits. Quotes and orders
    then only look things up.
    """

    _name = "wechat.menu.compiler"
    _description = "Menu Compiler"

    @api.model
    def _compile(self, store):
        """Return the priced menu of a store.

        :param wechat.store store: The store, in sudo.
        :rtype: Catalog
        """
        store = store.with_company(store.company_id).with_context(lang="en_US")
        run = _Compilation(store)
        listed = run.find_listed()
        inside = listed.combo_ids.combo_item_ids.product_id
        products = (listed | inside).sudo()
        run.prepare(products)
        dishes = {
            product.id: run.compile_dish(product, product in listed)
            for product in products
        }
        return Catalog(
            store_id=store.id,
            version="",
            tz=store.tz,
            is_rounded_by_line=store.company_id.tax_calculation_rounding_method
            == "round_per_line",
            hours=tuple(store._get_hours()),
            dishes=dishes,
            valid_until=fields.Datetime.to_string(run.find_next_price_change()) or None,
        )


class _Compilation:
    """One run of the compiler for one store."""

    def __init__(self, store):
        self.store = store
        self.env = store.env
        self.languages = store._get_languages()
        self.pricelist = store.pricelist_id
        self.fiscal_position = store.fiscal_position_id
        self.now = fields.Datetime.now()
        self._names = {}
        self._prices = {}
        self._needs = {}
        self._tax_rules = {}

    # === WHAT IS ON THE MENU === #

    def find_listed(self):
        """Return the products that the store offers to diners.

        :rtype: product.product
        """
        hidden = self.store.product_ids.filtered(lambda dish: not dish.is_listed)
        domain = Domain(
            [
                ("available_in_pos", "=", True),
                ("self_order_available", "=", True),
                ("sale_ok", "=", True),
                ("pos_categ_ids", "!=", False),
                ("company_id", "in", (False, self.store.company_id.id)),
                ("product_tmpl_id", "not in", hidden.product_tmpl_id.ids),
            ]
        )
        config = self.store.online_config_id
        if config.limit_categories and config.iface_available_categ_ids:
            wanted = config.iface_available_categ_ids._get_descendants()
            domain &= Domain("pos_categ_ids", "in", wanted.ids)
        return self.env["product.product"].search(
            domain, order="pos_sequence, default_code, name, id"
        )

    def prepare(self, products):
        """Compute for all products at once what would be slow one by one."""
        self._prepare_names(products)
        self._prepare_prices(products)
        self._prepare_needs(products)

    # === NAMES === #

    def _prepare_names(self, products):
        values = products.attribute_line_ids.product_template_value_ids
        combos = products.combo_ids
        for records in (products, values, values.attribute_id, combos):
            for lang in self.languages:
                for record in records.with_context(
                    lang=lang, display_default_code=False
                ):
                    names = self._names.setdefault((record._name, record.id), {})
                    names[lang] = self._get_name(record)

    @staticmethod
    def _get_name(record):
        # A variant's display name tells its size; a plain dish's is its name.
        return record.display_name if record._name == "product.product" else record.name

    def names(self, record):
        """Return the names of a record in all languages."""
        return self._names[record._name, record.id]

    # === PRICES === #

    def _prepare_prices(self, products):
        """Find the price of each product, from one portion on and from each tier on."""
        for quantity in sorted({1, *self._find_tiers()}):
            rules = self.pricelist._compute_price_rule(
                products,
                quantity,
                currency=self.store.currency_id,
                date=self.now,
            )
            for product in products:
                tiers = self._prices.setdefault(product.id, [])
                fen = self._to_line_fen(product, rules[product.id][0])
                if not tiers or tiers[-1][1] != fen:
                    tiers.append((quantity, fen))

    def _find_items(self):
        """Return the rules of the pricelist and of those it is based on."""
        items = found = self.pricelist.item_ids
        while found:
            found = found.base_pricelist_id.item_ids - items
            items |= found
        return items

    def _find_tiers(self):
        return {
            -int(-item.min_quantity // 1)
            for item in self._find_items()
            if item.min_quantity > 1
        }

    def find_next_price_change(self):
        """Return when the next dated price begins or ends; False for never."""
        moments = [
            moment
            for item in self._find_items()
            for moment in (item.date_start, item.date_end)
            if moment and moment > self.now
        ]
        return min(moments, default=False)

    def _to_line_fen(self, product, amount):
        """Return an amount as it stands on an order line, in fen.

        Rounded to the fen first: the diner multiplies what the menu shows. A tax in the
        price that the fiscal position takes away is taken off.
        """
        currency = self.store.currency_id
        before, after = self._get_taxes(product)
        fixed = self.env["account.tax"]._fix_tax_included_price_company(
            currency.round(amount), before, after, self.store.company_id
        )
        return to_fen(currency.round(fixed))

    # === TAXES === #

    def _get_taxes(self, product):
        company = self.store.company_id
        before = product.taxes_id._filter_taxes_by_company(company)
        return before, self.fiscal_position.map_tax(before)

    def _get_tax_rule(self, product):
        before, after = self._get_taxes(product)
        key = (tuple(before.ids), tuple(after.ids))
        if key not in self._tax_rules:
            self._tax_rules[key] = taxes.TaxRule(
                tax_ids=key[0],
                effective_ids=key[1],
                rate=_get_simple_rate(after),
                is_included=not after or all(after.mapped("price_include")),
            )
        return self._tax_rules[key]

    # === STOCK === #

    def _prepare_needs(self, products):
        """Find what each dish takes from which counter."""
        self._needs = defaultdict(list)
        self._add_ingredients(products)
        self._add_daily_limits(products)

    def _add_ingredients(self, products):
        recipes = self.env["wechat.dish.recipe"].sudo()
        lines = recipes._rebuild(products, self.store.company_id).filtered(
            lambda line: line.ingredient_id.wechat_is_counted
        )
        location = self.store.online_config_id.picking_type_id.default_location_src_id
        if not location:
            return
        counters = (
            self.env["wechat.stock.counter"]
            .sudo()
            ._ensure_stock_counters(location, lines.ingredient_id)
        )
        for line in lines.sorted("id"):
            self._needs[line.product_id].append(
                Need(
                    counters[line.ingredient_id].id,
                    Decimal(str(line.quantity)),
                    frozenset(line.attribute_value_ids.ids),
                )
            )

    def _add_daily_limits(self, products):
        limited = self.store.product_ids.filtered("daily_limit")
        counters = (
            self.env["wechat.stock.counter"].sudo()._ensure_daily_counters(limited)
        )
        for dish, counter in counters.items():
            for product in products & dish.product_tmpl_id.product_variant_ids:
                self._needs[product].append(Need(counter.id, Decimal(1)))

    # === DISHES === #

    def compile_dish(self, product, is_listed):
        """Return one dish.

        :rtype: Dish
        """
        rule = self._get_tax_rule(product)
        prices = tuple(self._prices[product.id])
        return Dish(
            id=product.id,
            template_id=product.product_tmpl_id.id,
            names=self.names(product),
            code=product.default_code or "",
            prices=prices,
            shown_fen=taxes.add_tax(rule, prices[0][1]),
            tax=rule,
            is_listed=is_listed,
            hours=_get_hours(product.pos_categ_ids),
            groups=tuple(self._compile_groups(product, rule)),
            combos=tuple(map(self._compile_combo, product.combo_ids)),
            needs=tuple(self._needs[product]),
        )

    def _compile_groups(self, product, rule):
        for line in product.attribute_line_ids:
            attribute = line.attribute_id
            if attribute.create_variant != "no_variant":
                continue
            values = line.product_template_value_ids._only_active()
            is_multiple = attribute.display_type == "multi"
            most = attribute.wechat_max_choices or len(values)
            yield OptionGroup(
                id=line.id,
                names=self.names(attribute),
                is_multiple=is_multiple,
                least=attribute.wechat_min_choices if is_multiple else 1,
                most=min(most, len(values)) if is_multiple else 1,
                values={
                    value.id: self._compile_value(product, value, rule)
                    for value in values
                },
            )

    def _compile_value(self, product, value, rule):
        fen = self._to_line_fen(product, value.price_extra)
        return OptionValue(
            id=value.id,
            names=self.names(value),
            fen=fen,
            shown_fen=taxes.add_tax(rule, fen),
            is_default=value.wechat_is_default,
        )

    def _compile_combo(self, combo):
        currency = self.store.currency_id
        return Combo(
            id=combo.id,
            names=self.names(combo),
            base_fen=to_fen(currency.round(combo.base_price)),
            least=combo.qty_free,
            most=combo.qty_max,
            free=combo.qty_free,
            items={
                item.id: ComboItem(
                    id=item.id,
                    dish_id=item.product_id.id,
                    fen=to_fen(currency.round(item.extra_price)),
                )
                for item in combo.combo_item_ids
                if item.product_id.active
            },
        )


def _get_simple_rate(after):
    """Return the rate of a simple tax, 0 for none, None if only Odoo computes it."""
    if not after:
        return 0
    tax = after[0]
    is_simple = (
        len(after) == 1
        and tax.amount_type == "percent"
        and not tax.has_negative_factor
        and tax.amount >= 0
    )
    return round(tax.amount * taxes.RATE_DIGITS) if is_simple else None


def _get_hours(categories):
    """Return when at least one category is served; None for always."""
    spans = set()
    for category in categories:
        start = hour_to_minute(category.hour_after)
        span = (start, hour_to_minute(category.hour_until) or 24 * 60)
        if span == _WHOLE_DAY:
            return None
        spans.add(span)
    return tuple(sorted(spans)) or None
