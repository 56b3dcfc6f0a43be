"""From what a diner wishes to what it costs."""

from collections import Counter
from decimal import Decimal

from . import problems, taxes
from .combo import spread
from .quote import Quote, QuoteLine

# More than this of one dish is a slip of the finger or a joke at the restaurant's cost.
MAX_PORTIONS = 99


def price(catalog, lines, *, minute, compute_taxes=None):
    """Return the price of a basket.

    :param Catalog catalog: The store's compiled menu.
    :param list lines: The wishes: `dish_id`, `quantity`, `options`, `combo`, `note`.
    :param int minute: The minute of the store's day, for dishes with hours.
    :param callable compute_taxes: Computes taxes where a rule is not simple; takes the
        order lines, returns a :class:`taxes.TaxedOrder`.
    :rtype: Quote
    :raise BasketProblem: If the menu does not allow the basket.
    """
    quoted = [_price_line(catalog, line, minute) for line in lines]
    quote = Quote(catalog.version, quoted)
    _check_portions(quote)
    _apply_taxes(quote, catalog, compute_taxes)
    quote.needs = _get_needs(quote)
    return quote


def _price_line(catalog, wish, minute):
    dish = catalog.dishes.get(wish.dish_id)
    if dish is None or not dish.is_listed:
        raise problems.UnknownDish()
    if not dish.is_served_at(minute):
        raise problems.OutsideHours(dish)
    options = choose_options(dish, wish.options)
    extra_fen = sum(value.fen for value in options)
    line = QuoteLine(dish, wish.quantity, 0, options, wish.note)
    if dish.combos:
        price_fen = dish.get_price(wish.quantity) + extra_fen
        line.children, line.unit_fen = _price_combo(catalog, dish, price_fen, wish)
    elif wish.combo:
        raise problems.UnknownComboItem(dish)
    else:
        line.unit_fen = dish.get_price(wish.quantity) + extra_fen
    return line


def choose_options(dish, chosen_ids):
    """Return the chosen option values of a dish, in the order of the menu.

    :raise BasketProblem: If a choice is unknown, missing, or one too many.
    """
    open_ids = set(chosen_ids)
    if len(open_ids) != len(chosen_ids):
        raise problems.TooManyChoices(dish)
    chosen = []
    for group in dish.groups:
        mine = [value for key, value in group.values.items() if key in open_ids]
        if len(mine) < group.least:
            raise problems.TooFewChoices(dish, group)
        if group.most and len(mine) > group.most:
            raise problems.TooManyChoices(dish, group)
        open_ids.difference_update(value.id for value in mine)
        chosen += mine
    if open_ids:
        raise problems.UnknownOption(dish)
    return tuple(chosen)


def _price_combo(catalog, dish, price_fen, wish):
    """Return the dishes of a set meal as lines, and what of its price they miss."""
    choices = [_find_combo_item(dish, choice.item_id) for choice in wish.combo]
    _check_combo(dish, choices, wish.combo)
    shares, rest = spread(
        price_fen,
        [
            (combo, choice.quantity)
            for (combo, _item), choice in zip(choices, wish.combo, strict=True)
        ],
    )
    lines = []
    for share in shares:
        item = choices[share.index][1]
        child = catalog.dishes[item.dish_id]
        options = choose_options(child, wish.combo[share.index].options)
        extra_fen = item.fen + sum(value.fen for value in options)
        lines.append(
            QuoteLine(
                child,
                share.quantity * wish.quantity,
                share.fen + extra_fen,
                options,
                combo_item_id=item.id,
                extra_fen=extra_fen,
            )
        )
    return lines, rest


def _find_combo_item(dish, item_id):
    for combo in dish.combos:
        if item := combo.items.get(item_id):
            return combo, item
    raise problems.UnknownComboItem(dish)


def _check_combo(dish, choices, wished):
    counts = Counter()
    for (combo, _item), choice in zip(choices, wished, strict=True):
        counts[combo.id] += choice.quantity
    for combo in dish.combos:
        if counts[combo.id] < combo.least:
            raise problems.TooFewComboItems(dish, combo)
        if counts[combo.id] > combo.most:
            raise problems.TooManyComboItems(dish, combo)


def _check_portions(quote):
    portions = Counter()
    for line in quote.lines:
        portions[line.dish.id] += line.quantity
        if portions[line.dish.id] > MAX_PORTIONS:
            raise problems.TooMuch(line.dish)


def _apply_taxes(quote, catalog, compute_taxes):
    lines = quote.flat_lines
    if any(line.dish.tax.rate is None for line in lines):
        taxed = compute_taxes(lines)
    else:
        taxed = taxes.compute(
            [(line.dish.tax, line.fen) for line in lines],
            is_rounded_by_line=catalog.is_rounded_by_line,
        )
    for line, (subtotal_fen, total_fen) in zip(lines, taxed.lines, strict=True):
        line.subtotal_fen, line.total_fen = subtotal_fen, total_fen
    quote.tax_fen, quote.total_fen = taxed.tax_fen, taxed.total_fen


def _get_needs(quote):
    needs = {}
    for line in quote.flat_lines:
        chosen = {value.id for value in line.options}
        for need in line.dish.needs:
            if need.applies(chosen):
                taken = need.quantity * line.quantity
                needs[need.counter_id] = needs.get(need.counter_id, Decimal(0)) + taken
    return needs
