"""Orders that any phone may pay: a code to scan, a link to open."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from .client import TIMEOUT_S, new_number

H5_SCENE = {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}


def place_native(merchant, **changes):
    number = new_number()
    answer = merchant.place("native", number=number, **changes)
    assert answer.status_code == 200, answer.text
    return number, answer.json()["code_url"]


def place_h5(merchant, **changes):
    number = new_number()
    answer = merchant.place("h5", number=number, scene_info=H5_SCENE, **changes)
    assert answer.status_code == 200, answer.text
    return number, answer.json()["h5_url"]


PLACED = pytest.mark.parametrize("place", [place_native, place_h5])


@PLACED
def test_order_is_paid_by_whoever_opens_it(merchant, receiver, place):
    number, url = place(merchant, notify_url=receiver.url)

    paid = merchant.control("POST", "open", url=url, user="mei")

    assert paid == {"result": "ok", "out_trade_no": number}
    order = merchant.query(number).json()
    assert order["trade_state"] == "SUCCESS"
    assert order["trade_type"] == {place_native: "NATIVE", place_h5: "MWEB"}[place]
    assert order["payer"]["openid"] == merchant.login("mei")
    [(headers, body)] = receiver.wait_for(1)
    merchant.verify(headers, body)
    assert merchant.decrypt(json.loads(body)["resource"]) == order


def test_unpaid_order_has_no_payer(merchant):
    number, _ = place_native(merchant)

    order = merchant.query(number).json()

    assert (order["trade_state"], order["payer"]) == ("NOTPAY", {})


def test_code_url_is_wechats(merchant):
    _, url = place_native(merchant)

    assert url.startswith("weixin://wxpay/bizpayurl?pr=")


@pytest.mark.parametrize(("place", "life_s"), [(place_native, 7200), (place_h5, 300)])
def test_way_to_pay_lives_its_time(merchant, place, life_s):
    number, url = place(merchant)
    merchant.advance(life_s - 2)
    cancelled = merchant.control("POST", "open", url=url, outcome="cancel")
    merchant.advance(3)

    late = merchant.control("POST", "open", url=url)

    assert cancelled["reason"] == "CANCELLED", "it could still be opened"
    assert (late["result"], late["reason"]) == ("fail", "EXPIRED")
    assert merchant.query(number).json()["trade_state"] == "NOTPAY"


@PLACED
def test_order_is_paid_once(merchant, place):
    number, url = place(merchant)
    merchant.control("POST", "open", url=url)

    again = merchant.control("POST", "open", url=url, user="another")

    assert again == {"result": "fail", "reason": "ORDERPAID", "out_trade_no": number}


def test_closed_order_cannot_be_paid(merchant):
    number, url = place_native(merchant)
    assert merchant.close(number).status_code == 204

    assert merchant.control("POST", "open", url=url)["reason"] == "ORDER_CLOSED"


@pytest.mark.parametrize(
    ("way", "changes", "field"),
    [
        ("native", {"payer": {"openid": "o1"}}, "/payer"),
        ("native", {"scene_info": H5_SCENE}, "/scene_info/h5_info"),
        ("h5", {}, "/scene_info"),
        ("h5", {"scene_info": {"payer_client_ip": "::1"}}, "/scene_info/h5_info"),
        (
            "h5",
            {"scene_info": {"payer_client_ip": "::1", "h5_info": {"type": "web"}}},
            "/scene_info/h5_info/type",
        ),
        (
            "h5",
            {"scene_info": {"h5_info": {"type": "iOS"}}},
            "/scene_info/payer_client_ip",
        ),
    ],
)
def test_body_that_does_not_fit_is_refused(merchant, way, changes, field):
    body = merchant.order_body(**{"payer": None, **changes})

    answer = merchant.place(way, body)

    assert answer.status_code == 400
    assert answer.json()["detail"]["field"] == field


def test_number_of_another_way_to_pay_is_refused(merchant):
    number, _ = place_native(merchant)

    answer = merchant.place("h5", number=number, scene_info=H5_SCENE)

    assert answer.json()["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("url", ["", "https://example.com/", "weixin://other?pr=1"])
def test_address_that_is_none_of_wechats_is_refused(merchant, url):
    merchant.control("POST", "open", 400, url=url)


def test_unknown_code_opens_nothing(merchant):
    url = "weixin://wxpay/bizpayurl?pr=nothing"

    assert merchant.control("POST", "open", url=url)["reason"] == "UNKNOWN"


# --- the page behind an h5_url ---


def form_of(url, **fields):
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return {"prepay_id": query["prepay_id"], **fields}


def post(merchant, url, **fields):
    return requests.post(
        merchant.base_url + urlsplit(url).path,
        data=form_of(url, **fields),
        timeout=TIMEOUT_S,
        allow_redirects=False,
    )


def test_page_shows_the_order_and_takes_the_money(merchant):
    number, url = place_h5(merchant, description="<b>过桥米线</b>")

    page = requests.get(url, timeout=TIMEOUT_S)
    paid = post(merchant, url, outcome="ok")

    assert "&lt;b&gt;过桥米线" in page.text
    assert "¥1.00" in page.text
    assert "支付成功" in paid.text
    assert merchant.query(number).json()["trade_state"] == "SUCCESS"


def test_page_leads_back_to_the_shop(merchant):
    number, url = place_h5(merchant)
    back = "http://127.0.0.1:9/shop?order=1"

    page = requests.get(url, params={"redirect_url": back}, timeout=TIMEOUT_S)
    answer = post(merchant, url, outcome="cancel", redirect_url=back)

    assert back in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert merchant.query(number).json()["trade_state"] == "NOTPAY"


def test_page_leads_nowhere_but_to_the_web(merchant):
    _, url = place_h5(merchant)

    answer = post(merchant, url, outcome="ok", redirect_url="javascript:alert(1)")

    assert answer.status_code == 200


def test_page_of_an_old_link_says_so(merchant):
    _, url = place_h5(merchant)
    merchant.advance(301)

    assert "已过期" in requests.get(url, timeout=TIMEOUT_S).text


def test_page_of_an_unknown_link_is_not_found(merchant):
    _, url = place_h5(merchant)
    url = url.replace("prepay_id=", "prepay_id=x")

    assert requests.get(url, timeout=TIMEOUT_S).status_code == 404
