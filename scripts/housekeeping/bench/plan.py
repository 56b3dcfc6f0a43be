"""How long a run takes: the whole one, or the quick one for a first look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    :param rounds: How often both sides take turns.
    :param seconds: How long one load lasts.
    :param orders: Orders of ours in one round; the peer gets fewer, being slower.
    """

    rounds: int
    seconds: float
    peer_seconds: float
    orders: int
    peer_orders: int
    callbacks: int
    paid_orders: int
    screens: int


WHOLE = Plan(
    rounds=5,
    seconds=5,
    peer_seconds=10,
    orders=240,
    peer_orders=80,
    callbacks=200,
    paid_orders=40,
    screens=5,
)
QUICK = Plan(
    rounds=2,
    seconds=2,
    peer_seconds=5,
    orders=80,
    peer_orders=32,
    callbacks=80,
    paid_orders=16,
    screens=3,
)
