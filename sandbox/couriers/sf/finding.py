"""Finds the shops and orders that SF's merchants name, by either number."""

from ..errors import FieldError, RuleError

PATH = "/open/api/external"
# An order can be asked for so long.
MEMORY_S = 60 * 86400


class SfRoom:
    """What SF's endpoints share."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def _shop(self, account, params):
        accounts = self._couriers.accounts
        find = accounts.own_shop if params.get("shop_type") == 2 else accounts.shop
        shop = find(account, params["shop_id"])
        if shop is None:
            raise RuleError("shop", "a shop of this dev_id, by the number of shop_type")
        return shop

    def _order(self, account, params):
        orders, number = self._couriers.orders, params["order_id"]
        if params.get("order_type") == 2:
            for name in ("shop_id", "shop_type"):
                if name not in params:
                    raise FieldError(name, "required with order_type 2")
            order = orders.find(account, number, self._shop(account, params))
        else:
            order = orders.find_by_platform_no(account, number)
        if order is None or order["created_at"] < self._world.clock.now() - MEMORY_S:
            raise RuleError("unknown_order", "an order of the last 60 days")
        return order


def names(order):
    """Return the numbers of an order."""
    return {
        "sf_order_id": order["platform_no"],
        "sf_bill_id": f"B{order['platform_no']}",
        "shop_order_id": order["number"],
    }
