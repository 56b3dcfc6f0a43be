"""What Dada is told of a delivery and of a shop: yuan, kilograms, GCJ-02."""

from .. import wire
from ..errors import CarrierInvalidRequestError, CarrierTipRefusedError
from ..neutral import DeliveryRequest, GoodsLine, Place, Shop
from . import const

_TWO_PLACES = 2


def order(request: DeliveryRequest, *, min_weight_g: int, now: int) -> dict:
    """Return the body of `queryDeliverFee` and `addOrder`, which are the same.

    :raise CarrierInvalidRequestError: If Dada cannot be told so.
    """
    if not request.callback_url:
        raise CarrierInvalidRequestError("Dada wants a callback address")
    parcel = request.parcel
    return {
        "shop_no": request.shop_no,
        "origin_id": wire.check_ascii(request.number, const.MAX_NUMBER),
        "cargo_price": wire.yuan_of_fen(parcel.value_fen),
        "cargo_type": const.CATEGORIES[parcel.kind],
        "cargo_weight": wire.kg_of_g(max(parcel.weight_g, min_weight_g)),
        "cargo_num": max(1, round(sum(line.quantity for line in parcel.lines))),
        # The rider advances nothing.
        "is_prepay": 0,
        "product_list": [_product(n, line) for n, line in enumerate(parcel.lines, 1)],
        "callback": request.callback_url,
        **_receiver(request.dropoff),
        **_wishes(request),
        **_delay(request.call_rider_at, now),
    }


def _receiver(place: Place) -> dict:
    address = wire.cut(f"{place.address} {place.address_detail}", 200)
    receiver = {
        "receiver_name": place.name,
        "receiver_address": address,
        "receiver_lng": place.point.lng,
        "receiver_lat": place.point.lat,
        "city_code": place.city_code,
    }
    if place.phone_extension:
        receiver["receiver_tel"] = f"{place.phone},{place.phone_extension}"
    else:
        receiver["receiver_phone"] = place.phone
    return wire.without_empty(receiver)


def _wishes(request):
    wishes = {
        "info": wire.cut(request.note, const.MAX_INFO),
        "origin_mark": wire.cut(request.channel, const.MAX_CHANNEL),
        "origin_mark_no": wire.cut(request.daily_number, const.MAX_DAILY_NUMBER),
        "is_use_insurance": int(request.is_insured),
        "is_finish_code_needed": int(request.is_finish_code_wanted),
    }
    if request.tip_fen:
        wishes["tips"] = tip_yuan(request.tip_fen)
    return wire.without_empty(wishes)


def _delay(call_rider_at, now):
    if call_rider_at is None:
        return {}
    # Rounded up, so that five minutes ahead remain five.
    minutes = -(-call_rider_at // const.MINUTE_S)
    moment = minutes * const.MINUTE_S
    if not const.MIN_DELAY_S <= moment - now <= const.MAX_DELAY_S:
        raise CarrierInvalidRequestError("Dada waits 5 minutes to 3 days")
    return {"delay_publish_time": moment}


def _product(position: int, line: GoodsLine) -> dict:
    product = {
        "sku_name": wire.cut(line.name, const.MAX_PRODUCT_NAME),
        "src_product_no": wire.cut(
            line.reference or str(position), const.MAX_PRODUCT_REFERENCE
        ),
        "count": round(line.quantity, _TWO_PLACES),
        "unit": line.unit,
    }
    return wire.without_empty(product)


def tip_yuan(fen: int) -> float:
    """Return a tip in yuan, with one decimal.

    :raise CarrierTipRefusedError: If it has two.
    """
    if fen % const.TIP_UNIT_FEN:
        raise CarrierTipRefusedError("Dada takes tips in tenths of a yuan")
    return wire.yuan_of_fen(fen)


def shop(shop: Shop) -> dict:
    """Return a shop: `shop/add` takes a list of them, `shop/update` one."""
    return wire.without_empty(
        {
            "origin_shop_id": shop.number,
            "station_name": shop.name,
            "business": const.CATEGORIES[shop.kind],
            "city_name": shop.place.city,
            "area_name": shop.place.district,
            "station_address": shop.place.address,
            "lng": shop.place.point.lng,
            "lat": shop.place.point.lat,
            "contact_name": shop.contact_name,
            "phone": shop.contact_phone,
        }
    )
