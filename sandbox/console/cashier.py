"""The page an h5_url opens: WeChat's cash desk in a phone's browser."""

from html import escape
from urllib.parse import parse_qs, urlsplit

from ..control.payer_api import find_way, pay_way
from ..pay.orders import H5_URL
from ..pay.transactions_api import H5_PATH
from ..web import Response, Route

_TEXTS = {
    "ok": "支付成功 · Paid",
    "CANCELLED": "已取消 · Cancelled",
    "UNKNOWN": "链接无效 · This link leads nowhere",
    "EXPIRED": "支付链接已过期，请返回商家重新下单 · This link lived five minutes; "
    "go back to the shop",
    "ORDERPAID": "该订单已支付 · Already paid",
    "ORDER_CLOSED": "订单已关闭 · The order is closed",
}
_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信支付（沙箱） · WeChat Pay (sandbox)</title>
<link rel="stylesheet" href="/console/console.css"></head>
<body><main><section><h1>微信支付（沙箱）</h1>
<p class="quiet">WeChat Pay (sandbox). No money moves.</p>{content}
</section></main></body></html>"""


class CashierPage:
    """Shows one order and lets a person pay it, as WeChat's H5 page does."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", H5_PATH, "console.file", self.show, own),
            Route("POST", H5_PATH, "phone.h5", self.decide, own),
        ]

    def show(self, request):
        """Return the page of an order, or why it cannot be paid."""
        query = request.query
        order, reason = find_way(self._world, H5_URL, query.get("prepay_id", ""))
        if reason:
            return _page(_said(reason), 404 if order is None else 200)
        back = escape(query.get("redirect_url", ""), quote=True)
        number = escape(query["prepay_id"], quote=True)
        return _page(
            f"<p>{escape(order['description'])}</p>"
            f'<p class="amount">¥{order["total_fen"] / 100:.2f}</p>'
            f'<form method="post" action="{H5_PATH}">'
            f'<input type="hidden" name="prepay_id" value="{number}">'
            f'<input type="hidden" name="redirect_url" value="{back}">'
            '<button class="strong" name="outcome" value="ok">支付 · Pay</button>'
            '<button name="outcome" value="cancel">取消 · Cancel</button></form>'
        )

    def decide(self, request):
        """Pay or cancel, then go back to the shop if it gave an address."""
        form = {
            name: values[-1]
            for name, values in parse_qs(
                request.body.decode("utf-8", "replace")
            ).items()
        }
        outcome = "ok" if form.get("outcome") == "ok" else "cancel"
        prepay_id = form.get("prepay_id", "")
        answer = pay_way(self._world, H5_URL, prepay_id, "guest", outcome)
        request.context["out_trade_no"] = answer.get("out_trade_no")
        back = form.get("redirect_url", "")
        if urlsplit(back).scheme in ("http", "https") and "\n" not in back:
            return Response(303, headers={"Location": back})
        return _page(_said(answer.get("reason") or answer["result"]))


def _said(word):
    return f'<p role="status">{_TEXTS.get(word, escape(word))}</p>'


def _page(content, status=200):
    return Response(
        status,
        _PAGE.format(content=content).encode(),
        "text/html; charset=utf-8",
        {"Content-Security-Policy": "default-src 'self'; form-action *"},
    )
