"""The one engine that decides what an order costs."""

from odoo import api, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen

from ..errors import (
    ComboRuleError,
    InvalidOptionError,
    InvalidRequestError,
    NotOnMenuError,
    OffHoursError,
    SoldOutError,
)
from ..pricing import basket as baskets
from ..pricing import problems, taxes
from ..pricing.availability import get_portions
from ..tools import minute_of_day, to_local


class WechatPricing(models.AbstractModel):
    """Prices baskets for quotes, orders and, later, refunds alike."""

    _name = "wechat.pricing"
    _description = "Pricing of Diner Orders"

    @api.model
    def _quote(self, store_sudo, basket, member=None, table=None):
        """Return the price of a basket, line by line.

        :param wechat.store store_sudo: Where it would be ordered.
        :param basket: The wishes: `lines` with `dish_id`, `quantity`, `options`,
            `combo`, `note`. Prices are not looked for.
        :param wechat.member member: Who asks; rewards will depend on it.
        :param restaurant.table table: Where the diner sits.
        :rtype: odoo.addons.wechat_ordering.pricing.quote.Quote
        :raise OrderingError: If it could not be ordered like this.
        """
        state = store_sudo._read_state()
        quote = self._price(store_sudo, basket, state)
        free = {int(key): value for key, value in state["free"].items()}
        if any(free.get(key, 0) < need for key, need in quote.needs.items()):
            raise self._sold_out(quote, free)
        return quote

    @api.model
    def _price(self, store_sudo, basket, state):
        """Return the price of a basket, whatever is in stock.

        :param dict state: What `_read_state` or its like knows of the store now.
        :rtype: odoo.addons.wechat_ordering.pricing.quote.Quote
        """
        catalog = store_sudo._get_catalog(state["catalog_version"])
        local = to_local(None, catalog.tz)
        try:
            quote = baskets.price(
                catalog,
                basket.lines,
                minute=minute_of_day(local),
                compute_taxes=lambda lines: self._compute_taxes(store_sudo, lines),
            )
        except problems.BasketProblem as problem:
            raise self._explain(problem) from problem
        self._check_stopped(quote, state["stopped"])
        quote.lang = self._get_lang()
        versions = state["menu_versions"]
        quote.menu_version = versions.get(quote.lang) or next(
            iter(versions.values()), catalog.version
        )
        return quote

    # === TAXES THAT ARE NOT SIMPLE === #

    @api.model
    def _compute_taxes(self, store_sudo, lines):
        """Return the taxes of order lines as Odoo computes them.

        :param list lines: Lines of a quote.
        :rtype: odoo.addons.wechat_ordering.pricing.taxes.TaxedOrder
        """
        engine = self.env["account.tax"].sudo().with_company(store_sudo.company_id)
        company, currency = store_sudo.company_id, store_sudo.currency_id
        amounts, base_lines = [], []
        for line in lines:
            product = self.env["product.product"].sudo().browse(line.dish.id)
            effective = engine.browse(line.dish.tax.effective_ids)
            unit = from_fen(line.unit_fen)
            alone = effective.compute_all(unit, currency, line.quantity, product)
            amounts.append(
                (
                    to_fen(currency.round(alone["total_excluded"])),
                    to_fen(currency.round(alone["total_included"])),
                )
            )
            base_lines.append(
                engine._prepare_base_line_for_taxes_computation(
                    None,
                    currency_id=currency,
                    product_id=product,
                    tax_ids=effective,
                    price_unit=unit,
                    quantity=line.quantity,
                )
            )
        engine._add_tax_details_in_base_lines(base_lines, company)
        engine._round_base_lines_tax_details(base_lines, company)
        totals = engine._get_tax_totals_summary(base_lines, currency, company)
        return taxes.TaxedOrder(
            tuple(amounts),
            to_fen(currency.round(totals["tax_amount_currency"])),
            to_fen(currency.round(totals["total_amount_currency"])),
        )

    # === ANSWERS TO WHAT CANNOT BE ORDERED === #

    @api.model
    def _explain(self, problem):
        """Return the error that tells a diner what is wrong with the basket."""
        values = {
            "dish": problem.dish and self._get_name(problem.dish),
            "part": problem.part and self._get_name(problem.part),
        }
        details = {"dish_id": problem.dish.id} if problem.dish else {}
        answers = {
            problems.UnknownDish: lambda: NotOnMenuError(
                self.env._("This is not on the menu any more."), details
            ),
            problems.OutsideHours: lambda: OffHoursError(
                self.env._("%(dish)s is not served at this hour.", **values), details
            ),
            problems.UnknownOption: lambda: InvalidOptionError(
                self.env._("%(dish)s cannot be had like that.", **values), details
            ),
            problems.TooFewChoices: lambda: InvalidOptionError(
                self.env._("%(dish)s: please choose %(part)s.", **values), details
            ),
            problems.TooManyChoices: lambda: InvalidOptionError(
                self.env._("%(dish)s: too many options are chosen.", **values), details
            ),
            problems.UnknownComboItem: lambda: ComboRuleError(
                self.env._("%(dish)s does not come with that.", **values), details
            ),
            problems.TooFewComboItems: lambda: ComboRuleError(
                self.env._("%(dish)s: please choose %(part)s.", **values), details
            ),
            problems.TooManyComboItems: lambda: ComboRuleError(
                self.env._("%(dish)s: too much of %(part)s is chosen.", **values),
                details,
            ),
            problems.TooMuch: lambda: InvalidRequestError(
                self.env._(
                    "%(dish)s: for so many portions please ask the staff.",
                    **values,
                ),
                details,
            ),
        }
        return answers[type(problem)]()

    @api.model
    def _check_stopped(self, quote, stopped):
        """Refuse dishes that staff marked as sold out or paused.

        :raise SoldOutError: Naming them.
        """
        dishes = {
            line.dish.id: line.dish
            for line in quote.flat_lines
            if line.dish.template_id in stopped
        }
        if dishes:
            raise self._make_sold_out(dishes.values(), {})

    @api.model
    def _sold_out(self, quote, free):
        """Return the error that names the dishes for which something is missing.

        :param dict free: What is free, by counter.
        :rtype: SoldOutError
        """
        missing = {key for key, need in quote.needs.items() if free.get(key, 0) < need}
        dishes = {}
        for line in quote.flat_lines:
            chosen = {value.id for value in line.options}
            if any(
                need.counter_id in missing and need.applies(chosen)
                for need in line.dish.needs
            ):
                dishes[line.dish.id] = line.dish
        return self._make_sold_out(dishes.values(), free)

    @api.model
    def _make_sold_out(self, dishes, free):
        entries = [
            {
                "dish_id": dish.id,
                "name": self._get_name(dish),
                "left": (get_portions(dish, free) or 0) if free else 0,
            }
            for dish in dishes
        ]
        return SoldOutError(
            self.env._(
                "Sold out: %(dishes)s. Please take it out of your order.",
                dishes=", ".join(entry["name"] for entry in entries),
            ),
            {"dishes": entries},
        )

    @api.model
    def _get_name(self, thing):
        return thing.names.get(self._get_lang()) or next(iter(thing.names.values()))

    @api.model
    def _get_lang(self):
        return self.env.context.get("lang") or "zh_CN"
