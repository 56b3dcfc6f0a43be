"""Answers /v3/refund/domestic/refunds: apply and query."""

from ..web import Response, Route
from . import bodies
from .errors import PayError
from .fields import parse_body
from .refunds import refund_view
from .transactions_api import check_no_query

_ROOT = "/v3/refund/domestic/refunds"


class RefundsApi:
    """Refunds of a merchant who deals with WeChat Pay directly."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("POST", _ROOT, "pay.refund", self.apply),
            Route("GET", f"{_ROOT}/{{out_refund_no}}", "pay.refund_query", self.query),
        ]

    def apply(self, request, merchant):
        """Accept a refund; 200 means accepted, not refunded."""
        body = parse_body(request.body, bodies.REFUND)
        check_no_query(request)
        self._refuse_if_ordered(request)
        refund = self._world.refunds.apply(merchant, body)
        self._world.notifier.wake()
        return self._show(refund)

    def query(self, request, merchant):
        """Return a refund by the merchant's refund number."""
        check_no_query(request)
        self._world.refunds.finish_due()
        number = request.params["out_refund_no"]
        refund = self._world.refunds.find(merchant.mchid, number)
        if refund is None:
            raise PayError(
                404,
                "RESOURCE_NOT_EXISTS",
                "退款单不存在",
                field="out_refund_no",
                value=number,
                issue="no refund of this merchant has this number",
            )
        return self._show(refund)

    def _refuse_if_ordered(self, request):
        if self._world.faults.strike(
            ("refund_not_enough",),
            api="pay.refund",
            out_trade_no=request.context["out_trade_no"],
        ):
            raise PayError(
                403,
                "NOT_ENOUGH",
                "基本账户余额不足，请充值后重新发起",
                issue="the merchant's balance; repeat with the same out_refund_no "
                "once it is topped up",
            )

    def _show(self, refund):
        order = self._world.orders.get(refund["mchid"], refund["out_trade_no"])
        return Response.json(refund_view(refund, order))
