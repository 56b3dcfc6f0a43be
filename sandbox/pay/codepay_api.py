"""Answers .../codepay and .../reverse, for merchants and for partners."""

from ..web import Response, Route
from . import bodies
from .errors import PayError
from .fields import parse_body
from .order_view import transaction_view
from .parties import DirectDeals, PartnerDeals
from .states import USERPAYING
from .transactions_api import check_no_query


class CodepayApi:
    """Payments by code."""

    def __init__(self, world):
        self._world = world
        self._deals = (DirectDeals(world), PartnerDeals(world))

    def routes(self):
        """Return the paths answered here."""
        return [route for deals in self._deals for route in self._routes(deals)]

    def _routes(self, deals):
        shapes = bodies.ORDERS[deals.kind]

        def submit(request, merchant):
            """Take the money of the payer whose code was scanned."""
            body = parse_body(request.body, shapes["codepay"])
            check_no_query(request)
            order = self._world.codepay.submit(deals, body, merchant)
            return self._show(order)

        def reverse(request, merchant):
            """Take a payment back, or make sure that it never comes."""
            body = parse_body(request.body, shapes["reverse"])
            check_no_query(request)
            mchid = deals.check_mchids(body, merchant)
            number = request.params["out_trade_no"]
            order = self._world.orders.find(mchid, number)
            if order is not None and self._is_busy(order):
                raise userpaying("支付中，不能发起撤销，请稍后重试")
            self._world.codepay.reverse(mchid, number)
            return Response.json({**body, "out_trade_no": number})

        number = f"{deals.root}/out-trade-no/{{out_trade_no}}"
        return [
            Route("POST", f"{deals.root}/codepay", "pay.codepay", submit),
            Route("POST", f"{number}/reverse", "pay.reverse", reverse),
        ]

    def _is_busy(self, order):
        struck = self._world.faults.strike(
            ("reverse_userpaying",),
            api="pay.reverse",
            out_trade_no=order["out_trade_no"],
        )
        return bool(struck) or self._world.codepay.busy(order)

    def _show(self, order):
        if order["state"] != USERPAYING:
            return Response.json(transaction_view(order))
        status = self._world.settings.userpaying_status
        if status == 400:
            raise userpaying("用户支付中，需要输入密码")
        if status == 200:
            return Response.json(transaction_view(order))
        return Response.json({"trade_state": USERPAYING}, status)


def userpaying(message):
    """Return the error that asks to wait for the payer."""
    return PayError(
        400,
        "USERPAYING",
        message,
        issue="the payer is typing the password: wait, then ask again",
    )
