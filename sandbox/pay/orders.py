"""Orders of WeChat Pay and their state machine.

NOTPAY -> SUCCESS | CLOSED, SUCCESS -> REFUND; nothing else. Every move is one
transaction of the store, so a payment and a close never both win.
"""

import json
import secrets
from datetime import datetime

from ..clock import compact, rfc3339
from .errors import PayError, invalid_request, order_not_exist

NOTPAY, SUCCESS, CLOSED, REFUND = "NOTPAY", "SUCCESS", "CLOSED", "REFUND"
STATE_TEXTS = {
    NOTPAY: "订单未支付",
    SUCCESS: "支付成功",
    CLOSED: "订单已关闭",
    REFUND: "订单发生过退款，退款详情请查询退款单",
}
PREPAY_LIFE_S = 2 * 3600
ORDER_LIFE_S = 7 * 24 * 3600
SHORTEST_LIFE_S = 60
BANK_TYPE = "OTHERS"


class Orders:
    """All orders, keyed by merchant and merchant's number."""

    def __init__(self, store, clock):
        self._store = store
        self._clock = clock

    def place(self, body, trade_type):
        """Create an order, or find it again if the very same one is repeated.

        :param dict body: A checked body, see `bodies`.
        :return: The order's row.
        :raise PayError: If the number was used for anything else.
        """
        request = json.dumps(body, ensure_ascii=False, sort_keys=True)
        with self._store.transaction():
            order = self.find(body["mchid"], body["out_trade_no"])
            if order is None:
                self._insert(body, trade_type, request)
                return self.find(body["mchid"], body["out_trade_no"])
            if order["request"] != request or order["trade_type"] != trade_type:
                raise invalid_request(
                    "201 商户订单号重复",
                    "this out_trade_no stands for another request: repeat it with "
                    "identical parameters, or close it and take a new number",
                    field="out_trade_no",
                    value=body["out_trade_no"],
                    location="body",
                )
            _must_be_open(order)
            return order

    def add_prepay(self, order):
        """Return a fresh prepay id for an order, valid for two hours."""
        now = self._clock.now()
        prepay_id = f"wx{compact(now)}{secrets.token_hex(10)}"
        self._store.insert(
            "prepays",
            {
                "prepay_id": prepay_id,
                "mchid": order["mchid"],
                "out_trade_no": order["out_trade_no"],
                "created_at": now,
            },
        )
        return prepay_id

    def find(self, mchid, out_trade_no):
        """Return an order's row, closed first if its time has run out; or None."""
        return self._fresh("mchid = ? AND out_trade_no = ?", (mchid, out_trade_no))

    def get(self, mchid, out_trade_no):
        """Return an order's row.

        :raise PayError: If there is none.
        """
        order = self.find(mchid, out_trade_no)
        if order is None:
            raise order_not_exist(out_trade_no)
        return order

    def get_by_transaction(self, mchid, transaction_id):
        """Return the row of a paid order by WeChat's number.

        :raise PayError: If there is none.
        """
        order = self._fresh("mchid = ? AND transaction_id = ?", (mchid, transaction_id))
        if order is None:
            raise order_not_exist(transaction_id)
        return order

    def pay(self, mchid, out_trade_no):
        """Mark an order paid.

        :raise PayError: If it is not open any more.
        """
        with self._store.transaction() as db:
            order = self.get(mchid, out_trade_no)
            _must_be_open(order)
            now = self._clock.now()
            number = f"4200{compact(now, '%Y%m%d')}{secrets.randbelow(10**16):016d}"
            db.execute(
                "UPDATE orders SET state = ?, paid_at = ?, transaction_id = ? "
                "WHERE mchid = ? AND out_trade_no = ?",
                (SUCCESS, now, number, mchid, out_trade_no),
            )
            return self.get(mchid, out_trade_no)

    def close(self, mchid, out_trade_no):
        """Close an order for the merchant; closing it again is harmless.

        :raise PayError: If it is paid, or unknown.
        """
        self._close_open(mchid, out_trade_no, "merchant")

    def expire_now(self, mchid, out_trade_no):
        """Close an open order as if its time had run out.

        :raise PayError: If it is paid, or unknown.
        """
        self._close_open(mchid, out_trade_no, "expired")

    def mark_refunded(self, order):
        """Move a paid order to REFUND, where it stays even after a partial refund."""
        self._store.execute(
            "UPDATE orders SET state = ? WHERE mchid = ? AND out_trade_no = ?",
            (REFUND, order["mchid"], order["out_trade_no"]),
        )

    def expire(self):
        """Close all orders whose time has run out."""
        now = self._clock.now()
        if self._store.one(
            "SELECT 1 FROM orders WHERE state = 'NOTPAY' AND expires_at <= ?", (now,)
        ):
            with self._store.transaction() as db:
                _close(db, "expires_at <= ?", (now,), now, "expired")

    def _close_open(self, mchid, out_trade_no, reason):
        with self._store.transaction() as db:
            order = self.get(mchid, out_trade_no)
            if order["state"] == CLOSED:
                return
            _must_be_open(order)
            _close(
                db,
                "mchid = ? AND out_trade_no = ?",
                (mchid, out_trade_no),
                self._clock.now(),
                reason,
            )

    def _fresh(self, where, params):
        sql = f"SELECT * FROM orders WHERE {where}"
        order = self._store.one(sql, params)
        if (
            order
            and order["state"] == NOTPAY
            and order["expires_at"] <= self._clock.now()
        ):
            self.expire()
            order = self._store.one(sql, params)
        return order

    def _insert(self, body, trade_type, request):
        now = self._clock.now()
        self._store.insert(
            "orders",
            {
                "mchid": body["mchid"],
                "out_trade_no": body["out_trade_no"],
                "appid": body["appid"],
                "openid": body.get("payer", {}).get("openid"),
                "trade_type": trade_type,
                "state": NOTPAY,
                "total_fen": body["amount"]["total"],
                "currency": body["amount"].get("currency", "CNY"),
                "description": body["description"],
                "attach": body.get("attach"),
                "notify_url": body.get("notify_url"),
                "device_id": body.get("scene_info", {}).get("device_id"),
                "request": request,
                "created_at": now,
                "expires_at": _expiry(body.get("time_expire"), now),
            },
        )


def transaction_view(order):
    """Return an order as queries and notifications show it."""
    view = {
        "appid": order["appid"],
        "mchid": order["mchid"],
        "out_trade_no": order["out_trade_no"],
        "trade_state": order["state"],
        "trade_state_desc": STATE_TEXTS[order["state"]],
        "attach": order["attach"] or "",
        "payer": {"openid": order["openid"]} if order["openid"] else {},
        "amount": {"total": order["total_fen"], "currency": order["currency"]},
        "promotion_detail": [],
    }
    if order["device_id"]:
        view["scene_info"] = {"device_id": order["device_id"]}
    if order["transaction_id"]:
        view["transaction_id"] = order["transaction_id"]
        view["trade_type"] = order["trade_type"]
        view["bank_type"] = BANK_TYPE
        view["success_time"] = rfc3339(order["paid_at"])
        view["amount"]["payer_total"] = order["total_fen"]
        view["amount"]["payer_currency"] = order["currency"]
    return view


def _expiry(time_expire, now):
    if not time_expire:
        return now + ORDER_LIFE_S
    try:
        wanted = datetime.fromisoformat(time_expire.replace("Z", "+00:00")).timestamp()
    except ValueError as error:
        raise PayError(
            400,
            "PARAM_ERROR",
            "time_expire格式错误",
            field="/time_expire",
            value=time_expire,
            issue="no such date or time",
            location="body",
        ) from error
    # Less than a minute ahead is not refused but moved to one minute.
    return max(wanted, now + SHORTEST_LIFE_S)


def _must_be_open(order):
    if order["state"] == CLOSED:
        raise PayError(
            400,
            "ORDER_CLOSED",
            "订单已关闭",
            issue="a closed order stays closed: take a new out_trade_no",
        )
    if order["state"] != NOTPAY:
        raise PayError(
            400,
            "ORDERPAID",
            "该订单已支付",
            issue="the order is paid: query it, refund it if nobody wants it",
        )


def _close(db, where, params, now, reason):
    db.execute(
        "UPDATE orders SET state = 'CLOSED', closed_at = ?, close_reason = ? "
        f"WHERE state = 'NOTPAY' AND {where}",
        (now, reason, *params),
    )
