"""The moment money moves: the order is paid and its notification planned."""

from .order_view import transaction_view
from .orders import MICROPAY
from .parties import payer_openid


class Payments:
    """Pays orders on behalf of the user's phone."""

    def __init__(self, world):
        self._world = world

    def pay(self, mchid, out_trade_no, user=None):
        """Pay an order and plan its notification, in one transaction.

        :param str user: Who pays an order that anybody may pay (native, H5).
        :raise PayError: If the order is not open any more.
        """
        with self._world.store.transaction():
            order = self._world.orders.get(mchid, out_trade_no)
            openids = None if order["openid"] else self._openids(order, user or "guest")
            order = self._world.orders.pay(mchid, out_trade_no, openids)
            if order["trade_type"] != MICROPAY:
                self._world.notifier.plan(
                    "TRANSACTION.SUCCESS",
                    mchid=order["sp_mchid"] or mchid,
                    out_trade_no=out_trade_no,
                    notify_url=order["notify_url"],
                    content=transaction_view(order),
                )
        self._world.notifier.wake()

    def pay_and_deliver(self, mchid, out_trade_no):
        """Pay an order and wait until the merchant answered the notification."""
        with self._world.store.transaction():
            self.pay(mchid, out_trade_no)
            [row] = self._world.notifier.of_order(out_trade_no)
            self._world.notifier.hold(row)
        self._world.notifier.deliver_now(row)

    def _openids(self, order, user):
        openid = payer_openid(self._world, order["appid"], user)
        if not order["sp_mchid"]:
            return openid, None
        return openid, payer_openid(self._world, order["sp_appid"], user)
