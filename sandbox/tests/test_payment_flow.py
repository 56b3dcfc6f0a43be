"""From the order to the notification, as it goes when all goes well."""

import json

from .client import new_number


def test_order_is_placed_queried_paid_and_notified(merchant, receiver):
    number = new_number()
    openid = merchant.login("mei")
    body = merchant.order_body(
        number, notify_url=receiver.url, payer={"openid": openid}, attach="table 5"
    )
    created = merchant.create(body)
    merchant.verify(created.headers, created.content)
    prepay_id = created.json()["prepay_id"]
    assert prepay_id.startswith("wx") and len(prepay_id) == 36

    open_order = merchant.query(number).json()
    assert open_order["trade_state"] == "NOTPAY"
    assert "transaction_id" not in open_order

    paid = merchant.pay(prepay_id, openid=openid)
    assert paid == {"result": "requestPayment:ok", "out_trade_no": number}

    [(headers, raw)] = receiver.wait_for(1)
    merchant.verify(headers, raw)
    envelope = json.loads(raw)
    assert envelope["event_type"] == "TRANSACTION.SUCCESS"
    assert envelope["resource_type"] == "encrypt-resource"
    assert envelope["resource"]["original_type"] == "transaction"
    content = merchant.decrypt(envelope["resource"])
    assert content["out_trade_no"] == number
    assert content["mchid"] == merchant.credentials["mchid"]
    assert content["appid"] == merchant.credentials["appid"]
    assert content["attach"] == "table 5"
    assert content["payer"] == {"openid": openid}
    assert content["amount"] == {
        "total": 100,
        "payer_total": 100,
        "currency": "CNY",
        "payer_currency": "CNY",
    }

    queried = merchant.query(number)
    merchant.verify(queried.headers, queried.content)
    assert queried.json() == content
    mchid = merchant.credentials["mchid"]
    by_id = merchant.call(
        "GET", f"/v3/pay/transactions/id/{content['transaction_id']}?mchid={mchid}"
    )
    assert by_id.json() == content


def test_repeated_order_gets_a_fresh_prepay_id_of_the_same_order(merchant):
    body = merchant.order_body()
    first = merchant.create(body).json()["prepay_id"]
    second = merchant.create(body).json()["prepay_id"]

    assert first != second
    assert merchant.pay(first)["result"] == "requestPayment:ok"
    assert merchant.pay(second)["reason"] == "ORDERPAID"


def test_closed_order_answers_signed_204_and_cannot_be_paid(merchant):
    body = merchant.order_body()
    prepay_id = merchant.create(body).json()["prepay_id"]

    closed = merchant.close(body["out_trade_no"])
    assert (closed.status_code, closed.content) == (204, b"")
    merchant.verify(closed.headers, closed.content)
    assert merchant.close(body["out_trade_no"]).status_code == 204
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "CLOSED"
    assert merchant.pay(prepay_id)["reason"] == "ORDER_CLOSED"


def test_paid_order_cannot_be_closed(merchant):
    number = merchant.paid_order()

    refused = merchant.close(number)

    assert refused.status_code == 400
    assert refused.json()["code"] == "ORDERPAID"


def test_cancelled_sheet_leaves_the_order_open(merchant):
    body = merchant.order_body()
    prepay_id = merchant.create(body).json()["prepay_id"]

    assert merchant.pay(prepay_id, outcome="cancel")["result"] == (
        "requestPayment:fail cancel"
    )
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "NOTPAY"
    assert merchant.pay(prepay_id)["result"] == "requestPayment:ok"


def test_ledger_adds_up(merchant):
    numbers = {merchant.paid_order() for _ in range(3)}
    merchant.create()

    ledger = merchant.control("GET", "ledger")

    assert ledger["totals"] == {
        "paid_fen": 300,
        "reversed_fen": 0,
        "refunded_fen": 0,
        "refunding_fen": 0,
    }
    paid = {o["out_trade_no"] for o in ledger["orders"] if o["paid_fen"]}
    assert paid == numbers
    assert len(ledger["orders"]) == 4


def test_order_is_paid_or_expired_from_the_console(merchant, receiver):
    paid = merchant.order_body(notify_url=receiver.url)
    expired = merchant.order_body()
    merchant.create(paid)
    merchant.create(expired)

    def decide(body, action, status=200):
        return merchant.control(
            "POST", "order", status, out_trade_no=body["out_trade_no"], action=action
        )

    assert decide(paid, "pay") == {"trade_state": "SUCCESS"}
    assert decide(expired, "expire") == {"trade_state": "CLOSED"}
    receiver.wait_for(1)
    decide(paid, "expire", 409)
    decide(expired, "pay", 409)
    decide(paid, "dance", 400)


def test_ledger_can_be_cut_but_its_totals_count_all(merchant):
    for _ in range(3):
        newest = merchant.paid_order()

    ledger = merchant.control("GET", "ledger?limit=1")

    assert [order["out_trade_no"] for order in ledger["orders"]] == [newest]
    assert ledger["totals"]["paid_fen"] == 300
