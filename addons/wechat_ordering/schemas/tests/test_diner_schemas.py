import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.base import clean_note, format_utc, parse_utc
from schemas.order import OrderRequest, OrdersQuery, QuoteRequest

LINE = {"dish_id": 1, "quantity": 2}
QUOTE = {"store": "cuihu", "service": "takeaway", "lines": [LINE]}
ORDER = {**QUOTE, "uuid": str(uuid.uuid4()), "menu_version": "0123456789abcdef"}


def read(model, document):
    return model.model_validate_json(json.dumps(document))


def problems(model, document):
    with pytest.raises(ValidationError) as caught:
        read(model, document)
    return {".".join(map(str, error["loc"])) for error in caught.value.errors()}


def test_smallest_quote():
    quote = read(QuoteRequest, QUOTE)

    assert quote.lines[0].quantity == 2
    assert quote.lines[0].options == ()
    assert quote.note == ""


def test_whole_number_may_have_a_point():
    line = {"dish_id": 1.0, "quantity": 2.0, "options": [3.0]}

    quote = read(QuoteRequest, {**QUOTE, "lines": [line]})

    assert quote.lines[0].model_dump(include={"dish_id", "quantity", "options"}) == {
        "dish_id": 1,
        "quantity": 2,
        "options": (3,),
    }


def test_full_order():
    order = read(
        OrderRequest,
        {
            **ORDER,
            "service": "dine_in",
            "table_token": "abc",
            "note": "少辣",
            "lines": [
                {
                    **LINE,
                    "options": [3, 4],
                    "combo": [{"item_id": 5, "quantity": 1, "options": [6]}],
                    "note": "no\ncoriander\x00 please",
                }
            ],
        },
    )

    assert str(order.uuid) == ORDER["uuid"]
    assert order.lines[0].combo[0].item_id == 5
    assert order.lines[0].note == "no coriander please"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [LINE] * 61}, "lines"),
        ({"lines": [{**LINE, "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": 100}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": 1.5}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "1"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": True}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "dish_id": 2**31}]}, "lines.0.dish_id"),
        ({"lines": [{**LINE, "dish_id": -1}]}, "lines.0.dish_id"),
        ({"lines": [{**LINE, "price_fen": 1}]}, "lines.0.price_fen"),
        ({"lines": [{**LINE, "options": [1, 1]}]}, "lines.0.options"),
        ({"lines": [{**LINE, "note": "x" * 61}]}, "lines.0.note"),
        ({"total_fen": 1}, "total_fen"),
        ({"state": "paid"}, "state"),
        ({"service": "delivery"}, "service"),
        ({"store": "../etc"}, "store"),
        ({"store": 7}, "store"),
        ({"uuid": "1"}, "uuid"),
        ({"uuid": str(uuid.uuid1())}, "uuid"),
        ({"menu_version": "newest"}, "menu_version"),
        ({"service": "dine_in"}, ""),
        ({"service": "dine_in", "table_token": None}, ""),
        ({"table_token": "x" * 257}, "table_token"),
    ],
)
def test_wrong_order_is_refused_by_name(change, path):
    assert problems(OrderRequest, {**ORDER, **change}) == {path}


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"a"', "NaN", "[" * 100_000])
def test_what_is_no_order_is_refused(body):
    with pytest.raises(ValidationError):
        OrderRequest.model_validate_json(body)


def test_query_numbers_come_as_text():
    query = OrdersQuery.model_validate(
        {"limit": "5", "before": "2026-11-22T10:00:00.123456Z"}, strict=False
    )

    assert query.limit == 5
    assert parse_utc(query.before).microsecond == 123456


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "x"},
        {"before": "now"},
        {"before": "0000-01-01T00:00:00Z"},
        {"before": "2026-02-30T00:00:00Z"},
    ],
)
def test_wrong_query_is_refused(query):
    with pytest.raises(ValidationError):
        OrdersQuery.model_validate(query, strict=False)


@given(st.text())
def test_note_is_one_printable_line(text):
    note = clean_note(text)

    assert all(character.isprintable() for character in note)
    assert note == note.strip()


@given(st.datetimes())
def test_time_survives_the_wire(moment):
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    assert parse_utc(format_utc(moment)) == moment
