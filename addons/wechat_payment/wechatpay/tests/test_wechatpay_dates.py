"""How far the clocks are apart."""

import pytest

from wechatpay.dates import DatedTransport
from wechatpay.transport import Answer

# 2026-11-22 12:00:00 UTC
DATE, TOLD = "Sun, 22 Nov 2026 12:00:00 GMT", 1795348800


def transport_told(moments, headers):
    ticks = iter(moments)
    answer = Answer(200, headers)
    return DatedTransport(lambda *_request: answer, lambda: next(ticks))


@pytest.mark.parametrize(
    ("began", "ended", "offset"),
    [
        (TOLD, TOLD, 0),
        (TOLD + 0.9, TOLD + 3, 0),
        (TOLD - 4, TOLD + 3, 0),
        (TOLD + 400, TOLD + 402, 399),
        (TOLD - 402, TOLD - 400, -400),
    ],
)
def test_distance_of_the_clocks_is_told(began, ended, offset):
    sender = transport_told((began, ended), {"date": DATE})

    assert sender("GET", "https://a/", {}, b"").status == 200

    assert sender.offset == pytest.approx(offset)


@pytest.mark.parametrize("headers", [{}, {"Date": "soon"}, {"Date": ""}])
def test_answer_without_a_date_tells_nothing(headers):
    sender = transport_told((TOLD, TOLD), headers)

    sender("GET", "https://a/", {}, b"")

    assert sender.offset is None


def test_last_distance_is_kept_when_an_answer_tells_none():
    answers = iter([Answer(200, {"DATE": DATE}), Answer(200, {})])
    sender = DatedTransport(lambda *_request: next(answers), lambda: TOLD + 301)

    sender("GET", "https://a/", {}, b"")
    sender("GET", "https://a/", {}, b"")

    assert sender.offset == pytest.approx(300)
