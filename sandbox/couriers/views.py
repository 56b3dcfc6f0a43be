"""How the control plane shows accounts, orders and callbacks."""

import json

from ..clock import rfc3339
from .orders import Job
from .riders import rider_of
from .states import ACCEPTED, ATSHOP, DELIVERING, RETURNING, WAITING

_TIMES = (
    "created_at publish_at accepted_at arrived_at picked_at finished_at cancelled_at "
    "ready_at next_at"
).split()
# What somebody may order for an order in a state, beside reporting trouble.
STEPS_OF = {
    WAITING: ("accept", "cancel", "expire", "fail"),
    ACCEPTED: ("arrive", "pickup", "withdraw", "reassign", "cancel"),
    ATSHOP: ("pickup", "withdraw", "reassign", "cancel"),
    DELIVERING: ("deliver", "refuse"),
    RETURNING: ("return",),
}


def order_view(couriers, order):
    """Return an order as tests and the console see it."""
    job, rider = Job.load(order["job"]), rider_of(order)
    shop = couriers.orders.shop_of(order)
    names = (
        "id platform account number run platform_no state fee_fen tip_fen penalty_fen "
        "cancel_from cancel_reason pickup_code finish_code next_action course"
    ).split()
    return {
        **{name: order[name] for name in names},
        "is_auto": bool(order["is_auto"]),
        "shop_no": shop["shop_no"],
        "shop": shop["name"],
        "from": [shop["lng"], shop["lat"]],
        "to": list(job.to),
        "address": job.address,
        "sequence": job.sequence,
        "weight_g": job.weight_g,
        "goods_fen": job.goods_fen,
        "distance_m": json.loads(order["price"])["distance_m"],
        "rider": rider and {"name": rider.name, "phone": rider.phone},
        "position": couriers.rides.position(order),
        "steps": list(STEPS_OF.get(order["state"], ())),
        "charged": couriers.orders.ledger.charged(order["id"]),
        **{name: order[name] and rfc3339(order[name]) for name in _TIMES},
    }


def callback_view(row):
    """Return a callback as tests and the console see it."""
    names = "id event_type state attempts last_result notify_url".split()
    return {
        **{name: row[name] for name in names},
        "number": row["out_trade_no"],
        "order_id": row["order_id"],
        "at": rfc3339(row["created_at"]),
        "content": json.loads(row["content"]),
    }


def account_view(couriers, account):
    """Return an account with its balance, without its secrets."""
    return {
        "platform": account.platform,
        "name": account.name,
        "number": account.number,
        "balance_fen": couriers.orders.ledger.balance(account),
        "shops": [
            {
                name: shop[name]
                for name in ("shop_no", "own_no", "name", "city", "is_open")
            }
            for shop in couriers.accounts.shops(account)
        ],
    }
