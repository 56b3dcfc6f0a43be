"""The one vocabulary for what becomes of a delivery, whoever carries it out."""

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

# Which state of an order at a courier may follow which. Platforms leave states out, and
# what was asked of them without an answer may have got anywhere meanwhile. A rider may
# be exchanged, and a platform refuse to cancel, so the states before the end also lead
# back; after the parcel was taken over only on the platform's answer to a question.
# Laid out by hand: a row for each state.
# fmt: off
ATTEMPT_MOVES = {
    "creating": {"unknown", "pending", "accepted", "at_shop", "delivering",
        "cancelling", "returning", "delivered", "returned", "cancelled", "failed"},
    "unknown": {"pending", "accepted", "at_shop", "delivering", "cancelling",
        "returning", "delivered", "returned", "cancelled", "failed"},
    "pending": {"accepted", "at_shop", "delivering", "cancelling", "returning",
        "delivered", "returned", "cancelled", "failed"},
    "accepted": {"pending", "at_shop", "delivering", "cancelling", "returning",
        "delivered", "returned", "cancelled", "failed"},
    "at_shop": {"pending", "accepted", "delivering", "cancelling", "returning",
        "delivered", "returned", "cancelled", "failed"},
    "delivering": {"pending", "accepted", "at_shop", "cancelling", "returning",
        "delivered", "returned", "cancelled", "failed"},
    "cancelling": {"pending", "accepted", "at_shop", "delivering", "returning",
        "delivered", "returned", "cancelled", "failed"},
    "returning": {"delivering", "delivered", "returned", "cancelled"},
    "delivered": set(),
    "returned": set(),
    "cancelled": set(),
    "failed": set(),
}
# fmt: on


def is_move(source: str, target: str) -> bool:
    """Return whether an attempt may go from one state to the other."""
    return target in ATTEMPT_MOVES[source]
