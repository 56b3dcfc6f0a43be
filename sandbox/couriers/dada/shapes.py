"""What Dada's bodies may hold, in Dada's units: yuan, kilogrammes, degrees."""

from ..fields import (
    Degrees,
    Many,
    Nested,
    Phone,
    Text,
    Url,
    Whole,
    flag,
    kilogrammes,
    yuan,
)

_PRODUCT = {
    "sku_name": Text(128, required=True),
    "src_product_no": Text(64, required=True),
    "count": yuan(1, 100_000, required=True),
    "unit": Text(16),
}
ORDER = {
    "shop_no": Text(64, required=True),
    "origin_id": Text(64, required=True),
    "city_code": Text(4, False, r"0\d{2,3}", "a telephone area code"),
    "cargo_price": yuan(0, 5_000_00, required=True),
    "is_prepay": flag(required=True),
    "receiver_name": Text(64, required=True),
    "receiver_address": Text(256, required=True),
    "receiver_lat": Degrees(90, required=True),
    "receiver_lng": Degrees(180, required=True),
    "receiver_phone": Phone(),
    "receiver_tel": Phone(),
    "cargo_weight": kilogrammes(required=True),
    "callback": Url(required=True),
    "tips": yuan(0, 3000, places=1),
    "info": Text(512, may_be_empty=True),
    "cargo_type": Whole(1, 99),
    "cargo_num": Whole(1, 999),
    "invoice_title": Text(128),
    "origin_mark": Text(10),
    "origin_mark_no": Text(30),
    "is_use_insurance": flag(),
    "is_finish_code_needed": flag(),
    "delay_publish_time": Whole(),
    "is_expect_finish_order": flag(),
    "expect_finish_time_limit": Whole(),
    "is_direct_delivery": flag(),
    "product_list": Many(Nested(_PRODUCT), 200),
    "pick_up_pos": Text(64),
    "fetch_code": Text(32),
    "business_type": Whole(1, 2),
    "supplier_name": Text(64),
    "supplier_address": Text(256),
    "supplier_phone": Phone(),
    "supplier_tel": Phone(),
    "supplier_lat": Degrees(90),
    "supplier_lng": Degrees(180),
}
QUOTED = {
    "deliveryNo": Text(64, required=True),
    "enableReset": Whole(0, 1),
    "info": Text(128, may_be_empty=True),
}
ORDER_ID = {"order_id": Text(64, required=True)}
TIP = {
    **ORDER_ID,
    "tips": yuan(100, 3000, places=1, required=True),
    "city_code": Text(4, False, r"0\d{2,3}", "a telephone area code"),
    "info": Text(512, may_be_empty=True),
}
CANCEL = {
    **ORDER_ID,
    "cancel_reason_id": Whole(1, 10000, required=True),
    "cancel_reason": Text(128, may_be_empty=True),
}
COMPLAINT = {**ORDER_ID, "reason_id": Whole(1, 10000, required=True)}
POSITIONS = {"orderIds": Many(Text(64), 50, required=True)}
CATEGORY = {"category": Whole(1, 3, required=True)}
RECHARGE = {
    "amount": yuan(100, 5_000_000, required=True),
    "category": Text(2, True, "PC|H5", "PC or H5"),
    "notify_url": Url(),
}
MESSAGE = {
    "messageType": Whole(required=True, choices=(1,)),
    "messageBody": Text(4000, required=True),
}
MESSAGE_BODY = {
    "orderId": Text(64, required=True),
    "dadaOrderId": Whole(required=True),
    "isConfirm": flag(required=True),
    "imgs": Many(Url(), 5, minimum=0),
    "rejectReason": Text(256, may_be_empty=True),
}
_SHOP = {
    "station_name": Text(64),
    "business": Whole(1, 99),
    "city_name": Text(16),
    "area_name": Text(16),
    "station_address": Text(256),
    "lng": Degrees(180),
    "lat": Degrees(90),
    "contact_name": Text(32),
    "phone": Phone(),
}
NEW_SHOP = {
    **{
        name: type(field)(**{**vars(field), "required": name != "area_name"})
        for name, field in _SHOP.items()
    },
    "origin_shop_id": Text(64),
    "id_card": Text(18),
    "username": Text(32),
    "password": Text(32),
    "settlement_type": Whole(1, 2),
}
SHOP_UPDATE = {
    **_SHOP,
    "origin_shop_id": Text(64, required=True),
    "new_shop_id": Text(64),
    "status": flag(),
}
SHOP_ID = {"origin_shop_id": Text(64, required=True)}
EMPTY = {}
# Kinds of business Dada delivers for.
BUSINESSES = (1, 2, 3, 5, 8, 9, 13, 19, 20, 21, 24, 51)
CANCEL_REASONS = {
    1: "没有配送员接单",
    2: "配送员没来取货",
    3: "配送员态度太差",
    4: "顾客取消订单",
    5: "订单填写错误",
    34: "配送员让我取消此单",
    35: "配送员不愿上门取货",
    36: "我不需要配送了",
    37: "配送员以各种理由表示无法完成订单",
    10000: "其他",
}
OTHER_REASON = 10000
COMPLAINT_REASONS = {
    1: "态度恶劣",
    2: "送餐超时",
    3: "餐品损坏",
    69: "提前点击完成",
    71: "额外收费",
}
