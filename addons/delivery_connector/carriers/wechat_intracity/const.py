"""WeChat's words: statuses, categories, reasons, error codes.

See https://developers.weixin.qq.com/miniprogram/dev/server/API/weixin-express/
same_city_distribution. Last seen: November 2026.
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
    CarrierRefusedError,
    CarrierRetryLaterError,
    CarrierUnknownError,
)

PATH = "/cgi-bin/express/intracity/"

WITHDRAWN, EXCEPTION = "60000", "90000"
STATE_OF_STATUS = {
    "10000": states.PENDING,
    "20000": states.CANCELLED,  # by the shop
    "20001": states.CANCELLED,  # by the carrier
    "30000": states.ACCEPTED,
    "40000": states.AT_SHOP,
    "50000": states.DELIVERING,
    # 配送员撤单: back in the pool, not cancelled.
    WITHDRAWN: states.PENDING,
    "70000": states.DELIVERED,
}
CANCELLED_BY = {"20000": neutral.BY_SHOP, "20001": neutral.BY_PLATFORM}
STATUS_OF_STATE = {
    states.ACCEPTED: 30000,
    states.AT_SHOP: 40000,
    states.DELIVERING: 50000,
    states.DELIVERED: 70000,
    states.CANCELLED: 20001,
}

CATEGORIES = {
    neutral.MEAL: 1,
    neutral.DRINKS: 32,
    neutral.CAKE: 13,
    neutral.PIZZA: 1,
    neutral.HOTPOT: 1,
    neutral.GROCERIES: 3,
    neutral.OTHER_GOODS: 99,
}

CANCEL_REASONS = (
    neutral.Reason("1", "不需要了"),
    neutral.Reason("2", "信息填错"),
    neutral.Reason("3", "无人接单"),
    neutral.Reason("99", "其他"),
)
ALREADY_CANCELLED = "934018"

# The token is old: nothing was done, and another one may be good.
TOKEN_CODES = frozenset({"40001", "40014", "42001"})
CODES_OF_ERROR = {
    CarrierUnknownError: (-1, 934000, 934999, 934014),
    CarrierRetryLaterError: (45009, 45011),
    CarrierConfigurationError: (
        *(40001, 40013, 40014, 41001, 42001, 48001, 61007),
        *(934003, 934008, 934011, 934012, 934021, 934022, 934023),
    ),
    CarrierAlreadyExistsError: (934002, 934010),
    CarrierNotFoundError: (934016,),
    CarrierOutOfRangeError: (934009, 934019, 934020),
    CarrierBalanceLowError: (934013, 934015),
    CarrierCancelRefusedError: (934017, 934018),
    CarrierInvalidRequestError: (40097, 934001),
    CarrierRefusedError: (934005, 934006, 934007),
}
ERROR_OF_CODE = {
    str(code): error for error, codes in CODES_OF_ERROR.items() for code in codes
}

MAX_NUMBER = 32
MAX_NAME = 64
# Which codes the platform makes: none, for the pickup, for both ends.
PICKUP_CODE, BOTH_CODES = "1", "3"
