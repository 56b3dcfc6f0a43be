"""The one vocabulary for what becomes of a delivery, whoever carries it out."""

DRAFT = "draft"
QUOTING = "quoting"
QUOTED = "quoted"
CREATING = "creating"
UNKNOWN = "unknown"
PENDING = "pending"
ACCEPTED = "accepted"
AT_SHOP = "at_shop"
DELIVERING = "delivering"
CANCELLING = "cancelling"
RETURNING = "returning"
DELIVERED = "delivered"
RETURNED = "returned"
CANCELLED = "cancelled"
FAILED = "failed"

# How far an order has come. Only platforms' states have a rank: a higher one is news.
RANKS = {
    PENDING: 10,
    ACCEPTED: 20,
    AT_SHOP: 30,
    DELIVERING: 40,
    CANCELLING: 45,
    RETURNING: 50,
    DELIVERED: 90,
    RETURNED: 90,
    CANCELLED: 90,
    FAILED: 90,
}
# No rider has the goods yet: another rider may still take over.
BEFORE_PICKUP = frozenset({PENDING, ACCEPTED, AT_SHOP})
TERMINAL = frozenset({DELIVERED, RETURNED, CANCELLED, FAILED})
# A platform has the order, or may have it.
LIVE = frozenset(
    {
        CREATING,
        UNKNOWN,
        PENDING,
        ACCEPTED,
        AT_SHOP,
        DELIVERING,
        CANCELLING,
        RETURNING,
    }
)

# From each state of an attempt, where it may go. Platforms leave states out, so that
# every later state is one move away; before pickup a rider may be replaced, which leads
# back.
DELIVERY_MOVES = {
    "draft": {"quoting", "creating", "cancelled"},
    "quoting": {"quoted", "draft", "failed", "cancelled"},
    "quoted": {"quoting", "creating", "failed", "cancelled"},
    "creating": {
        "unknown",
        "pending",
        "accepted",
        "at_shop",
        "delivering",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
        # Nothing was sent, or the price changed: it may be quoted again.
        "quoting",
    },
    "unknown": {
        "pending",
        "accepted",
        "at_shop",
        "delivering",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "pending": {
        "unknown",
        "accepted",
        "at_shop",
        "delivering",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "accepted": {
        "unknown",
        "pending",
        "at_shop",
        "delivering",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "at_shop": {
        "unknown",
        "pending",
        "accepted",
        "delivering",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "delivering": {
        "unknown",
        # Only what a query says: the platform took the order from its rider.
        "pending",
        "accepted",
        "at_shop",
        "cancelling",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "cancelling": {
        "unknown",
        # The platform refused to cancel: the delivery goes on where it is.
        "pending",
        "accepted",
        "at_shop",
        "delivering",
        "returning",
        "delivered",
        "returned",
        "cancelled",
        "failed",
    },
    "returning": {"unknown", "delivering", "delivered", "returned", "cancelled"},
    "delivered": set(),
    "returned": set(),
    "cancelled": set(),
    "failed": set(),
}


def is_move(source: str, target: str) -> bool:
    """Return whether an attempt may go from one state to the other."""
    return target in DELIVERY_MOVES[source]
