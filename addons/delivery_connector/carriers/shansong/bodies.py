"""What Shansong is told of a delivery: kilograms, fen, Baidu's coordinates as text."""

import math

from .. import wire
from ..coordinates import bd09_from_gcj02
from ..errors import CarrierTipRefusedError
from ..neutral import DeliveryRequest, Place
from . import const

# At once.
_NO_APPOINTMENT = 0


def order(request: DeliveryRequest) -> dict:
    """Return the body of `orderCalculate`; its answer names the order to place."""
    body = {
        "cityName": request.pickup.city or request.dropoff.city,
        "appointType": _NO_APPOINTMENT,
        "sender": _sender(request.pickup),
        "receiverList": [_receiver(request)],
    }
    if request.shop_no:
        body["storeId"] = request.shop_no
    return body


def _sender(place: Place) -> dict:
    point = bd09_from_gcj02(place.point)
    return {
        "fromAddress": place.address,
        "fromAddressDetail": place.address_detail,
        "fromSenderName": place.name,
        "fromMobile": place.phone,
        "fromLatitude": str(point.lat),
        "fromLongitude": str(point.lng),
    }


def _receiver(request: DeliveryRequest) -> dict:
    place, parcel = request.dropoff, request.parcel
    point = bd09_from_gcj02(place.point)
    return wire.without_empty(
        {
            "orderNo": wire.check_ascii(request.number, const.MAX_NUMBER),
            "toAddress": place.address,
            "toAddressDetail": place.address_detail,
            "toReceiverName": place.name,
            "toMobile": place.phone,
            "toLatitude": str(point.lat),
            "toLongitude": str(point.lng),
            "goodType": const.CATEGORIES[parcel.kind],
            "weight": max(1, math.ceil(parcel.weight_g / const.GRAMS_PER_KG)),
            "remarks": wire.cut(request.note, const.MAX_REMARK),
            "orderingSourceNo": request.daily_number,
            "additionFee": _tip(request.tip_fen),
        }
    )


def _tip(fen):
    if fen and fen not in const.TIP_STEPS_FEN:
        raise CarrierTipRefusedError("Shansong takes only certain amounts")
    return fen or None
