"""What the couriers refuse, in words that each platform turns into its own codes."""


class RuleError(Exception):
    """A request that cannot be followed.

    `reason` is one of :data:`REASONS`; `issue` says in English what was expected.
    """

    def __init__(self, reason, issue):
        super().__init__(f"{reason}: {issue}")
        self.reason = reason
        self.issue = issue


class FieldError(RuleError):
    """A parameter that is missing, unknown, or of the wrong kind or unit."""

    def __init__(self, name, rule):
        super().__init__("parameter", f"{name}: {rule}")
        self.name = name
        self.rule = rule


# Each platform has a code for each of these; a test asks.
REASONS = (
    "parameter",
    "unauthorised",
    "signature",
    "clock",
    "shop",
    "shop_closed",
    "city",
    "point",
    "distance",
    "weight",
    "appointment",
    "duplicate",
    "quote_expired",
    "quote_used",
    "balance",
    "unknown_order",
    "state",
    "cancelled",
    "picked_up",
    "done",
    "tip",
    "reason",
    "too_fast",
)
