"""What WeChat is told of a delivery: fen, grams, GCJ-02."""

import math

from .. import wire
from ..errors import CarrierInvalidRequestError
from ..neutral import DeliveryRequest
from . import const


def quote(request: DeliveryRequest, *, is_test: bool) -> dict:
    """Return the body of `preaddorder`.

    :raise CarrierInvalidRequestError: If the order could not be placed afterwards.
    """
    _check_guest(request)
    return {
        **_receiver(request),
        "cargo_name": _cargo_name(request.parcel),
        "cargo": _cargo(request.parcel),
        "use_sandbox": int(is_test),
    }


def order(request: DeliveryRequest, *, is_test: bool) -> dict:
    """Return the body of `addorder`.

    :raise CarrierInvalidRequestError: If it is not known who the guest is in WeChat.
    """
    _check_guest(request)
    items = [
        {"item_name": wire.cut(line.name, const.MAX_NAME), "count": _count(line)}
        for line in request.parcel.lines
    ]
    wants_code = request.is_finish_code_wanted
    return wire.without_empty(
        {
            **_receiver(request),
            "store_order_id": wire.check_ascii(request.number, const.MAX_NUMBER),
            "user_openid": request.guest_account,
            "order_detail_path": request.guest_page,
            "order_seq": request.daily_number,
            "verify_code_type": const.BOTH_CODES if wants_code else const.PICKUP_CODE,
            "callback_url": request.callback_url,
            "cargo": {**_cargo(request.parcel), "item_list": items},
            "use_sandbox": int(is_test),
        }
    )


def _check_guest(request):
    if not (request.guest_account and request.guest_page):
        raise CarrierInvalidRequestError("WeChat wants the guest's openid and page")


def _receiver(request):
    place = request.dropoff
    return {
        "wx_store_id": request.shop_no,
        "user_name": place.name,
        "user_phone": place.phone,
        "user_lng": place.point.lng,
        "user_lat": place.point.lat,
        "user_address": wire.cut(f"{place.address} {place.address_detail}", 200),
    }


def _cargo(parcel):
    return {
        "cargo_name": _cargo_name(parcel),
        "cargo_weight": max(1, parcel.weight_g),
        "cargo_price": parcel.value_fen,
        "cargo_type": const.CATEGORIES[parcel.kind],
        "cargo_num": max(1, sum(_count(line) for line in parcel.lines)),
    }


def _cargo_name(parcel):
    names = "、".join(line.name for line in parcel.lines)
    return wire.cut(names, const.MAX_NAME) or "餐品"


def _count(line):
    return max(1, math.ceil(line.quantity))
