"""SF's numbers and words for what happens to an order."""

from ..states import (
    ACCEPTED,
    ATSHOP,
    CANCELLED,
    DELIVERING,
    DONE,
    FAILED,
    RETURNED,
    RETURNING,
    WAITING,
)

STATUS = {
    WAITING: (1, "订单创建"),
    ACCEPTED: (10, "配送员接单"),
    ATSHOP: (12, "配送员到店"),
    DELIVERING: (15, "配送员配送中"),
    RETURNING: (15, "配送员配送中"),
    DONE: (17, "配送员妥投完单"),
    RETURNED: (17, "物品已退回商家"),
    CANCELLED: (2, "订单取消"),
    FAILED: (2, "订单取消"),
}
SIGNED_FOR, BACK_AT_SHOP = 1, 2
WITHDRAWN, CANCELLING, TROUBLE = 22, 31, 91
# Troubles a rider can report.
TROUBLES = {
    1001: "商家出货慢",
    1007: "更改取货地址",
    2001: "顾客电话无法接通",
    2004: "顾客更改期望送达时间",
    2005: "顾客拒绝签收",
    2008: "顾客不在家",
    2009: "更改送货地址",
    2010: "顾客拒绝实名认证",
    3004: "其他",
    4001: "顾客地址错误",
    4002: "其他异常",
    4003: "物品丢失损坏",
}
