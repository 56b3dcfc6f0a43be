import pytest

from wechatpay import errors

ANSWERS = [
    (400, "PARAM_ERROR", errors.WechatPayRefusedError, False),
    (400, "INVALID_REQUEST", errors.WechatPayRefusedError, False),
    (400, "APPID_MCHID_NOT_MATCH", errors.WechatPayRefusedError, False),
    (400, "MCH_NOT_EXISTS", errors.WechatPayRefusedError, False),
    (400, "ORDER_CLOSED", errors.WechatPayOrderClosedError, False),
    (400, "ORDERCLOSED", errors.WechatPayOrderClosedError, False),
    (400, "ORDER_REVERSED", errors.WechatPayOrderClosedError, False),
    (400, "ORDERPAID", errors.WechatPayOrderPaidError, False),
    (400, "ORDER_PAID", errors.WechatPayOrderPaidError, False),
    (401, "SIGN_ERROR", errors.WechatPayRefusedError, False),
    (403, "NO_AUTH", errors.WechatPayRefusedError, False),
    (403, "RULE_LIMIT", errors.WechatPayRefusedError, False),
    (403, "TRADE_ERROR", errors.WechatPayRefusedError, False),
    (403, "OUT_TRADE_NO_USED", errors.WechatPayNumberUsedError, False),
    (403, "NOT_ENOUGH", errors.WechatPayNotEnoughError, False),
    (403, "NOTENOUGH", errors.WechatPayNotEnoughError, False),
    (404, "ORDER_NOT_EXIST", errors.WechatPayNotFoundError, False),
    (404, "ORDERNOTEXIST", errors.WechatPayNotFoundError, False),
    (404, "RESOURCE_NOT_EXISTS", errors.WechatPayNotFoundError, False),
    (429, "FREQUENCY_LIMITED", errors.WechatPayBusyError, True),
    (429, "RATELIMIT_EXCEED", errors.WechatPayBusyError, True),
    (429, "RATELIMIT_EXCEEDED", errors.WechatPayBusyError, True),
    (500, "SYSTEM_ERROR", errors.WechatPayBusyError, True),
    (500, "SYSTEMERROR", errors.WechatPayBusyError, True),
    (500, "BANK_ERROR", errors.WechatPayBusyError, True),
    (500, "BANKERROR", errors.WechatPayBusyError, True),
    # The older system answers 500 to what the newer one refuses with 400.
    (500, "OPENID_MISMATCH", errors.WechatPayBusyError, True),
    # No code at all: the status decides.
    (400, "", errors.WechatPayRefusedError, False),
    (429, "", errors.WechatPayBusyError, True),
    (302, "", errors.WechatPayBusyError, True),
    (502, "", errors.WechatPayBusyError, True),
    (503, "SOMETHING_NEW", errors.WechatPayBusyError, True),
    (403, "SOMETHING_NEW", errors.WechatPayRefusedError, False),
]


@pytest.mark.parametrize(("status", "code", "kind", "is_unknown"), ANSWERS)
def test_answer_tells_what_the_caller_can_do(status, code, kind, is_unknown):
    error = errors.error_of_answer(status, {"code": code, "message": "说明"}, "REQ-1")

    assert type(error) is kind
    assert error.is_result_unknown is is_unknown
    assert (error.http_status, error.code) == (status, code)
    assert (error.message, error.request_id) == ("说明", "REQ-1")


@pytest.mark.parametrize("detail", [None, "text", ["list"], 7])
def test_detail_that_is_no_object_is_dropped(detail):
    error = errors.error_of_answer(400, {"code": "PARAM_ERROR", "detail": detail}, "")

    assert error.detail == {}


def test_detail_names_the_wrong_field():
    detail = {"field": "/amount/total", "issue": "too small"}

    error = errors.error_of_answer(400, {"code": "PARAM_ERROR", "detail": detail}, "")

    assert error.detail == detail
