"""The table of the operations of the diner API.

Routes are made from it (`controllers/`), and so is `openapi.json`: what is not in
this table does not exist, and what is in it is documented.
"""

from typing import Any

from . import fapiao, member, menu, order, prefetch, refund, store
from .base import NoFields, View
from .operation import Limit, Operation

BASKET_ERRORS = (
    "not_found",
    "table_expired",
    "store_closed",
    "off_hours",
    "sold_out",
    "not_on_menu",
    "invalid_option",
    "combo_rule",
)

LOGIN_LIMIT = Limit("login", "address", burst=60, per_minute=120)
SCAN_LIMIT = Limit("scan", "address", burst=60, per_minute=120)
# WeChat's servers ask for all diners, from a few addresses.
PREFETCH_LIMIT = Limit("prefetch", "address", burst=600, per_minute=6000)
QUOTE_LIMIT = Limit("quote", "member", burst=30, per_minute=120)
ORDER_LIMIT = Limit("order", "member", burst=10, per_minute=20)
REFUND_LIMIT = Limit("refund", "member", burst=5, per_minute=10)
FAPIAO_LIMIT = Limit("fapiao", "member", burst=5, per_minute=10)
PHOTO_LIMIT = Limit("photo", "member", burst=6, per_minute=6)
PAY_LIMIT = Limit("pay", "member", burst=20, per_minute=60)


class OpenApiDocument(View):
    """An OpenAPI 3.1 document."""

    model_config = {"extra": "allow"}

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]
    components: dict[str, Any]


LOGIN = Operation(
    id="login",
    method="POST",
    path="/login",
    summary="Exchange the code of wx.login() for tokens",
    description="The openid alone suffices: no phone number, no profile is asked for.",
    body=member.LoginRequest,
    answers={200: member.LoginView},
    errors=("login_failed", "wechat_unavailable"),
    limit=LOGIN_LIMIT,
    tags=("member",),
)
REFRESH_TOKEN = Operation(
    id="refreshToken",
    method="POST",
    path="/token",
    summary="Exchange a refresh token for new tokens",
    description="Each refresh token is good for one exchange. Presenting a used one "
    "revokes all tokens that descend from the same login.",
    body=member.RefreshRequest,
    answers={200: member.LoginView},
    errors=("token_invalid",),
    limit=LOGIN_LIMIT,
    tags=("member",),
)
LIST_STORES = Operation(
    id="listStores",
    method="GET",
    path="/stores",
    summary="List the stores",
    query=store.StoresQuery,
    answers={200: store.StoresView},
    is_readonly=True,
    tags=("store",),
)
GET_STORE = Operation(
    id="getStore",
    method="GET",
    path="/stores/{code}",
    summary="Get a store",
    answers={200: store.StoreView},
    errors=("not_found",),
    is_readonly=True,
    tags=("store",),
)
SCAN_TABLE = Operation(
    id="scanTable",
    method="GET",
    path="/tables/{code}",
    summary="Get the table and the store of a scanned code",
    answers={200: store.ScanView},
    errors=("not_found", "table_not_found"),
    limit=SCAN_LIMIT,
    tags=("store",),
)
PREFETCH = Operation(
    id="prefetch",
    method="GET",
    path="/prefetch",
    summary="Get table and menu for a mini-program that is being started",
    description="WeChat's servers call it before the app runs (data pre-fetch); its "
    "address is entered in WeChat's console.",
    query=prefetch.PrefetchQuery,
    answers={200: prefetch.PrefetchView},
    errors=("not_found",),
    limit=PREFETCH_LIMIT,
    tags=("store",),
)
GET_MENU = Operation(
    id="getMenu",
    method="GET",
    path="/stores/{code}/menu/{lang}",
    summary="Get the current menu",
    description="Revalidate with `If-None-Match`; the ETag is the menu's version.",
    answers={200: menu.MenuView, 304: None},
    errors=("not_found",),
    is_readonly=True,
    has_etag=True,
    tags=("menu",),
)
GET_MENU_VERSION = Operation(
    id="getMenuVersion",
    method="GET",
    path="/stores/{code}/menu/{lang}/{version}",
    summary="Get one version of the menu, which never changes",
    answers={200: menu.MenuView, 304: None},
    errors=("not_found",),
    is_readonly=True,
    has_etag=True,
    tags=("menu",),
)
GET_AVAILABILITY = Operation(
    id="getAvailability",
    method="GET",
    path="/stores/{code}/availability",
    summary="Get what cannot be had right now, and what is running out",
    answers={200: menu.AvailabilityView},
    errors=("not_found",),
    is_readonly=True,
    tags=("menu",),
)
QUOTE = Operation(
    id="quote",
    method="POST",
    path="/quotes",
    summary="Price a basket",
    body=order.QuoteRequest,
    answers={200: order.QuoteView},
    errors=BASKET_ERRORS,
    is_diner=True,
    limit=QUOTE_LIMIT,
    tags=("order",),
)
PLACE_ORDER = Operation(
    id="placeOrder",
    method="POST",
    path="/orders",
    summary="Place an order",
    description="Repeating the call with the same `uuid` and content answers the "
    "first order with 200: a phone that lost its connection cannot know whether the "
    "kitchen already has it.",
    body=order.OrderRequest,
    answers={201: order.OrderView, 200: order.OrderView},
    errors=(*BASKET_ERRORS, "menu_changed", "uuid_reused", "forbidden"),
    is_diner=True,
    has_etag=True,
    limit=ORDER_LIMIT,
    tags=("order",),
)
LIST_ORDERS = Operation(
    id="listOrders",
    method="GET",
    path="/orders",
    summary="List the diner's orders, latest first",
    query=order.OrdersQuery,
    answers={200: order.OrdersView},
    is_diner=True,
    is_readonly=True,
    tags=("order",),
)
GET_ORDER = Operation(
    id="getOrder",
    method="GET",
    path="/orders/{uuid}",
    summary="Get an order",
    description="Poll it with `If-None-Match`; the ETag changes with every change "
    "the diner can see.",
    answers={200: order.OrderView, 304: None},
    errors=("not_found",),
    is_diner=True,
    is_readonly=True,
    has_etag=True,
    tags=("order",),
)
GET_PAID_ORDER = Operation(
    id="getPaidOrder",
    method="GET",
    path="/payments/{number}/order",
    summary="Get the order that the diner paid with this number",
    description="WeChat's own list of orders knows the number of the payment "
    "(`out_trade_no`) only.",
    answers={200: order.OrderView, 304: None},
    errors=("not_found",),
    is_diner=True,
    is_readonly=True,
    has_etag=True,
    tags=("order",),
)
PAY_ORDER = Operation(
    id="payOrder",
    method="POST",
    path="/orders/{uuid}/pay",
    summary="Get the arguments of wx.requestPayment()",
    description="Repeating the call pays the same order with the same number at "
    "WeChat: it cannot charge twice.",
    body=NoFields,
    answers={200: order.PayView},
    errors=("not_found", "order_not_payable", "wechat_unavailable"),
    is_diner=True,
    limit=PAY_LIMIT,
    tags=("payment",),
)
CHECK_PAYMENT = Operation(
    id="checkPayment",
    method="POST",
    path="/orders/{uuid}/check-payment",
    summary="Ask WeChat whether the order is paid",
    description="Call it once when wx.requestPayment() returns, whatever it says. "
    "WeChat is asked at most once in 2 seconds for an order.",
    body=NoFields,
    answers={200: order.CheckedOrderView},
    errors=("not_found", "wechat_unavailable"),
    is_diner=True,
    has_etag=True,
    limit=PAY_LIMIT,
    tags=("payment",),
)
GET_PAYMENT_PROOF = Operation(
    id="getPaymentProof",
    method="GET",
    path="/orders/{uuid}/payment-proof",
    summary="Get the link to the proof of what the diner paid for the order",
    description="The PDF is fetched from the path without a token; the link ends after "
    "an hour. 404 until the money came, and for everybody who did not pay.",
    answers={200: order.PaymentProofView},
    errors=("not_found",),
    is_diner=True,
    is_readonly=True,
    tags=("payment",),
)
CANCEL_ORDER = Operation(
    id="cancelOrder",
    method="POST",
    path="/orders/{uuid}/cancel",
    summary="Cancel an order that the kitchen has not begun",
    body=NoFields,
    answers={200: order.OrderView},
    errors=("not_found", "order_not_cancellable", "wechat_unavailable"),
    is_diner=True,
    has_etag=True,
    limit=PAY_LIMIT,
    tags=("order",),
)
GET_REFUND = Operation(
    id="getRefund",
    method="GET",
    path="/orders/{uuid}/refund",
    summary="Get the refunds of an order, and what can be asked for",
    answers={200: refund.RefundView},
    errors=("not_found",),
    is_diner=True,
    is_readonly=True,
    tags=("refund",),
)
REQUEST_REFUND = Operation(
    id="requestRefund",
    method="POST",
    path="/orders/{uuid}/refund-requests",
    summary="Ask for money back",
    description="Repeating the call with the same `uuid` answers the first request "
    "with 200. The restaurant decides; the refunds of the order tell what it said.",
    body=refund.RefundRequest,
    answers={201: refund.RefundView, 200: refund.RefundView},
    errors=("not_found", "refund_not_possible", "uuid_reused"),
    is_diner=True,
    limit=REFUND_LIMIT,
    tags=("refund",),
)
ADD_REFUND_PHOTO = Operation(
    id="addRefundPhoto",
    method="POST",
    path="/refund-requests/{uuid}/photos",
    summary="Add a photo to a request for money back",
    description="Only the restaurant sees it. Sending the same picture again changes "
    "nothing. At most three, before the restaurant decides.",
    upload_bytes=refund.MAX_PHOTO_BYTES,
    answers={200: refund.RefundView},
    errors=("not_found", "photo_invalid", "refund_not_possible"),
    is_diner=True,
    limit=PHOTO_LIMIT,
    tags=("refund",),
)
WITHDRAW_REFUND = Operation(
    id="withdrawRefund",
    method="POST",
    path="/refund-requests/{uuid}/withdraw",
    summary="Take a request for money back before the restaurant decides",
    body=NoFields,
    answers={200: refund.RefundView},
    errors=("not_found", "refund_not_possible"),
    is_diner=True,
    limit=REFUND_LIMIT,
    tags=("refund",),
)
GET_FAPIAO = Operation(
    id="getFapiao",
    method="GET",
    path="/orders/{uuid}/fapiao",
    summary="Get the fapiao (invoice) of an order, and whether one can be asked for",
    answers={200: fapiao.FapiaoView},
    errors=("not_found",),
    is_diner=True,
    is_readonly=True,
    tags=("fapiao",),
)
REQUEST_FAPIAO = Operation(
    id="requestFapiao",
    method="POST",
    path="/orders/{uuid}/fapiao",
    summary="Ask for a fapiao, or correct what it is to say",
    description="Before it is issued, asking again corrects the request.",
    body=fapiao.FapiaoRequest,
    answers={200: fapiao.FapiaoView},
    errors=("not_found", "fapiao_not_possible", "fapiao_invalid"),
    is_diner=True,
    limit=FAPIAO_LIMIT,
    tags=("fapiao",),
)
WITHDRAW_FAPIAO = Operation(
    id="withdrawFapiao",
    method="POST",
    path="/orders/{uuid}/fapiao/withdraw",
    summary="Take a request for a fapiao back before it is issued",
    body=NoFields,
    answers={200: fapiao.FapiaoView},
    errors=("not_found", "fapiao_not_possible"),
    is_diner=True,
    limit=FAPIAO_LIMIT,
    tags=("fapiao",),
)
GET_OPENAPI = Operation(
    id="getOpenapi",
    method="GET",
    path="/openapi.json",
    summary="Get this description",
    answers={200: OpenApiDocument, 304: None},
    is_readonly=True,
    has_etag=True,
    tags=("description",),
)

OPERATIONS = (
    LOGIN,
    REFRESH_TOKEN,
    LIST_STORES,
    GET_STORE,
    SCAN_TABLE,
    PREFETCH,
    GET_MENU,
    GET_MENU_VERSION,
    GET_AVAILABILITY,
    QUOTE,
    PLACE_ORDER,
    LIST_ORDERS,
    GET_ORDER,
    GET_PAID_ORDER,
    PAY_ORDER,
    CHECK_PAYMENT,
    GET_PAYMENT_PROOF,
    CANCEL_ORDER,
    GET_REFUND,
    REQUEST_REFUND,
    ADD_REFUND_PHOTO,
    WITHDRAW_REFUND,
    GET_FAPIAO,
    REQUEST_FAPIAO,
    WITHDRAW_FAPIAO,
    GET_OPENAPI,
)
