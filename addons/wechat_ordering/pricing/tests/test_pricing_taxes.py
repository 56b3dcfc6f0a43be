"""Taxes: exact, and rounded where Odoo rounds."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pricing import taxes
from pricing.taxes import TaxRule, compute

VAT_6 = TaxRule((1,), (1,), 60_000, True)
VAT_13 = TaxRule((2,), (2,), 130_000, True)
ON_TOP_6 = TaxRule((3,), (3,), 60_000, False)
FREE = TaxRule()

rules = st.sampled_from([VAT_6, VAT_13, FREE])
amounts = st.integers(-100_000, 1_000_000)


@pytest.mark.parametrize(
    ("rule", "fen", "subtotal", "total"),
    [
        (VAT_6, 10_600, 10_000, 10_600),
        (VAT_6, 100, 94, 100),
        (VAT_6, -100, -94, -100),
        (ON_TOP_6, 10_000, 10_000, 10_600),
        (ON_TOP_6, 25, 25, 27),
        (FREE, 1_234, 1_234, 1_234),
    ],
)
def test_one_line(rule, fen, subtotal, total):
    taxed = compute([(rule, fen)], is_rounded_by_line=False)

    assert taxed.lines == ((subtotal, total),)
    assert (taxed.total_fen, taxed.tax_fen) == (total, total - subtotal)


def test_tax_of_many_lines_is_rounded_once():
    # 21.53 with 21 % in it, twice: each line rounds up to 3.74, the sum down to 7.47.
    rule = TaxRule((1,), (1,), 210_000, True)

    taxed = compute([(rule, 2_153)] * 2, is_rounded_by_line=False)

    assert taxed.tax_fen == 747


def test_tax_of_many_lines_is_rounded_by_line_where_the_company_does():
    rule = TaxRule((1,), (1,), 210_000, True)

    taxed = compute([(rule, 2_153)] * 2, is_rounded_by_line=True)

    assert taxed.tax_fen == 748


@given(st.lists(st.tuples(rules, amounts), min_size=1), st.booleans())
def test_prices_with_tax_in_them_add_up_to_the_total(lines, is_rounded_by_line):
    taxed = compute(lines, is_rounded_by_line=is_rounded_by_line)

    assert taxed.total_fen == sum(fen for _rule, fen in lines)
    assert [total for _subtotal, total in taxed.lines] == [fen for _rule, fen in lines]


@given(st.lists(st.tuples(st.just(ON_TOP_6), amounts), min_size=1))
def test_tax_on_top_is_added_to_the_sum(lines):
    taxed = compute(lines, is_rounded_by_line=False)

    net = sum(fen for _rule, fen in lines)
    assert taxed.total_fen == net + taxed.tax_fen
    assert taxed.tax_fen == _round(Decimal(net) * 6 / 100)


@given(st.integers(), st.integers(1, 10**9))
def test_halves_go_away_from_zero(numerator, denominator):
    value = Fraction(numerator, denominator)

    rounded = taxes.round_half_up(value)

    assert abs(rounded - value) <= Fraction(1, 2)
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


def _round(value):
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
