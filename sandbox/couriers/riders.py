"""The riders: who they are and where they are at any moment."""

from dataclasses import dataclass

from .geo import away, between
from .states import ACCEPTED, ATSHOP, DELIVERING, DONE, RETURNED, RETURNING

# How far from the shop a rider is who accepts an order.
START_M = 800


@dataclass(frozen=True)
class Rider:
    """A rider of a platform."""

    number: int
    name: str
    phone: str


RIDERS = tuple(
    Rider(6661 + index, name, f"1390000{index + 1:04d}")
    for index, name in enumerate(
        ("王小路", "李飞", "张一骑", "赵平安", "陈快", "刘准时", "杨雨", "周到")
    )
)


def rider_of(order):
    """Return the rider of an order, or None."""
    return None if order["rider"] is None else RIDERS[order["rider"]]


def next_rider(order):
    """Return the index of the rider who comes next for an order."""
    if order["rider"] is None:
        return order["id"] % len(RIDERS)
    return (order["rider"] + 1) % len(RIDERS)


def start_of(order, shop):
    """Return where a rider stood who accepted an order."""
    direction = (order["rider"] or 0) * 47 % 360
    return away((shop["lng"], shop["lat"]), START_M, direction)


def position_of(order, shop, guest, now):
    """Return where an order's rider is, or None without a rider."""
    if order["rider"] is None:
        return None
    home = (shop["lng"], shop["lat"])
    share = (now - order["leg_at"]) / order["leg_s"] if order["leg_s"] else 1.0
    legs = {
        ACCEPTED: (start_of(order, shop), home),
        ATSHOP: (home, home),
        DELIVERING: (home, guest),
        DONE: (guest, guest),
        RETURNING: (guest, home),
        RETURNED: (home, home),
    }
    one, other = legs.get(order["state"], (home, home))
    return between(one, other, share)
