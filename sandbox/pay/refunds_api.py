"""Answers /v3/refund/domestic/refunds: apply, query, help an abnormal one."""

from ..merchants import PARTNER
from ..web import Response, Route
from . import bodies
from .errors import PayError, param_error
from .fields import parse_body
from .parties import check_sub
from .refund_view import refund_view
from .refunds import not_enough
from .transactions_api import check_no_query, check_query_names

_ROOT = "/v3/refund/domestic/refunds"


class RefundsApi:
    """Refunds, of merchants who deal themselves and of partners."""

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
        mchid = owner_of(self._world, merchant, body, "body")
        self._refuse_if_ordered(request)
        refund = self._world.refunds.apply(mchid, body)
        self._world.notifier.wake()
        return self._show(refund)

    def query(self, request, merchant):
        """Return a refund by the merchant's refund number."""
        names = ("sub_mchid",) if merchant.kind == PARTNER else ()
        check_query_names(request, names)
        mchid = owner_of(self._world, merchant, request.query, "query")
        self._world.refunds.finish_due()
        number = request.params["out_refund_no"]
        refund = self._world.refunds.find(mchid, number)
        if refund is None:
            raise refund_not_exist("out_refund_no", number)
        return self._show(refund)

    def _refuse_if_ordered(self, request):
        if self._world.faults.strike(
            ("refund_not_enough",),
            api="pay.refund",
            out_trade_no=request.context["out_trade_no"],
        ):
            raise not_enough("as ordered")

    def _show(self, refund):
        order = self._world.orders.get(refund["mchid"], refund["out_trade_no"])
        return Response.json(refund_view(refund, order))


def owner_of(world, merchant, names, location):
    """Return the merchant whose money a request is about.

    :param dict names: Where a partner says `sub_mchid`.
    :raise PayError: If a partner does not say it, or another merchant does.
    """
    sub_mchid = names.get("sub_mchid")
    if merchant.kind != PARTNER:
        if sub_mchid is not None:
            raise param_error(
                "/sub_mchid",
                "直连商户无需填写sub_mchid",
                "only a partner names a sub-merchant",
                sub_mchid,
                location,
            )
        return merchant.mchid
    if sub_mchid is None:
        raise param_error(
            "/sub_mchid",
            "服务商模式下sub_mchid必填",
            "required field is missing",
            location=location,
        )
    return check_sub(world, merchant, sub_mchid)


def refund_not_exist(field, value):
    """Return the error for a refund WeChat Pay never heard of."""
    return PayError(
        404,
        "RESOURCE_NOT_EXISTS",
        "退款单不存在",
        field=field,
        value=value,
        issue="no refund of this merchant has this number",
    )
