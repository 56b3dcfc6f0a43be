"""The HTTP server: reads requests, finds their door, writes answers and the log."""

import ipaddress
import json
import logging
import re
import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .console.cashier import CashierPage
from .console.courier_pages import CourierPages
from .console.pages import ConsolePages
from .control.couriers_api import CouriersApi
from .control.door import ControlDoor, ControlError, check_local, cors_headers
from .control.inspection_api import InspectionApi
from .control.merchants_api import MerchantsApi
from .control.money_api import MoneyApi
from .control.payer_api import PayerApi
from .control.phone_api import PhoneApi
from .control.steering_api import SteeringApi
from .couriers.accounts import PLATFORMS
from .couriers.dada.dialect import DadaDialect
from .couriers.dada.mock_api import DadaMockApi
from .couriers.dada.orders_api import DadaOrdersApi
from .couriers.dada.shops_api import DadaShopsApi
from .couriers.door import CourierDoor
from .couriers.sf.dialect import SfDialect
from .couriers.sf.following_api import SfFollowingApi
from .couriers.sf.orders_api import SfOrdersApi
from .couriers.shansong.dialect import ShansongDialect
from .couriers.shansong.orders_api import ShansongOrdersApi
from .couriers.uu.dialect import UuDialect
from .couriers.uu.orders_api import UuOrdersApi
from .couriers.wechat_intracity.dialect import WechatIntracityDialect
from .couriers.wechat_intracity.orders_api import WechatIntracityApi
from .open_api.door import OpenApiDoor
from .open_api.login_api import LoginApi
from .open_api.security_api import SecurityApi
from .open_api.shipping_api import ShippingApi
from .open_api.subscribe_api import SubscribeApi
from .open_api.wxacode_api import WxacodeApi
from .pay.abnormal_api import AbnormalRefundsApi
from .pay.bills_api import BillsApi
from .pay.certificates_api import CertificatesApi
from .pay.codepay_api import CodepayApi
from .pay.door import PayDoor
from .pay.echo_api import EchoApi
from .pay.errors import PayError
from .pay.refunds_api import RefundsApi
from .pay.sub_flow_api import SubFlowApi
from .pay.transactions_api import TransactionsApi
from .pay.v2_api import V2Api
from .pay.v2_door import V2Door
from .tls import listen
from .web import MAX_BODY_BYTES, LostConnection, Request, Response, Router

_logger = logging.getLogger(__name__)

IDLE_TIMEOUT_S = 65
# Below this prefix stands api2.mch.weixin.qq.com, the second host of WeChat Pay.
STANDBY = "/api2"
# Neither the console's own polling nor its files belong into the call log.
_COURIER = re.compile(r"/couriers/(\w+)(/.*)")
_UNLOGGED = frozenset({"control.read", "console.file"})


class NotLoopbackError(ValueError):
    """Raised when the server is asked to listen where strangers could reach it."""


class SandboxServer(ThreadingHTTPServer):
    """Serves one world; a thread for each connection, with TLS if it begins so."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, world, host, port):
        if not ipaddress.ip_address(host).is_loopback:
            raise NotLoopbackError(
                f"--host {host}: the sandbox hands out its keys, so it listens on a "
                "loopback address only (127.0.0.1 or ::1)"
            )
        if ":" in host:
            self.address_family = socket.AF_INET6
        self.world = world
        self.router = build_router(world)
        self.pay_door = PayDoor(world)
        super().__init__((host, port), _Handler)

    def finish_request(self, request, client_address):
        """Override to find out whether the client speaks TLS, in its own thread."""
        try:
            request.settimeout(IDLE_TIMEOUT_S)
            connection = listen(self.world, request)
        except OSError:
            # Who hangs up before a word was said.
            return
        super().finish_request(connection, client_address)
        connection.close()

    def answer(self, request):
        """Return the answer to a request.

        :raise LostConnection: If the connection must be closed without one.
        """
        if request.target.startswith(f"{STANDBY}/"):
            request.target = request.target.removeprefix(STANDBY)
            request.context["prefix"] = STANDBY
        _leave_courier_prefix(request)
        if request.method == "OPTIONS":
            return _preflight(request)
        door, route, params, allowed = self.router.find(request.method, request.path)
        if door is None:
            return self._unknown(request, allowed)
        request.params = params
        request.context["api"] = route.api
        return door.handle(request, route)

    def _unknown(self, request, allowed):
        request.context["api"] = "unknown"
        request.context["error"] = f"no such path; allowed methods: {allowed}"
        if request.path.startswith("/v3/"):
            status, code = (
                (405, "METHOD_NOT_ALLOWED") if allowed else (404, "NOT_FOUND")
            )
            issue = f"this path takes {allowed}" if allowed else "no such path here"
            error = PayError(status, code, "请求的资源或方法不存在", issue=issue)
            return self.pay_door.refuse(request, error)
        if allowed and request.path.startswith(("/pay/", "/secapi/")):
            return V2Door(self.world).wrong_method(request)
        if allowed and not request.path.startswith("/control/"):
            return OpenApiDoor(self.world).wrong_method(request, allowed)
        return Response.json(
            {"error": "no such path or method", "allowed_methods": allowed},
            405 if allowed else 404,
        )


def build_router(world):
    """Return the router with all rooms of the sandbox behind their doors."""
    router = Router()
    rooms = {
        PayDoor(world): (
            TransactionsApi,
            CodepayApi,
            RefundsApi,
            AbnormalRefundsApi,
            BillsApi,
            SubFlowApi,
            CertificatesApi,
            EchoApi,
        ),
        V2Door(world): (V2Api,),
        OpenApiDoor(world): (
            LoginApi,
            WxacodeApi,
            SubscribeApi,
            SecurityApi,
            ShippingApi,
        ),
        CourierDoor(world, DadaDialect(world)): (
            DadaOrdersApi,
            DadaShopsApi,
            DadaMockApi,
        ),
        CourierDoor(world, SfDialect(world)): (SfOrdersApi, SfFollowingApi),
        CourierDoor(world, UuDialect(world)): (UuOrdersApi,),
        CourierDoor(world, ShansongDialect(world)): (ShansongOrdersApi,),
        CourierDoor(world, WechatIntracityDialect(world)): (WechatIntracityApi,),
        ControlDoor(): (
            PhoneApi,
            PayerApi,
            SteeringApi,
            InspectionApi,
            MerchantsApi,
            MoneyApi,
            CouriersApi,
            ConsolePages,
            CashierPage,
            CourierPages,
        ),
    }
    for door, apis in rooms.items():
        for api in apis:
            for route in api(world).routes():
                router.add(door, route)
    return router


def _leave_courier_prefix(request):
    """Let /couriers/<platform>/... be that platform's address, and no other's."""
    match = _COURIER.match(request.target)
    if match and match[1] in PLATFORMS:
        request.context["courier"] = match[1]
        request.context["courier_prefix"] = f"/couriers/{match[1]}"
        request.target = match[2]


def _preflight(request):
    request.context["api"] = "control.read"
    try:
        check_local(request)
    except ControlError as error:
        return Response.json({"error": str(error)}, error.status)
    return Response(204, headers=cors_headers(request))


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection."""

    protocol_version = "HTTP/1.1"
    server_version = "WeChatSandbox"
    sys_version = ""
    timeout = IDLE_TIMEOUT_S
    disable_nagle_algorithm = True

    def do_any(self):
        """Answer whatever method came."""
        began = time.perf_counter()
        body = self._read_body()
        if body is None:
            return
        request = Request(
            self.command, self.path, self.headers, body, self.client_address[0]
        )
        if isinstance(self.connection, ssl.SSLSocket):
            request.context["scheme"] = "https"
            shown = self.connection.getpeercert(binary_form=True)
            request.context["client_certificate"] = shown
        try:
            response = self.server.answer(request)
        except LostConnection:
            response = None
        except Exception as error:
            _logger.exception("%s %s failed", request.method, request.path)
            request.context["error"] = f"the sandbox itself failed: {error!r}"
            response = Response.json({"error": request.context["error"]}, 500)
        self._log_call(request, response, began)
        if response is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._write(response)

    do_GET = do_POST = do_DELETE = do_OPTIONS = do_PUT = do_PATCH = do_HEAD = do_any

    def handle(self):
        """Serve the connection; a caller who hangs up is no error."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError, ssl.SSLError):
            self.close_connection = True

    def log_message(self, *args):
        """Say nothing on stderr: the call log is in the store."""

    def _read_body(self):
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= MAX_BODY_BYTES or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._write(
                Response.json(
                    {"error": f"Content-Length from 0 to {MAX_BODY_BYTES} is needed"},
                    413 if length > MAX_BODY_BYTES else 411,
                )
            )
            return None
        return self.rfile.read(length) if length else b""

    def _write(self, response):
        lines = [
            f"HTTP/1.1 {response.status} {_reason(response.status)}",
            f"Date: {self.date_time_string()}",
            *(f"{name}: {value}" for name, value in response.headers.items()),
        ]
        if response.status != 204:
            lines.append(f"Content-Length: {len(response.body)}")
            if response.content_type:
                lines.append(f"Content-Type: {response.content_type}")
        if self.close_connection:
            lines.append("Connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        # One write, so that head and body leave in one packet.
        self.wfile.write(head if self.command == "HEAD" else head + response.body)

    def _log_call(self, request, response, began):
        context = request.context
        api = context.get("api", "unknown")
        if api in _UNLOGGED:
            return
        error = context.get("error")
        lost = response is None
        self.server.world.calls.record(
            direction="in",
            api=api,
            method=request.method,
            target=context.get("prefix", "")
            + context.get("courier_prefix", "")
            + request.target,
            status=None if lost else response.status,
            verdict="lost" if lost else "refused" if error else "ok",
            error=error,
            faults=context.get("faults"),
            out_trade_no=context.get("out_trade_no"),
            duration_ms=round(1000 * (time.perf_counter() - began), 1),
            request=request.lenient_json() or None,
            response=None if lost else _readable(response),
        )


def _reason(status):
    return BaseHTTPRequestHandler.responses.get(status, ("",))[0]


def _readable(response):

    if "json" not in response.content_type and "plain" not in response.content_type:
        return f"{response.content_type or 'no body'}, {len(response.body)} bytes"
    try:
        return json.loads(response.body)
    except ValueError:
        return response.body.decode("utf-8", "replace")
