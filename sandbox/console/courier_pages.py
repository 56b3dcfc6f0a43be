"""The pages whose addresses couriers hand out: the rider's map, the recharge desk."""

from html import escape
from urllib.parse import parse_qs, urlencode

from ..couriers.accounts import HOME
from ..couriers.orders import Job
from ..couriers.riders import rider_of
from ..couriers.states import OVER
from ..merchants import digits
from ..web import Response, Route

TRACK, RECHARGE = "/courier/track/{token}", "/courier/recharge"
# SF's own pages, whose addresses its merchants build themselves.
SF_PAGES = "/artascope/cx/receipt/getpage/product/artascope/page"
_SIDE = 320
_EDGE = 40
_STATES = {
    "WAITING": "待接单 · Looking for a rider",
    "ACCEPTED": "骑士正在赶往商家 · The rider is on the way to the shop",
    "ATSHOP": "骑士已到店 · The rider is at the shop",
    "DELIVERING": "配送中 · On the way to you",
    "DONE": "已送达 · Delivered",
    "CANCELLED": "已取消 · Cancelled",
    "RETURNING": "退回中 · On the way back to the shop",
    "RETURNED": "已退回 · Back at the shop",
    "FAILED": "创建失败 · Failed",
}
_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>配送（沙箱） · Delivery (sandbox)</title>
<link rel="icon" href="/console/icon.svg">
<link rel="stylesheet" href="/console/console.css"></head>
<body><main><section>{content}</section></main></body></html>"""


class CourierPages:
    """Shows what a platform's own page would show."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", TRACK, "console.file", self.track, own),
            Route("GET", RECHARGE, "console.file", self.ask, own),
            Route("POST", RECHARGE, "control.courier-deposit", self.recharge, own),
            Route("GET", f"{SF_PAGES}/storeTopUp", "console.file", self.sf_ask, own),
            Route("GET", f"{SF_PAGES}/storeBinding", "console.file", self.binding, own),
            Route(
                "POST",
                f"{SF_PAGES}/storeBinding",
                "control.courier-shop",
                self.bind,
                own,
            ),
        ]

    def track(self, request):
        """Return the page of one order: where its rider is."""
        order = self._world.store.one(
            "SELECT * FROM courier_orders WHERE track_token = ?",
            (request.params["token"],),
        )
        if order is None:
            return _page("<p>链接无效 · This link leads nowhere</p>", 404)
        shop, job = self._couriers.orders.shop_of(order), Job.load(order["job"])
        rider, point = rider_of(order), self._couriers.rides.position(order)
        who = f"<p>{escape(rider.name)} {rider.phone}</p>" if rider else ""
        picture = _picture((shop["lng"], shop["lat"]), job.to, point)
        content = f"<h1>{_STATES[order['state']]}</h1>{who}{picture}"
        return _page(content, refresh=order["state"] not in OVER)

    def ask(self, request):
        """Return the page that asks whether to top an account up."""
        account, fen = self._wanted(request.query)
        if account is None:
            return _page("<p>链接无效 · This link leads nowhere</p>", 404)
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value, quote=True)}">'
            for name, value in request.query.items()
        )
        return _page(
            f"<h1>账户充值 · Top up {escape(account.platform)}</h1>"
            f'<p class="amount">¥{fen / 100:.2f}</p>'
            "<p>沙箱，不产生真实资金。 · Sandbox, no money moves.</p>"
            f'<form method="post" action="{RECHARGE}">{hidden}'
            '<button class="strong">充值 · Top up</button></form>'
        )

    def sf_ask(self, request):
        """Return SF's page that tops a shop's account up, by 100 yuan."""
        names = {"platform": "sf", "account": request.query.get("dev_id", "")}
        request.target = f"{RECHARGE}?{urlencode({**names, 'fen': '10000'})}"
        return self.ask(request)

    def binding(self, request):
        """Return SF's page that asks whether to bind a shop of the merchant's."""
        own_no = request.query.get("out_shop_id", "")
        account = self._couriers.accounts.of("sf", request.query.get("dev_id", ""))
        if account is None or not 0 < len(own_no) <= 64:
            return _page("<p>链接无效 · This link leads nowhere</p>", 404)
        path = escape(request.target, quote=True)
        return _page(
            "<h1>店铺授权绑定 · Bind a shop</h1>"
            f"<p>{escape(own_no)}</p>"
            f'<form method="post" action="{path}">'
            '<button class="strong">授权 · Bind</button></form>'
        )

    def bind(self, request):
        """Make a shop with the merchant's own number, and tell the merchant."""
        account = self._couriers.accounts.of("sf", request.query.get("dev_id", ""))
        own_no = request.query.get("out_shop_id", "")
        if account is None or not 0 < len(own_no) <= 64:
            return _page("<p>链接无效 · This link leads nowhere</p>", 404)
        shop = self._couriers.accounts.own_shop(account, own_no)
        if shop is None:
            facts = {**HOME, "own_no": own_no}
            number = "32" + digits(11)
            shop = self._couriers.accounts.add_shop(account, number, facts)
        self._couriers.callbacks.tell_bound(account, shop)
        return _page('<h1 role="status">绑定成功 · Bound</h1>')

    def recharge(self, request):
        """Top the account up."""
        pairs = parse_qs(request.body.decode("utf-8", "replace"))
        account, fen = self._wanted({name: one[-1] for name, one in pairs.items()})
        if account is None:
            return _page("<p>链接无效 · This link leads nowhere</p>", 404)
        now = self._world.clock.now()
        self._couriers.orders.ledger.deposit(account, fen, now)
        return _page('<h1 role="status">充值成功 · Topped up</h1>')

    def _wanted(self, names):
        account = self._couriers.accounts.of(
            names.get("platform"), names.get("account")
        )
        fen = names.get("fen", "")
        if not fen.isdecimal() or not 0 < int(fen) <= 10_000_000:
            return None, 0
        return account, int(fen)


def _picture(shop, guest, rider):
    points = [shop, guest, *([rider] if rider else [])]
    west = min(point[0] for point in points)
    south = min(point[1] for point in points)
    span = max(
        *(point[0] - west for point in points),
        *(point[1] - south for point in points),
        0.001,
    )
    scale = (_SIDE - 2 * _EDGE) / span

    def place(point):
        x = _EDGE + (point[0] - west) * scale
        return f"{x:.1f}", f"{_SIDE - _EDGE - (point[1] - south) * scale:.1f}"

    (x1, y1), (x2, y2) = place(shop), place(guest)
    ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    marks = [
        f'<line {ends} stroke="currentColor" stroke-dasharray="4 4"/>',
        _mark(x1, y1, "#1d4f91", "店 · Shop"),
        _mark(x2, y2, "#a51d1d", "客 · Guest"),
    ]
    if rider:
        marks.append(_mark(*place(rider), "#0a6b3b", "骑士 · Rider", below=True))
    return (
        f'<svg viewBox="0 0 {_SIDE} {_SIDE}" width="100%" role="img" '
        f'aria-label="地图 · Map">{"".join(marks)}</svg>'
    )


def _mark(x, y, colour, text, *, below=False):
    text_y = float(y) + (22 if below else -12)
    return (
        f'<circle cx="{x}" cy="{y}" r="7" fill="{colour}"/>'
        f'<text x="{x}" y="{text_y:.1f}" text-anchor="middle" '
        f'font-size="12" fill="currentColor">{text}</text>'
    )


def _page(content, status=200, *, refresh=False):
    again = '<meta http-equiv="refresh" content="5">' if refresh else ""
    return Response(
        status,
        _PAGE.format(content=content, refresh=again).encode(),
        "text/html; charset=utf-8",
        {"Content-Security-Policy": "default-src 'self'"},
    )
