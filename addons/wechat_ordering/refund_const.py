"""Tables about the refunds that guests ask for. No logic."""

# Every state of a guest's request, with the label staff see.
REQUEST_STATES = [
    ("requested", "To decide"),
    ("checking", "Waiting for approval"),
    ("refunding", "Money on its way"),
    ("refunded", "Refunded"),
    ("refused", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("failed", "Money did not go back"),
]

# Which of them may follow which. ARCHITECTURE.md shows the same as a picture.
REQUEST_MOVES = {
    "requested": {"checking", "refunding", "refused", "withdrawn"},
    # A second person has to agree before the money moves. If they do not, it is to be
    # decided anew: nobody has answered the guest yet.
    "checking": {"refunding", "requested"},
    "refunding": {"refunded", "failed"},
    "failed": {"refunding"},
    "refunded": set(),
    "refused": set(),
    "withdrawn": set(),
}

# What a state of the refund means to the guest's request.
STATE_OF_REFUND = {
    "waiting": "checking",
    "running": "refunding",
    "returned": "refunded",
    "done": "refunded",
    "failed": "failed",
    "refused": "requested",
    "withdrawn": "requested",
}

# A request in one of these is not over: no second one beside it.
OPEN_REQUEST_STATES = ("requested", "checking", "refunding", "failed")

# Why a guest wants money back.
REQUEST_REASONS = [
    ("missing", "Something is missing"),
    ("wrong", "Not what was ordered"),
    ("quality", "Something is wrong with the food"),
    ("slow", "It took too long"),
    ("changed_mind", "No longer wanted"),
    ("other", "Another reason"),
]

# Whoever is refused may ask again, but not for ever.
MAX_REQUESTS_PER_ORDER = 5
# For how many days after ordering a guest can ask on the phone.
REQUEST_DAYS = 30

# Photos of one request: how many, and how they are kept. What has more points than any
# phone's camera is no photo.
MAX_PHOTOS = 3
MAX_PHOTO_PIXELS = 64_000_000
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
PHOTO_SIDE = 1600
PHOTO_QUALITY = 80
# For how many days after a request is over its photos are kept.
PHOTO_DAYS = 180
