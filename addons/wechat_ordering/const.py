"""Tables of the ordering add-on: states, moves, limits. No logic."""

# The states of a diner's order, with the label staff see. The cart is not stored, so
# the first state an order can have is `submitted`.
ORDER_STATES = [
    ("submitted", "Submitted"),
    ("accepted", "Accepted"),
    ("preparing", "Preparing"),
    ("ready", "Ready"),
    ("delivering", "Delivering"),
    ("completed", "Completed"),
    ("cancelled", "Cancelled"),
    ("refunded", "Refunded"),
]

# Who can move an order.
ORDER_ACTORS = [
    ("diner", "Diner"),
    ("staff", "Staff"),
    ("system", "System"),
    ("payment", "Payment"),
    ("kitchen", "Kitchen"),
]

# Every allowed move of an order, and who may make it: `(from, to): actors`.
# ARCHITECTURE.md shows the same table as a picture; a test compares them.
ORDER_MOVES = {
    ("submitted", "accepted"): {"payment", "staff", "system"},
    ("submitted", "cancelled"): {"diner", "staff", "system"},
    ("accepted", "preparing"): {"kitchen", "staff"},
    ("accepted", "ready"): {"kitchen", "staff"},
    ("accepted", "completed"): {"staff", "system"},
    ("accepted", "cancelled"): {"diner", "staff"},
    ("accepted", "refunded"): {"staff", "system"},
    ("preparing", "ready"): {"kitchen", "staff"},
    ("preparing", "completed"): {"staff", "system"},
    ("preparing", "cancelled"): {"staff"},
    ("preparing", "refunded"): {"staff", "system"},
    ("ready", "preparing"): {"kitchen", "staff"},
    ("ready", "delivering"): {"staff", "system"},
    ("ready", "completed"): {"kitchen", "staff", "system"},
    ("ready", "cancelled"): {"staff"},
    ("ready", "refunded"): {"staff", "system"},
    ("delivering", "completed"): {"staff", "system"},
    ("delivering", "refunded"): {"staff", "system"},
    ("completed", "refunded"): {"staff", "system"},
    # Money that comes in for an order that was given up brings it back to life.
    ("cancelled", "accepted"): {"payment"},
    ("cancelled", "refunded"): {"payment", "staff", "system"},
}

# The states in which the kitchen may still have work with the order.
ORDER_OPEN_STATES = ("submitted", "accepted", "preparing", "ready", "delivering")

# How an order is served.
ORDER_SERVICES = [("dine_in", "Dine in"), ("takeaway", "Takeaway")]

# When a store wants its money.
PAY_MODES = [("first", "Before cooking"), ("after", "After the meal")]

# Who accepts an order of a store.
ACCEPT_MODES = [("auto", "By itself"), ("manual", "By hand")]

# Languages the diner API serves.
MENU_LANGUAGES = ("zh_CN", "en_US")

# Widths in pixels of the pictures a phone can ask for.
IMAGE_SIZES = {"s": 120, "m": 360, "l": 750}

# Limits of one order.
MAX_LINES = 60
MAX_QUANTITY = 99
MAX_NOTE = 60

# The time a scanned table stays valid for ordering.
TABLE_TOKEN_SECONDS = 4 * 3600

# How long the tokens of a diner are good.
ACCESS_TOKEN_SECONDS = 2 * 3600
REFRESH_TOKEN_DAYS = 30

# Pictures that diners may see: the model, its field, and the column that says whether
# the record is for them.
IMAGE_KINDS = {
    "dish": ("product.template", "image_1920", "available_in_pos"),
    "logo": ("wechat.store", "logo", "active"),
    "banner": ("wechat.store", "banner", "active"),
}

# Every allowed move of a dish in the kitchen. `recalled` is a dish that has to be made
# again after it had been called ready.
KITCHEN_MOVES = {
    "queued": {"cooking", "ready", "cancelled"},
    "cooking": {"queued", "ready", "cancelled"},
    "ready": {"cooking", "served", "recalled"},
    "served": {"ready", "recalled"},
    "recalled": {"cooking", "ready", "cancelled"},
    "cancelled": set(),
}

# Nothing is left to cook for a dish in one of these states.
KITCHEN_FINISHED_STATES = {"ready", "served", "cancelled"}

# The cooks can still be told not to make a dish in one of these states.
KITCHEN_UNFINISHED_STATES = ("queued", "cooking", "recalled")

# What the kitchen displays hear on the bus. It carries no data: the display asks.
KITCHEN_CHANGED = "KITCHEN_CHANGED"
