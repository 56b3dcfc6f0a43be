"""What SF bodies may hold, in SF units: fen, grammes, seconds, degrees as texts."""

from ..fields import Degrees, Many, Nested, Phone, Text, Whole, flag

PRODUCT_TYPES = (1, 6, 8, 13, 20, 21, 32, 33, 34, 35, 99)
# Version of the interface a client must name.
VERSIONS = (17, 19)
TIP_MIN_FEN = 100
_MOST_FEN, _MOST_G = 5_000_00, 200_000
_SHOP = {
    "shop_id": Text(64, required=True),
    "shop_type": Whole(required=False, choices=(1, 2)),
}
# Of a platform's developer, who names the shop in each order.
_SENDER = Nested(
    {
        "shop_name": Text(64, required=True),
        "shop_phone": Phone(required=True),
        "shop_address": Text(256, required=True),
        "shop_lng": Degrees(180, required=True, as_text=True),
        "shop_lat": Degrees(90, required=True, as_text=True),
    }
)
_COMMON = {
    **_SHOP,
    "is_appoint": flag(required=True),
    "appoint_type": Whole(required=False, choices=(1, 2)),
    "expect_time": Whole(),
    "lbs_type": Whole(required=False, choices=(1, 2)),
    "pay_type": Whole(required=True, choices=(1,)),
    "receive_user_money": Whole(0, _MOST_FEN),
    "is_insured": flag(required=True),
    "is_person_direct": flag(required=True),
    "vehicle": Whole(0, 2),
    "declared_value": Whole(0, _MOST_FEN),
    "gratuity_fee": Whole(TIP_MIN_FEN, 20_000),
    "rider_pick_method": Whole(0, 9),
    "return_flag": Whole(0, 511),
    "shop": _SENDER,
}
QUOTE = {
    **_COMMON,
    "user_lng": Degrees(180, required=True, as_text=True),
    "user_lat": Degrees(90, required=True, as_text=True),
    "user_address": Text(256, required=True),
    "city_name": Text(32),
    "weight": Whole(1, _MOST_G, required=True),
    "product_type": Whole(required=True, choices=PRODUCT_TYPES),
    "total_price": Whole(0, _MOST_FEN),
}
_PRODUCT = {
    "product_name": Text(128, required=True),
    "product_num": Whole(1, 999, required=True),
    "product_price": Whole(0, _MOST_FEN),
    "product_unit": Text(16),
    "product_id": Text(64),
    "item_id": Text(64),
}
CREATE = {
    **_COMMON,
    "shop_order_id": Text(64, required=True),
    "order_source": Text(12, required=True),
    "order_sequence": Text(12),
    "order_time": Whole(required=True),
    "remark": Text(512, may_be_empty=True),
    "version": Whole(required=True, choices=VERSIONS),
    "shop_preparation_time": Whole(0, 600),
    "shop_expect_time": Whole(),
    "receive": Nested(
        {
            "user_name": Text(64, required=True),
            "user_phone": Phone(required=True),
            "user_address": Text(256, required=True),
            "user_lng": Degrees(180, required=True, as_text=True),
            "user_lat": Degrees(90, required=True, as_text=True),
            "city_name": Text(32),
        },
        required=True,
    ),
    "order_detail": Nested(
        {
            "total_price": Whole(0, _MOST_FEN, required=True),
            "product_type": Whole(required=True, choices=PRODUCT_TYPES),
            "user_money": Whole(0, _MOST_FEN),
            "shop_money": Whole(0, _MOST_FEN),
            "weight_gram": Whole(1, _MOST_G, required=True),
            "volume_litre": Whole(0, 1000),
            "delivery_money": Whole(0, _MOST_FEN),
            "product_num": Whole(1, 9999, required=True),
            "product_type_num": Whole(1, 999, required=True),
            "product_detail": Many(Nested(_PRODUCT), 200, required=True),
        },
        required=True,
    ),
}
ORDER_ID = {
    "order_id": Text(64, required=True),
    "order_type": Whole(required=False, choices=(1, 2)),
    "shop_id": Text(64),
    "shop_type": Whole(required=False, choices=(1, 2)),
}
CANCEL = {
    **ORDER_ID,
    "cancel_code": Whole(1, 9999),
    "cancel_reason": Text(128, may_be_empty=True),
}
TIP = {
    **ORDER_ID,
    "gratuity_fee": Whole(TIP_MIN_FEN, 20_000, required=True),
    "serial_number": Text(64),
}
SHOP = dict(_SHOP)
EMPTY = {}
CANCEL_CODES = {
    300: "其他原因",
    303: "顾客取消订单",
    309: "骑士让我取消",
    311: "没有骑士接单",
    313: "商家发起取消",
}
