"""SF's words: statuses, categories, exceptions, and how its refusals are told apart.

SF's open platform: https://openic.sf-express.com. There is no public table of error
codes; the texts were seen by several clients. Last seen: November 2026.
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
    CarrierTipRefusedError,
)

PATH = "/open/api/external/"
# Pages for people.
PAGES = "/artascope/cx/receipt/getpage/product/artascope/page/"

CREATED, CANCELLED, DONE = "1", "2", "17"
WITHDRAWN, EXCEPTION = "22", "91"
ACCEPTED = "10"
# The state that each `order_status` stands for; 17 also needs the receipt, 91 is none.
STATE_OF_STATUS = {
    CREATED: states.PENDING,
    CANCELLED: states.CANCELLED,
    ACCEPTED: states.ACCEPTED,
    "12": states.AT_SHOP,
    "14": states.DELIVERING,
    "15": states.DELIVERING,
    DONE: states.DELIVERED,
    # 骑士撤单: the order is back in the pool, it is not cancelled.
    WITHDRAWN: states.PENDING,
    "31": states.CANCELLING,
}
RECEIPT_SIGNED, RECEIPT_RETURNED = "1", "2"
REASSIGNED = "改派"
# The status of a callback that names only its address in the console.
STATUS_OF_ADDRESS = {
    "order_complete": DONE,
    "sf_cancel": CANCELLED,
    "rider_recall": WITHDRAWN,
    "rider_exception": EXCEPTION,
}

# 商家发起取消.
SHOP_CANCELS = "313"
DEFAULT_CANCEL_REASON = neutral.Reason(SHOP_CANCELS, "商家发起取消")
CANCEL_REASONS = (
    DEFAULT_CANCEL_REASON,
    neutral.Reason("303", "顾客取消订单"),
    neutral.Reason("311", "没有骑士接单"),
    neutral.Reason("309", "骑士让我取消"),
    neutral.Reason("300", "其他原因"),
)

# `ex_id` of an exception that a rider reports.
EXCEPTIONS = {
    "1001": "商家出货慢",
    "1007": "更改取货地址",
    "2001": "顾客电话无法接通",
    "2004": "顾客更改期望送达时间",
    "2005": "顾客拒绝签收",
    "2008": "顾客不在家",
    "2009": "更改送货地址",
    "2010": "顾客拒绝实名认证",
    "3004": "其他",
    "4001": "顾客地址错误",
    "4002": "其他异常",
    "4003": "物品丢失损坏",
}

# `product_type` of an order.
CATEGORIES = {
    neutral.MEAL: 21,
    neutral.DRINKS: 32,
    neutral.CAKE: 13,
    neutral.PIZZA: 20,
    neutral.HOTPOT: 35,
    neutral.GROCERIES: 33,
    neutral.OTHER_GOODS: 99,
}

ERROR_OF_CODE = {"3302": CarrierBalanceLowError}
# Of codes without a meaning of their own (1202 and others), the first words that are
# found decide. The order matters: 重复 stands in three of the texts.
ALREADY_CANCELLED = "重复取消"
WORDS_OF_ERROR = (
    (CarrierBalanceLowError, ("余额不足", "预付费", "请及时充值")),
    (CarrierRetryLaterError, ("2s内", "稍后", "频繁")),
    (CarrierCancelRefusedError, (ALREADY_CANCELLED, "不可以取消", "不能取消")),
    (CarrierOutOfRangeError, ("超出配送", "计价规则", "服务时间", "经纬度")),
    (CarrierNotFoundError, ("订单不存在", "未查询到订单", "未找到订单")),
    (CarrierAlreadyExistsError, ("重复",)),
    (CarrierTipRefusedError, ("小费", "感谢费")),
    (
        CarrierConfigurationError,
        ("签名", "开发者", "dev_id", "params.shop_id", "店铺", "授权"),
    ),
    (CarrierInvalidRequestError, ("参数", "不合法")),
    (CarrierRefusedError, ("不允许",)),
)

# How long texts may be.
MAX_NUMBER = 64
MAX_SOURCE = 12
MAX_SEQUENCE = 12
MAX_REMARK = 512
MAX_REASON = 128
MAX_PRODUCT_NAME = 128

API_VERSION = 17
# Coordinates of AMap and Tencent, which are GCJ-02.
GCJ02 = 2
OUR_NUMBER = 2
ALL_FEES = 511
DELIVER_AT = 1
MIN_TIP_FEN = 100
