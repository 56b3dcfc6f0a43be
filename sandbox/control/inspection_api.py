"""Shows what the sandbox knows: calls, money, credentials, health."""

import time

from ..clock import rfc3339
from ..web import Route
from .door import ControlError

MAX_CALLS = 5000


class InspectionApi:
    """What a test or a person may look at; nothing here changes anything."""

    def __init__(self, world):
        self._world = world
        self._began = time.time()

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", "/control/health", "control.read", self.health),
            Route("GET", "/control/calls", "control.read", self.calls),
            Route("GET", "/control/ledger", "control.read", self.ledger),
            Route("GET", "/control/messages", "control.read", self.messages),
            Route("GET", "/control/credentials", "control.read", self.credentials, own),
        ]

    def health(self, request):
        """Return that the sandbox is up."""
        return {"status": "ok", "uptime_s": round(time.time() - self._began, 1)}

    def calls(self, request):
        """Return the call log, newest first."""
        query = request.query
        try:
            limit = min(int(query.get("limit", 200)), MAX_CALLS)
            since_id = int(query.get("since_id", 0))
        except ValueError as error:
            raise ControlError("limit and since_id: whole numbers") from error
        return {
            "calls": self._world.calls.read(
                limit=limit,
                since_id=since_id,
                api=query.get("api"),
                direction=query.get("direction"),
                out_trade_no=query.get("out_trade_no"),
            )
        }

    def ledger(self, request):
        """Return all orders, refunds and notifications with their amounts in fen."""
        orders, refunds = self._orders(), self._refunds()
        return {
            "orders": orders,
            "refunds": refunds,
            "notifications": self._notifications(),
            "totals": {
                "paid_fen": sum(order["paid_fen"] for order in orders),
                "refunded_fen": sum(order["refunded_fen"] for order in orders),
                "refunding_fen": sum(
                    refund["refund_fen"]
                    for refund in refunds
                    if refund["status"] in ("PROCESSING", "ABNORMAL")
                ),
            },
        }

    def messages(self, request):
        """Return the subscribe messages that reached phones, newest first."""
        rows = self._world.store.all(
            "SELECT * FROM messages ORDER BY id DESC LIMIT 500"
        )
        return {"messages": [dict(row) for row in rows]}

    def credentials(self, request):
        """Return what a merchant would download from WeChat's consoles."""
        keys = self._world.keys
        merchant = keys.merchant
        return {
            "appid": keys.app.appid,
            "appsecret": keys.app.secret,
            "templates": self._world.templates.list_all(keys.app.appid),
            "mchid": merchant.mchid,
            "merchant_serial": merchant.serial,
            "merchant_private_key_pem": merchant.private_key_pem,
            "merchant_certificate_pem": merchant.certificate_pem,
            "apiv3_key": merchant.apiv3_key,
            "public_key_id": keys.wechatpay.serial,
            "public_key_pem": keys.public_key_pem,
            "platform_serial": keys.platform.serial,
            "platform_certificate_pem": keys.platform_certificate_pem,
            "mode": self._world.settings.mode,
        }

    def _orders(self):
        rows = self._world.store.all(
            "SELECT o.*, coalesce((SELECT sum(refund_fen) FROM refunds r "
            "WHERE r.mchid = o.mchid AND r.out_trade_no = o.out_trade_no "
            "AND r.status = 'SUCCESS'), 0) AS refunded_fen "
            "FROM orders o ORDER BY created_at"
        )
        return [
            {
                "mchid": row["mchid"],
                "out_trade_no": row["out_trade_no"],
                "transaction_id": row["transaction_id"],
                "appid": row["appid"],
                "trade_type": row["trade_type"],
                "trade_state": row["state"],
                "description": row["description"],
                "total_fen": row["total_fen"],
                "paid_fen": row["total_fen"] if row["paid_at"] else 0,
                "refunded_fen": row["refunded_fen"],
                "created_at": rfc3339(row["created_at"]),
                "expires_at": rfc3339(row["expires_at"]),
                "paid_at": row["paid_at"] and rfc3339(row["paid_at"]),
                "closed_at": row["closed_at"] and rfc3339(row["closed_at"]),
                "close_reason": row["close_reason"],
            }
            for row in rows
        ]

    def _refunds(self):
        return [
            {
                "mchid": row["mchid"],
                "out_refund_no": row["out_refund_no"],
                "refund_id": row["refund_id"],
                "out_trade_no": row["out_trade_no"],
                "refund_fen": row["refund_fen"],
                "status": row["status"],
                "created_at": rfc3339(row["created_at"]),
            }
            for row in self._world.store.all(
                "SELECT * FROM refunds ORDER BY created_at"
            )
        ]

    def _notifications(self):
        return [
            dict(row)
            for row in self._world.store.all(
                "SELECT id, out_trade_no, event_type, state, attempts, last_result "
                "FROM notifications ORDER BY created_at"
            )
        ]
