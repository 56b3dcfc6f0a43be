"""Endpoints that only Dada's test system has: they move an order on."""

from ...web import Route
from ..errors import RuleError
from ..fields import Text
from . import shapes

_STEPS = {
    "accept": "accept",
    "fetch": "pickup",
    "finish": "deliver",
    "cancel": "cancel",
    "expire": "expire",
    "delivery/abnormal/back": "refuse",
}


class DadaMockApi:
    """What a developer without riders calls."""

    def __init__(self, world):
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        shape = {**shapes.ORDER_ID, "reason": Text(128, may_be_empty=True)}
        return [
            Route(
                "POST", f"/api/order/{path}", "dada.mock", self.step, {"shape": shape}
            )
            for path in _STEPS
        ]

    def step(self, account, params, request):
        """Let the rider or the platform do what the path says."""
        order = self._couriers.orders.find(account, params["order_id"])
        if order is None:
            raise RuleError("unknown_order", "an order of this merchant")
        self._couriers.rides.step(order, _STEPS[request.path.split("/order/")[1]])
