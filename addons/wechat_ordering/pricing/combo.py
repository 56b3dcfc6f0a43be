"""How the price of a set meal is spread over its dishes.

Odoo books a set meal as its dishes, each with its share of the price, because each
dish has its own income account and tax. The shares follow the weights of the parts, as
in `point_of_sale/static/src/app/models/utils/compute_combo_items.js`; the last share
takes what rounding left over. Where Odoo's version loses a remainder (the last dish was
chosen more than once), this one splits that line: the sum is always the price.
"""

from dataclasses import dataclass
from fractions import Fraction

from .taxes import round_half_up


@dataclass(frozen=True, slots=True)
class Share:
    """A dish of one set meal with its price.

    :param index: Which of the diner's choices it is of.
    """

    index: int
    quantity: int
    fen: int


def spread(price_fen, choices):
    """Return the prices of the dishes of one set meal, without extras.

    :param int price_fen: The price of the set meal.
    :param list choices: `(combo, quantity)` of each chosen dish, in the diner's order.
    :return: The shares, and what no dish could carry: all of the price where no dish is
        in it. One choice has two shares where only some of it is in the price.
    :rtype: tuple[list[Share], int]
    """
    included, beyond = _divide(choices)
    weight = sum(choices[index][0].base_fen * count for index, count in included)
    shares = []
    for index, count in included:
        base_fen = choices[index][0].base_fen
        part = Fraction(base_fen * price_fen, weight) if weight else Fraction(0)
        shares.append(Share(index, count, round_half_up(part)))
    rest = price_fen - sum(share.fen * share.quantity for share in shares)
    if rest and shares:
        shares, rest = _add_rest(shares, rest), 0
    extras = [
        Share(index, count, choices[index][0].base_fen) for index, count in beyond
    ]
    return shares + extras, rest


def _divide(choices):
    """Return `(index, quantity)` of what is in the price, and of what is beyond it."""
    used = {}
    included, beyond = [], []
    for index, (combo, quantity) in enumerate(choices):
        free = min(quantity, max(0, combo.free - used.get(combo.id, 0)))
        used[combo.id] = used.get(combo.id, 0) + free
        if free:
            included.append((index, free))
        if quantity > free:
            beyond.append((index, quantity - free))
    return included, beyond


def _add_rest(shares, rest):
    """Return the shares with the remainder on a dish that comes once."""
    single = [share for share in shares if share.quantity == 1]
    last = single[-1] if single else shares[-1]
    place = shares.index(last)
    taken = Share(last.index, 1, last.fen + rest)
    if last.quantity == 1:
        return [*shares[:place], taken, *shares[place + 1 :]]
    left = Share(last.index, last.quantity - 1, last.fen)
    return [*shares[:place], left, taken, *shares[place + 1 :]]
