"""Dada's words: statuses, categories, reasons, error codes.

Dada's open platform: https://newopen.imdada.cn. Last seen: November 2026.
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
    CarrierRefusedError,
    CarrierRetryLaterError,
    CarrierTipRefusedError,
    CarrierUnknownError,
)

# The state that each `order_status` stands for.
STATE_OF_STATUS = {
    "1": states.PENDING,  # 待接单
    "2": states.ACCEPTED,  # 待取货
    "3": states.DELIVERING,  # 配送中
    "4": states.DELIVERED,  # 已完成
    "5": states.CANCELLED,  # 已取消
    "6": states.RETURNED,  # 售后取件单送达门店
    "7": states.CANCELLED,  # 已过期 (older accounts)
    "8": states.PENDING,  # 指派单
    "9": states.RETURNING,  # 妥投异常之物品返回中
    "10": states.RETURNED,  # 妥投异常之物品返回完成
    "11": states.RETURNING,  # 返还到店
    "100": states.AT_SHOP,  # 骑士到店
    "1000": states.FAILED,  # 创建失败: Dada's own fault
}
# A rider has given up handing over.
EXCEPTION_STATUSES = frozenset({"9"})

# Who cancelled, by `cancel_from`.
CANCELLED_BY = {
    "1": neutral.BY_RIDER,
    "2": neutral.BY_SHOP,
    "3": neutral.BY_PLATFORM,
}

# `cargo_type` of an order and `business` of a shop.
CATEGORIES = {
    neutral.MEAL: 1,
    neutral.DRINKS: 2,
    neutral.CAKE: 21,
    neutral.PIZZA: 1,
    neutral.HOTPOT: 51,
    neutral.GROCERIES: 9,
    neutral.OTHER_GOODS: 5,
}

# The reason when nobody chose one: 我不需要配送了.
DEFAULT_CANCEL_REASON = neutral.Reason("36", "我不需要配送了")
# The only one that wants words of our own.
OTHER_CANCEL_REASON = "10000"
# An order that is cancelled already: what was wanted.
ALREADY_CANCELLED = "2076"

# What to do about each code. 2073 stands in two places of Dada's tables.
CODES_OF_ERROR = {
    # -1 (系统异常) says nothing of what was done.
    CarrierUnknownError: (-1,),
    CarrierRetryLaterError: (999, 2012, 2047, 2067, 2140, 2455),
    CarrierConfigurationError: (
        *(2001, 2002, 2003, 2004, 2043, 2131, 2132, 2141),
        *range(2400, 2403),
    ),
    CarrierAlreadyExistsError: (
        *(2105, 2063, 2065, 2066, 2130),
        *(2403, 2424, 2428),
    ),
    CarrierQuoteExpiredError: (2062,),
    CarrierNotFoundError: (2005,),
    CarrierOutOfRangeError: (2044, 2079, 2080, 2129, 2138, 2139),
    CarrierBalanceLowError: (2155, 2456, 2045, 2430),
    CarrierCancelRefusedError: (
        *(2050, 2051, 2053, 2073, 2076),
        *range(2457, 2461),
    ),
    CarrierTipRefusedError: (*range(2054, 2060), 2077),
    CarrierRefusedError: (
        # Sending again, appending to a rider, complaining, the shared test shop.
        *(2060, 2061, 2064),
        *(2069, 2070, 2071, 2072, 2074),
        *(2075, 2133, 2134, 2135),
        2420,
    ),
    CarrierInvalidRequestError: (
        *range(1994, 2001),
        2013,
        *(2104, *range(2106, 2129)),
        *(2404, 2405, 2406, 2407),
        *range(2410, 2420),
    ),
}
ERROR_OF_CODE = {
    str(code): error for error, codes in CODES_OF_ERROR.items() for code in codes
}

# The calls of the test world that play the rider.
MOCK_PATHS = {
    states.ACCEPTED: "/api/order/accept",
    states.DELIVERING: "/api/order/fetch",
    states.DELIVERED: "/api/order/finish",
    states.CANCELLED: "/api/order/cancel",
    states.RETURNING: "/api/order/delivery/abnormal/back",
}

# How long texts may be, and how many characters of ours an order number has.
MAX_NUMBER = 30
MAX_INFO = 128
MAX_CHANNEL = 10
MAX_DAILY_NUMBER = 30
MAX_PRODUCT_NAME = 128
MAX_PRODUCT_REFERENCE = 64

# Publishing later: at least, at most, and in whole minutes.
MIN_DELAY_S = 5 * 60
MAX_DELAY_S = 3 * 24 * 3600
MINUTE_S = 60

QUOTE_VALID_S = 180
# Tips have one decimal of a yuan.
TIP_UNIT_FEN = 10
