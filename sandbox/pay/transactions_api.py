"""Answers /v3/pay/transactions/* and /v3/pay/partner/transactions/*.

Place for a mini-program (jsapi), for a code to scan (native), for a phone's browser
(h5); query; close.
"""

from urllib.parse import urlencode

from ..web import Response, Route
from . import bodies
from .errors import PayError, param_error
from .fields import parse_body
from .order_view import transaction_view
from .orders import CODE_URL, H5_URL, PREPAY_ID
from .parties import DirectDeals, PartnerDeals

H5_PATH = "/cgi-bin/mmpayweb-bin/checkmweb"
CODE_HEAD = "weixin://wxpay/bizpayurl?pr="


class TransactionsApi:
    """Orders, of merchants who deal themselves and of partners."""

    def __init__(self, world):
        self._world = world
        self._orders = world.orders
        self._deals = (DirectDeals(world), PartnerDeals(world))

    def routes(self):
        """Return the paths answered here."""
        return [route for deals in self._deals for route in self._routes(deals)]

    def _routes(self, deals):
        number = f"{deals.root}/out-trade-no/{{out_trade_no}}"
        by_id = f"{deals.root}/id/{{transaction_id}}"

        def bound(method, *args):
            return lambda request, merchant: method(request, merchant, deals, *args)

        def place(name, trade_type):
            handler = bound(self.place, name, trade_type)
            return Route("POST", f"{deals.root}/{name}", f"pay.{name}", handler)

        return [
            place("jsapi", "JSAPI"),
            place("native", "NATIVE"),
            place("h5", "MWEB"),
            Route("GET", number, "pay.query", bound(self.query_by_number)),
            Route("GET", by_id, "pay.query", bound(self.query_by_id)),
            Route("POST", f"{number}/close", "pay.close", bound(self.close)),
        ]

    def place(self, request, merchant, deals, name, trade_type):
        """Place an order; return what lets the payer pay it."""
        body = parse_body(request.body, bodies.ORDERS[deals.kind][name])
        check_no_query(request)
        party = deals.of_body(body, merchant)
        kind = {"JSAPI": PREPAY_ID, "NATIVE": CODE_URL, "MWEB": H5_URL}[trade_type]
        with self._world.store.transaction():
            order = self._orders.place(party, body, trade_type)
            prepay = self._orders.add_prepay(order, kind)
        self._pay_before_answer(order, f"pay.{name}")
        return Response.json({kind: _way_to_pay(kind, prepay, request)})

    def query_by_number(self, request, merchant, deals):
        """Return an order by the merchant's number."""
        mchid = self._queried(request, merchant, deals)
        number = request.params["out_trade_no"]
        return self._show(self._orders.get(mchid, number), merchant)

    def query_by_id(self, request, merchant, deals):
        """Return a paid order by WeChat's number."""
        mchid = self._queried(request, merchant, deals)
        number = request.params["transaction_id"]
        return self._show(self._orders.get_by_transaction(mchid, number), merchant)

    def close(self, request, merchant, deals):
        """Close an order that nobody paid."""
        body = parse_body(request.body, bodies.ORDERS[deals.kind]["close"])
        check_no_query(request)
        mchid = deals.check_mchids(body, merchant)
        self._orders.close(mchid, request.params["out_trade_no"])
        return Response(204)

    def _queried(self, request, merchant, deals):
        check_query_names(request, deals.query_names)
        return deals.check_mchids(request.query, merchant)

    def _show(self, order, merchant):
        # A sub-merchant's order is its partner's to see.
        if (order["sp_mchid"] or order["mchid"]) != merchant.mchid:
            raise PayError(
                403,
                "NO_AUTH",
                "商户号无权查询该订单",
                issue="another merchant placed this order",
            )
        return Response.json(transaction_view(order))

    def _pay_before_answer(self, order, api):
        number = order["out_trade_no"]
        if self._world.faults.strike(
            ("pay_before_answer",), api=api, out_trade_no=number
        ):
            self._world.payments.pay_and_deliver(order["mchid"], number)


def check_query_names(request, required, optional=()):
    """Raise unless the query has exactly these names."""
    query = request.query
    unknown = sorted(set(query) - {*required, *optional})
    if unknown:
        raise _unknown_parameters(unknown)
    for name in required:
        if name not in query:
            raise param_error(
                name,
                f"缺少必填参数{name}",
                "required query parameter",
                location="query",
            )


def check_no_query(request):
    """Raise if a path that takes no query got one."""
    check_query_names(request, ())


def _way_to_pay(kind, prepay, request):
    if kind == CODE_URL:
        return f"{CODE_HEAD}{prepay}"
    if kind == H5_URL:
        query = urlencode({"prepay_id": prepay, "package": prepay[-10:]})
        return f"{request.base_url}{H5_PATH}?{query}"
    return prepay


def _unknown_parameters(names):
    return PayError(
        400,
        "INVALID_REQUEST",
        "请求中含有未在API文档中定义的参数",
        field=names[0],
        location="query",
        issue=f"unknown query parameters: {names}",
    )
