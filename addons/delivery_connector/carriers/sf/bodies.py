"""What SF is told of a delivery: fen, grams, GCJ-02, coordinates as text."""

import math

from .. import wire
from ..errors import CarrierInvalidRequestError, CarrierTipRefusedError
from ..neutral import DeliveryRequest, GoodsLine, Place
from . import const

_MINUTE_S = 60


def quote(request: DeliveryRequest, *, shop_type: int) -> dict:
    """Return the body of `precreateorder`, without the account.

    :raise CarrierTipRefusedError: If the tip is below SF's least.
    """
    place = request.dropoff
    return {
        **_common(request, shop_type),
        **_point(place),
        "user_address": _address(place),
        **wire.without_empty({"city_name": place.city}),
        "weight": max(1, request.parcel.weight_g),
        "product_type": const.CATEGORIES[request.parcel.kind],
        "total_price": request.parcel.value_fen,
    }


def order(request: DeliveryRequest, *, shop_type: int, source: str) -> dict:
    """Return the body of `createorder`, without the account.

    :raise CarrierInvalidRequestError: If SF cannot be told so.
    :raise CarrierTipRefusedError: If the tip is below SF's least.
    """
    if not request.parcel.lines:
        raise CarrierInvalidRequestError("SF wants to know the goods")
    return {
        **_common(request, shop_type),
        "shop_order_id": wire.check_ascii(request.number, const.MAX_NUMBER),
        "order_source": wire.cut(source, const.MAX_SOURCE),
        "order_time": request.ordered_at,
        "version": const.API_VERSION,
        **wire.without_empty(
            {
                "order_sequence": wire.cut(request.daily_number, const.MAX_SEQUENCE),
                "remark": wire.cut(request.note, const.MAX_REMARK),
                "shop_preparation_time": _preparation_min(request),
            }
        ),
        "receive": _receiver(request.dropoff),
        "order_detail": _detail(request.parcel),
    }


def _common(request, shop_type):
    common = {
        "shop_id": request.shop_no,
        "shop_type": shop_type,
        "lbs_type": const.GCJ02,
        # The shop's account pays.
        "pay_type": 1,
        "is_appoint": 0,
        "is_insured": int(request.is_insured),
        "is_person_direct": 0,
        "return_flag": const.ALL_FEES,
    }
    if request.deliver_at is not None:
        common["is_appoint"] = 1
        common["appoint_type"] = const.DELIVER_AT
        common["expect_time"] = request.deliver_at
    if request.is_insured:
        common["declared_value"] = request.parcel.value_fen
    if request.tip_fen:
        common["gratuity_fee"] = tip(request.tip_fen)
    return common


def tip(fen: int) -> int:
    """Return a tip, once it is large enough.

    :raise CarrierTipRefusedError: If it is not.
    """
    if fen < const.MIN_TIP_FEN:
        raise CarrierTipRefusedError("SF takes tips from 1 yuan")
    return fen


def _point(place: Place) -> dict:
    return {"user_lng": str(place.point.lng), "user_lat": str(place.point.lat)}


def _address(place: Place) -> str:
    return wire.cut(f"{place.address} {place.address_detail}", 200)


def _receiver(place: Place) -> dict:
    phone = ",".join(filter(None, (place.phone, place.phone_extension)))
    return {
        "user_name": place.name,
        "user_phone": phone,
        "user_address": _address(place),
        **_point(place),
        **wire.without_empty({"city_name": place.city}),
    }


def _detail(parcel) -> dict:
    products = [_product(line) for line in parcel.lines]
    return {
        "total_price": parcel.value_fen,
        "product_type": const.CATEGORIES[parcel.kind],
        "weight_gram": max(1, parcel.weight_g),
        "product_num": sum(product["product_num"] for product in products),
        "product_type_num": len(products),
        "product_detail": products,
    }


def _product(line: GoodsLine) -> dict:
    return {
        "product_name": wire.cut(line.name, const.MAX_PRODUCT_NAME),
        # Half a portion is a box too.
        "product_num": max(1, math.ceil(line.quantity)),
        "product_price": line.price_fen,
        "product_unit": line.unit,
    }


def _preparation_min(request):
    if request.ready_at is None or request.ready_at <= request.ordered_at:
        return None
    return math.ceil((request.ready_at - request.ordered_at) / _MINUTE_S)
