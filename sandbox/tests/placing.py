"""Short cuts for the tests of faults."""


def state_of(merchant, number):
    return merchant.query(number).json()["trade_state"]


def place(merchant, **changes):
    body = merchant.order_body(**changes)
    return body["out_trade_no"], merchant.create(body).json()["prepay_id"]
