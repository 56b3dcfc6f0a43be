import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import wire
from carriers.errors import CarrierInvalidRequestError, CarrierUnknownError
from carriers.neutral import Point

FEN = st.integers(0, 10**9)


@given(FEN)
def test_fen_survive_the_way_over_yuan(fen):
    written = wire.to_json({"amount": wire.yuan_of_fen(fen)})

    read = wire.parse_object(written)["amount"]
    assert wire.fen_of_yuan(read) == fen
    assert wire.fen_of_yuan(str(read)) == fen


@given(FEN)
def test_yuan_are_written_with_two_decimals_at_most(fen):
    written = wire.to_json(wire.yuan_of_fen(fen))

    assert "e" not in written.lower()
    assert len(written.partition(".")[2]) <= 2


@given(FEN, FEN)
def test_sums_of_amounts_are_exact(one, other):
    read = wire.parse_object(
        wire.to_json({"a": wire.yuan_of_fen(one), "b": wire.yuan_of_fen(other)})
    )

    assert wire.fen_of_yuan(read["a"] + read["b"]) == one + other


@given(st.integers(0, 10**6))
def test_grams_survive_the_way_over_kilograms(grams):
    read = wire.parse_object(wire.to_json({"w": wire.kg_of_g(grams)}))["w"]

    assert Decimal(read) * 1000 == grams


@pytest.mark.parametrize("value", [None, ""])
def test_an_absent_amount_is_none(value):
    assert wire.fen_of_yuan(value) is None
    assert wire.fen_of_fen(value) is None


@pytest.mark.parametrize("value", ["1.005", "a lot", True, [], "NaN", "1e99", "1e-9"])
def test_a_strange_amount_is_refused(value):
    with pytest.raises(CarrierUnknownError):
        wire.fen_of_yuan(value)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        (1700000000, 1700000000),
        ("1700000000", 1700000000),
        (1700000000123, 1700000000),
        ("2023-11-15 06:13:20", 1700000000),
        ("2023-11-15 06:13", 1699999980),
        ("", None),
        (None, None),
        (0, None),
        ("soon", None),
        ("9" * 400, None),
    ],
)
def test_times_of_every_form(told, moment):
    assert wire.moment_of(told) == moment


@pytest.mark.parametrize(
    ("lng", "lat", "point"),
    [
        ("102.7", "25.04", Point(102.7, 25.04)),
        (Decimal("102.7"), 25, Point(102.7, 25.0)),
        ("", "", None),
        (0, 0, None),
        ("0.0", "0", None),
        ("x", "25", None),
        (500, 25, None),
    ],
)
def test_places_of_every_form(lng, lat, point):
    assert wire.point_of(lng, lat) == point


@given(st.binary(max_size=60))
def test_any_bytes_are_an_object_or_a_typed_error(body):
    try:
        assert isinstance(wire.parse_object(body), dict)
    except CarrierUnknownError:
        pass


@pytest.mark.parametrize("body", [b"[]", b"1", b"{", b"[" * 100_000, b'{"a":NaN}'])
def test_what_is_no_object_is_refused(body):
    with pytest.raises(CarrierUnknownError):
        wire.parse_object(body)


def test_numbers_of_19_digits_stay_whole():
    number = 3412345678901234567

    assert wire.text_of(wire.parse_object(f'{{"id":{number}}}')["id"]) == str(number)


def test_chinese_is_written_as_it_is():
    assert wire.to_json({"名": "少辣&不要葱"}) == '{"名":"少辣&不要葱"}'


def test_numbers_of_orders_are_plain():
    assert wire.check_ascii("S1-ab-1", 30) == "S1-ab-1"
    for number in ("", "x" * 31, "单1"):
        with pytest.raises(CarrierInvalidRequestError):
            wire.check_ascii(number, 30)


def test_texts_are_cut_and_hold_no_line_ends():
    assert wire.cut("a\nb  c", 3) == "a b"


def test_what_cannot_be_written_is_a_mistake_of_ours():
    assert json.loads(wire.to_json({"n": Decimal("0.8")})) == {"n": 0.8}
    with pytest.raises(TypeError):
        wire.to_json({"n": object()})


def test_half_a_character_becomes_a_question_mark():
    assert wire.text_of("a\ud800b") == "a?b"
