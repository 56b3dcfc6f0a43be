"""Tables and names of this add-on. No logic.

The moves of an order at a courier are those of the protocol package:
`carriers.states.ATTEMPT_MOVES`.
"""

# The shop's own riders are a carrier too: the one that needs no platform.
OWN = "own"

# Where couriers tell what happened; the account's token follows.
CALLBACK_ROUTE = "/delivery/callback"
CALLBACK_TOKEN_BYTES = 24
MAX_CALLBACK_BYTES = 64 * 1024
# What is kept of a callback's headers; none of them is a person's.
CALLBACK_HEADERS = ("Content-Type", "X-App-Id")

# Where a rider of the shop works; the rider's token follows.
RIDER_ROUTE = "/delivery/rider"
RIDER_TOKEN_BYTES = 24
MAX_RIDER_BYTES = 12 * 1024 * 1024
PHOTO_PIXELS = 1600

# Couriers take 30 ASCII characters at most.
MAX_NUMBER = 30

# How often a courier is asked about an order it has not spoken of, by its state.
QUERY_SECONDS = {
    "creating": 30,
    "unknown": 20,
    "pending": 60,
    "accepted": 120,
    "at_shop": 120,
    "delivering": 180,
    "cancelling": 30,
    "returning": 300,
}
# A call that is younger may still be on its way, so "no such order" proves nothing yet.
CREATE_GRACE_SECONDS = 60
# How long the answer to a create is waited for before another courier is called.
UNKNOWN_SECONDS = 300
# The fee of an order that ended is asked for once more.
LAST_QUERY_SECONDS = 600

# Every state of an order at a courier and what people call it.
ATTEMPT_STATES = [
    ("creating", "Being placed"),
    ("unknown", "No answer yet"),
    ("pending", "Waiting for a rider"),
    ("accepted", "Rider on the way to the shop"),
    ("at_shop", "Rider at the shop"),
    ("delivering", "On the way to the guest"),
    ("cancelling", "Being cancelled"),
    ("returning", "Being brought back"),
    ("delivered", "Delivered"),
    ("returned", "Brought back"),
    ("cancelled", "Cancelled"),
    ("failed", "Not taken by the courier"),
]
ATTEMPT_ENDS = ("delivered", "returned", "cancelled", "failed")

# Every state of a delivery, as staff and guests see it.
TASK_STATES = [
    ("stuck", "Needs you"),
    ("waiting", "Not called yet"),
    ("searching", "Looking for a rider"),
    ("accepted", "Rider on the way to the shop"),
    ("at_shop", "Rider at the shop"),
    ("delivering", "On the way to the guest"),
    ("returning", "Being brought back"),
    ("delivered", "Delivered"),
    ("returned", "Brought back"),
    ("cancelled", "Cancelled"),
]
TASK_ENDS = ("delivered", "returned", "cancelled")

# Which state of a delivery may follow which. It follows its bound order at a courier;
# `stuck` is left by a person, or by news of an order that was given up too early.
TASK_MOVES = {
    "waiting": {"searching", "stuck", "cancelled"},
    "searching": {
        "waiting",
        "accepted",
        "at_shop",
        "delivering",
        "returning",
        "stuck",
        "delivered",
        "returned",
        "cancelled",
    },
    "accepted": {
        "searching",
        "at_shop",
        "delivering",
        "returning",
        "stuck",
        "delivered",
        "returned",
        "cancelled",
    },
    "at_shop": {
        "searching",
        "accepted",
        "delivering",
        "returning",
        "stuck",
        "delivered",
        "returned",
        "cancelled",
    },
    "delivering": {
        "searching",
        "accepted",
        "at_shop",
        "returning",
        "stuck",
        "delivered",
        "returned",
        "cancelled",
    },
    "returning": {"delivering", "stuck", "delivered", "returned", "cancelled"},
    "stuck": {
        "waiting",
        "searching",
        "accepted",
        "at_shop",
        "delivering",
        "returning",
        "delivered",
        "returned",
        "cancelled",
    },
    "delivered": set(),
    "returned": set(),
    "cancelled": set(),
}
# What a delivery is called while its order at a courier is in some state.
TASK_STATE_BY_ATTEMPT = {
    "creating": "searching",
    "unknown": "searching",
    "pending": "searching",
    "accepted": "accepted",
    "at_shop": "at_shop",
    "delivering": "delivering",
    "returning": "returning",
    "delivered": "delivered",
    "returned": "returned",
}

# What the history speaks of: both in one list.
HISTORY_STATES = [
    *TASK_STATES,
    ("creating", "Being placed"),
    ("unknown", "No answer yet"),
    ("pending", "Waiting for a rider"),
    ("cancelling", "Being cancelled"),
    ("failed", "Not taken by the courier"),
]

# Where news comes from.
SOURCES = [
    ("callback", "Courier's message"),
    ("query", "Courier's answer"),
    ("rider", "Our rider"),
    ("staff", "Staff"),
    ("engine", "By itself"),
]

# What became of a message.
OUTCOMES = [
    ("applied", "Applied"),
    ("flagged", "Rider reports a problem"),
    ("duplicate", "Known already"),
    ("superseded", "Older than what is known"),
    ("unknown_status", "Not understood"),
    ("conflict", "Contradicts what is known: asked"),
    ("unconfirmed", "Believed only after asking"),
    ("ignored", "Noted"),
    ("unknown_number", "About no order of ours"),
]

# How the next courier is chosen.
CHOICES = [
    ("cheapest", "Cheapest first"),
    ("fastest", "Fastest first"),
    ("fixed", "In the order of the list"),
]
MIN_PATIENCE = 1
MAX_PATIENCE = 15

# Keys whose values never reach a log.
SENSITIVE_KEYS = {
    "address",
    "app_secret",
    "dev_key",
    "dm_mobile",
    "dm_name",
    "operator_name",
    "operator_phone",
    "phone",
    "receiver_address",
    "receiver_name",
    "receiver_phone",
    "signature",
    "user_address",
    "user_name",
    "user_phone",
}

# What a rider is told who is not let off: the food is ready, please bring it.
REFUSAL_REASON = "餐品已备好，请尽快配送"
