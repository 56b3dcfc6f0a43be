"""What Shansong's statuses, riders, times and fees are in neutral words."""

from .. import neutral, states, wire
from ..coordinates import gcj02_from_bd09
from ..neutral import Rider, Times
from . import const

# 取消发起人 1: the customer, which is the shop.
_BY_SHOP = "1"


def state_of(status: str, sub_words: str) -> str | None:
    """Return the state that a status stands for; its sub-status only adds to it."""
    if const.WAY_BACK_WORD in sub_words:
        is_back = const.BACK_WORD in sub_words
        return states.RETURNED if is_back else states.RETURNING
    if status == const.TAKEN and any(word in sub_words for word in const.AT_SHOP_WORDS):
        return states.AT_SHOP
    return const.STATE_OF_STATUS.get(status)


def rider_of(content: dict) -> Rider:
    """Return the rider of an answer or a callback."""
    courier = wire.object_of(content, "courier")
    point = wire.point_of(courier.get("gcj02Lng"), courier.get("gcj02Lat"))
    baidu = wire.point_of(courier.get("longitude"), courier.get("latitude"))
    if point is None and baidu is not None:
        point = gcj02_from_bd09(baidu)
    return Rider(
        wire.text_of(courier.get("id")),
        wire.text_of(courier.get("name")),
        wire.text_of(courier.get("mobile")),
        point,
    )


def times_of(content: dict, status: str) -> tuple[Times, int | None]:
    """Return the times of an order, and when it came to its status."""
    moments = {
        wire.text_of(entry.get("orderStatus")): wire.moment_of(entry.get("updateTime"))
        for entry in wire.objects_of(content.get("statusChangeLog"))
    }
    times = Times(
        created_at=moments.get("20"),
        accepted_at=moments.get("30"),
        picked_up_at=moments.get("40"),
        delivered_at=moments.get("50"),
        cancelled_at=moments.get("60"),
    )
    return times, moments.get(status)


def cancel_fee_of(content: dict) -> int | None:
    """Return what cancelling costs: what is kept, and the way back."""
    kept = wire.fen_of_fen(content.get("deductAmount"))
    way_back = wire.fen_of_fen(content.get("sendBackFee"))
    if kept is None and way_back is None:
        return None
    return (kept or 0) + (way_back or 0)


def cancelled_by(content: dict) -> str:
    """Return who cancelled; empty if nobody did."""
    kind = wire.text_of(content.get("abortType"))
    if kind in {"", "0"}:
        return ""
    return neutral.BY_SHOP if kind == _BY_SHOP else neutral.BY_PLATFORM
