"""Shansong's words: statuses, categories, and how its refusals are told apart.

Shansong's open platform: https://open.ishansong.com/joinGuide. It has no public table
of error codes. Last seen: November 2026.
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

PATH = "/openapi/merchants/v5/"
OK = "200"

WAITING, TAKEN = "20", "30"
STATE_OF_STATUS = {
    WAITING: states.PENDING,  # 派单中
    TAKEN: states.ACCEPTED,  # 待取货
    "40": states.DELIVERING,  # 闪送中
    "50": states.DELIVERED,  # 已完成
    "60": states.CANCELLED,  # 已取消
}
# In the words of the sub-status, whose numbers may grow: the rider stands in the shop;
# the rider has changed.
AT_SHOP_WORDS = ("就位",)
REASSIGNED_WORDS = ("转单", "改派")
# After a cancellation that came after the pickup: the goods are on their way back, or
# there. The status itself is told as 40 by some pages and as 60 by others.
WAY_BACK_WORD, BACK_WORD = "送回", "完成"

# `goodType` of a parcel.
CATEGORIES = {
    neutral.MEAL: 6,
    neutral.DRINKS: 6,
    neutral.CAKE: 5,
    neutral.PIZZA: 6,
    neutral.HOTPOT: 6,
    neutral.GROCERIES: 15,
    neutral.OTHER_GOODS: 10,
}

# What a tip may be, in yuan: 2, 3, 5 and so on.
TIP_STEPS_FEN = (200, 300, 500, 1000, 1500, 2000, 5000, 10000)

ALREADY_CANCELLED = "已取消"
WORDS_OF_ERROR = (
    (CarrierBalanceLowError, ("余额不足", "额度不足", "请充值")),
    (CarrierRetryLaterError, ("频繁", "稍后")),
    (CarrierNotFoundError, ("订单不存在", "未找到订单", "查询不到")),
    (CarrierQuoteExpiredError, ("已过期", "重新计费")),
    (CarrierAlreadyExistsError, ("重复", "已提交", "已支付")),
    (CarrierOutOfRangeError, ("未开通", "超出", "超过最大", "不在服务")),
    (CarrierCancelRefusedError, (ALREADY_CANCELLED, "不能取消", "不可取消", "已完成")),
    (CarrierTipRefusedError, ("加价",)),
    (
        CarrierConfigurationError,
        ("签名", "sign", "clientId", "shopId", "storeId", "商户", "店铺"),
    ),
    (CarrierInvalidRequestError, ("参数", "不能为空", "格式")),
)

MAX_NUMBER = 32
MAX_REMARK = 200
GRAMS_PER_KG = 1000
