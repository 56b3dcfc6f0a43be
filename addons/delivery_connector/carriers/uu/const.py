"""UU's words: statuses and how its refusals are told apart.

UU's open platform: https://open.uupt.com. It has no public table of error codes. Last
seen: November 2026.
"""

from .. import neutral, states
from ..errors import (
    CarrierAlreadyExistsError,
    CarrierBalanceLowError,
    CarrierCancelRefusedError,
    CarrierConfigurationError,
    CarrierInvalidRequestError,
    CarrierNotFoundError,
    CarrierOutOfRangeError,
    CarrierQuoteExpiredError,
    CarrierRetryLaterError,
    CarrierTipRefusedError,
)

PATH = "/openapi/v3/order/"
OK = "1"

# 跑男取消: the order goes back to 1.
RIDER_GAVE_UP = "2"
STATE_OF_STATUS = {
    "1": states.PENDING,
    RIDER_GAVE_UP: states.PENDING,
    "3": states.ACCEPTED,
    "4": states.AT_SHOP,
    "5": states.DELIVERING,
    # At the guest's door.
    "6": states.DELIVERING,
    "10": states.DELIVERED,
    "-1": states.CANCELLED,
    # By customer service, and because nobody accepted.
    "-2": states.CANCELLED,
    "-3": states.CANCELLED,
}
BY_PLATFORM_STATUSES = frozenset({"-2", "-3"})

CANCEL_REASONS = (
    neutral.Reason("1", "不需要配送了"),
    neutral.Reason("2", "顾客取消订单"),
    neutral.Reason("3", "没有骑手接单"),
    neutral.Reason("4", "信息填写错误"),
)

ALREADY_CANCELLED = "已取消"
WORDS_OF_ERROR = (
    (CarrierBalanceLowError, ("余额不足", "请充值")),
    (CarrierRetryLaterError, ("频繁", "稍后")),
    (CarrierAlreadyExistsError, ("重复", "已存在", "已使用")),
    (CarrierQuoteExpiredError, ("priceToken", "重新计算", "重新询价", "价格已过期")),
    (CarrierNotFoundError, ("订单不存在", "未找到订单", "查无此订单")),
    (CarrierOutOfRangeError, ("未开通", "超出", "不在服务", "暂停服务")),
    (
        CarrierCancelRefusedError,
        (ALREADY_CANCELLED, "不能取消", "不可取消"),
    ),
    (CarrierTipRefusedError, ("小费",)),
    (CarrierConfigurationError, ("签名", "openId", "appId", "授权", "应用")),
    (CarrierInvalidRequestError, ("参数", "不能为空", "格式")),
)

FEN_PER_YUAN = 100
MAX_NOTE = 200
MAX_DAILY_NUMBER = 5
MAX_NUMBER = 32
