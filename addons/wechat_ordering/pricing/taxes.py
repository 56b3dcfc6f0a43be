"""Taxes of an order in exact integer arithmetic, rounded as Odoo rounds them.

Only what restaurants meet is computed here: at most one percentage tax on a line, in
the price or on top of it. For anything else a rule says `rate=None`, and the caller
asks Odoo's own engine.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

# Rates are kept as percent times 10,000, as Odoo keeps four decimals: 6 % = 60,000.
RATE_DIGITS = 10_000
WHOLE = 100 * RATE_DIGITS


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The taxes of a dish.

    :param tax_ids: Taxes of the product, as the order line names them.
    :param effective_ids: What the fiscal position makes of them.
    :param rate: The one rate of `effective_ids`, 0 without, None if it is not simple.
    """

    tax_ids: tuple[int, ...] = ()
    effective_ids: tuple[int, ...] = ()
    rate: int | None = 0
    is_included: bool = True


@dataclass(frozen=True, slots=True)
class TaxedOrder:
    """The amounts of an order in fen.

    :param lines: `(without tax, with tax)` of each line.
    """

    lines: tuple[tuple[int, int], ...]
    tax_fen: int
    total_fen: int


def compute(lines, *, is_rounded_by_line):
    """Return the taxes of an order.

    :param list lines: `(rule, fen)` of each line: unit price times quantity. No rule
        may have the rate None.
    :param bool is_rounded_by_line: Round the tax of each line, not the sum of each tax.
    :rtype: TaxedOrder
    """
    amounts = []
    tax_by_group = defaultdict(Fraction)
    without_tax = Fraction(0)
    for rule, fen in lines:
        tax = _get_tax(rule, fen)
        if is_rounded_by_line:
            tax = Fraction(round_half_up(tax))
        base = fen - tax if rule.is_included else Fraction(fen)
        amounts.append((round_half_up(base), round_half_up(base + tax)))
        tax_by_group[rule.effective_ids, rule.is_included] += tax
        without_tax += base
    tax_fen = sum(map(round_half_up, tax_by_group.values()))
    if any(rule.rate and not rule.is_included for rule, _fen in lines):
        total_fen = round_half_up(without_tax) + tax_fen
    else:
        total_fen = sum(fen for _rule, fen in lines)
    return TaxedOrder(tuple(amounts), tax_fen, total_fen)


def add_tax(rule, fen):
    """Return an amount as a diner sees it, with the tax.

    :rtype: int
    """
    if rule.is_included or not rule.rate:
        return fen
    return fen + round_half_up(_get_tax(rule, fen))


def round_half_up(value):
    """Return the nearest integer; a half goes away from zero, as in Odoo."""
    numerator, denominator = value.numerator, value.denominator
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _get_tax(rule, fen):
    whole = WHOLE + rule.rate if rule.is_included else WHOLE
    return Fraction(fen * rule.rate, whole)
