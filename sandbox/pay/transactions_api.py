"""Answers /v3/pay/transactions/*: place, query, close."""

from ..web import Response, Route
from . import bodies
from .errors import PayError, param_error
from .fields import parse_body
from .orders import transaction_view

_ROOT = "/v3/pay/transactions"


class TransactionsApi:
    """Orders of a merchant who deals with WeChat Pay directly."""

    def __init__(self, world):
        self._world = world
        self._orders = world.orders

    def routes(self):
        """Return the paths answered here."""
        number = f"{_ROOT}/out-trade-no/{{out_trade_no}}"
        return [
            Route("POST", f"{_ROOT}/jsapi", "pay.jsapi", self.place_jsapi),
            Route("GET", number, "pay.query", self.query_by_number),
            Route(
                "GET", f"{_ROOT}/id/{{transaction_id}}", "pay.query", self.query_by_id
            ),
            Route("POST", f"{number}/close", "pay.close", self.close),
        ]

    def place_jsapi(self, request, merchant):
        """Place an order for a mini-program or an official account."""
        body = parse_body(request.body, bodies.JSAPI_ORDER)
        check_no_query(request)
        check_merchant(merchant, body["mchid"])
        self._check_app(merchant, body["appid"])
        self._check_payer(body["appid"], body["payer"]["openid"])
        with self._world.store.transaction():
            order = self._orders.place(body, "JSAPI")
            prepay_id = self._orders.add_prepay(order)
        self._pay_before_answer(order)
        return Response.json({"prepay_id": prepay_id})

    def query_by_number(self, request, merchant):
        """Return an order by the merchant's number."""
        check_mchid_query(request, merchant)
        number = request.params["out_trade_no"]
        return Response.json(transaction_view(self._orders.get(merchant.mchid, number)))

    def query_by_id(self, request, merchant):
        """Return a paid order by WeChat's number."""
        check_mchid_query(request, merchant)
        number = request.params["transaction_id"]
        order = self._orders.get_by_transaction(merchant.mchid, number)
        return Response.json(transaction_view(order))

    def close(self, request, merchant):
        """Close an order that nobody paid."""
        body = parse_body(request.body, bodies.CLOSE)
        check_no_query(request)
        check_merchant(merchant, body["mchid"])
        self._orders.close(merchant.mchid, request.params["out_trade_no"])
        return Response(204)

    def _pay_before_answer(self, order):
        number = order["out_trade_no"]
        if self._world.faults.strike(
            ("pay_before_answer",), api="pay.jsapi", out_trade_no=number
        ):
            self._world.payments.pay_and_deliver(order["mchid"], number)

    def _check_app(self, merchant, appid):
        if appid not in merchant.appids:
            raise PayError(
                400,
                "APPID_MCHID_NOT_MATCH",
                "商户号和appid不匹配",
                field="/appid",
                value=appid,
                location="body",
                issue=f"apps bound to this merchant: {list(merchant.appids)}",
            )

    def _check_payer(self, appid, openid):
        known = self._world.users.find(appid, openid)
        if known is None:
            raise param_error(
                "/payer/openid",
                "无效的openid",
                "this app never saw this openid: log the user in first",
                openid,
            )


def check_merchant(merchant, mchid):
    """Raise unless the body names the merchant who signed."""
    if mchid != merchant.mchid:
        raise param_error(
            "/mchid",
            "商户号与签名商户不一致",
            f"mchid must be the one that signed: {merchant.mchid}",
            mchid,
        )


def check_mchid_query(request, merchant):
    """Raise unless the query is `mchid=` of the merchant who signed, alone."""
    query = request.query
    unknown = sorted(set(query) - {"mchid"})
    if unknown:
        raise _unknown_parameters(unknown)
    if "mchid" not in query:
        raise param_error(
            "mchid", "缺少必填参数mchid", "required query parameter", location="query"
        )
    check_merchant(merchant, query["mchid"])


def check_no_query(request):
    """Raise if a path that takes no query got one."""
    if request.query:
        raise _unknown_parameters(sorted(request.query))


def _unknown_parameters(names):
    return PayError(
        400,
        "INVALID_REQUEST",
        "请求中含有未在API文档中定义的参数",
        field=names[0],
        location="query",
        issue=f"unknown query parameters: {names}",
    )
