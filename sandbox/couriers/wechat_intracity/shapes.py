"""What WeChat's bodies may hold: fen, grammes, GCJ-02 numbers."""

from ..fields import Degrees, Many, Nested, Phone, Text, Url, Whole, flag

CARRIERS = ("DADA", "SFTC")
_GUEST = {
    "wx_store_id": Text(64, required=True),
    "user_name": Text(64, required=True),
    "user_phone": Phone(required=True),
    "user_lng": Degrees(180, required=True),
    "user_lat": Degrees(90, required=True),
    "user_address": Text(256, required=True),
    "use_sandbox": flag(),
}
_CARGO = {
    "cargo_name": Text(64, required=True),
    "cargo_weight": Whole(1, 200_000, required=True),
    "cargo_price": Whole(0, 5_000_00, required=True),
    "cargo_type": Whole(1, 99, required=True),
    "cargo_num": Whole(1, 9999, required=True),
}
_ITEM = {
    "item_name": Text(64, required=True),
    "count": Whole(1, 999, required=True),
    "item_pic_url": Url(),
}
PRICE = {
    **_GUEST,
    "cargo_name": Text(64, required=True),
    "cargo": Nested(_CARGO, required=True),
}
ORDER = {
    **_GUEST,
    "store_order_id": Text(64, required=True),
    "user_openid": Text(64, required=True),
    "order_seq": Text(16, may_be_empty=True),
    "verify_code_type": Text(1, False, "[0-3]", "0 to 3, as a text"),
    "order_detail_path": Text(256, required=True),
    "callback_url": Url(),
    "cargo": Nested({**_CARGO, "item_list": Many(Nested(_ITEM), 200)}),
}
KEY = {
    "wx_order_id": Text(64),
    "wx_store_id": Text(64),
    "store_order_id": Text(64),
}
_ADDRESS = {
    "province": Text(32, required=True),
    "city": Text(32, True, ".+市", "a city's name with 市"),
    "area": Text(32, required=True),
    "street": Text(64, may_be_empty=True),
    "house": Text(128, required=True),
    "lat": Degrees(90, required=True),
    "lng": Degrees(180, required=True),
    "phone": Phone(required=True),
}
STORE = {
    "out_store_id": Text(64, required=True),
    "store_name": Text(64, required=True),
    "order_pattern": Whole(required=False, choices=(1, 2)),
    "service_trans_prefer": Text(8, False, "DADA|SFTC", f"one of {CARRIERS}"),
    "address_info": Nested(_ADDRESS, required=True),
}
LEAST_CHARGE_FEN = 5_000
