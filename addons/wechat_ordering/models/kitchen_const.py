"""The life of a dish in the kitchen, as data."""

# The moves a line of a kitchen ticket may make. `recalled` is a dish that the cook
# was told to make again after it had been called ready.
KITCHEN_MOVES = {
    "queued": frozenset({"cooking", "ready", "cancelled"}),
    "cooking": frozenset({"queued", "ready", "cancelled"}),
    "ready": frozenset({"cooking", "served", "recalled"}),
    "served": frozenset({"ready", "recalled"}),
    "recalled": frozenset({"cooking", "ready", "cancelled"}),
    "cancelled": frozenset(),
}

# Nothing is left to do in the kitchen for a line in one of these states.
KITCHEN_FINISHED_STATES = frozenset({"ready", "served", "cancelled"})

# A ticket in one of these states has left the board.
KITCHEN_CLOSED_STATES = frozenset({"served", "cancelled"})

# Event of the bus channel of a shop's kitchens. It carries no data: the display asks.
KITCHEN_CHANGED = "KITCHEN_CHANGED"
