"""Orders of WeChat Pay and their state machine, see `states`.

Every move is one transaction of the store, so a payment and a close never both win.
"""

import json
import secrets
from datetime import datetime

from ..clock import compact
from .errors import PayError, invalid_request, order_not_exist
from .ledger import fee_of
from .states import (
    CLOSED,
    MOVES,
    NOTPAY,
    OPEN,
    PAYERROR,
    REFUND,
    REVOKED,
    SUCCESS,
    USERPAYING,
)

PREPAY_ID, CODE_URL, H5_URL = "prepay_id", "code_url", "h5_url"
PREPAY_LIFE_S = {PREPAY_ID: 2 * 3600, CODE_URL: 2 * 3600, H5_URL: 5 * 60}
ORDER_LIFE_S = 7 * 24 * 3600
# An order of a payment code is closed by itself when the payer never pays.
CODEPAY_LIFE_S = 45
SHORTEST_LIFE_S = 60
MICROPAY = "MICROPAY"
# What the payer of a payment code does once the password is asked.
PAYS, CANCELS = "pays", "cancels"


class Orders:
    """All orders, keyed by merchant and merchant's number."""

    def __init__(self, store, clock, ledger, settings):
        self._store = store
        self._clock = clock
        self._ledger = ledger
        self._settings = settings

    def place(self, party, body, trade_type):
        """Create an order, or find it again if the very same one is repeated.

        :param Party party: Whose order it is.
        :param dict body: A checked body, see `bodies`.
        :return: The order's row.
        :raise PayError: If the number was used for anything else.
        """
        request = json.dumps(body, ensure_ascii=False, sort_keys=True)
        with self._store.transaction():
            order = self.find(party.mchid, body["out_trade_no"])
            if order is None:
                return self._insert(party, body, trade_type, request)
            if order["request"] != request or order["trade_type"] != trade_type:
                raise number_used(body["out_trade_no"])
            must_be_open(order)
            return order

    def add_prepay(self, order, kind=PREPAY_ID):
        """Return a fresh way to pay an order, as long as its kind lives."""
        now = self._clock.now()
        head = f"wx{compact(now)}" if kind != CODE_URL else ""
        prepay_id = f"{head}{secrets.token_hex(10)}"
        self._store.insert(
            "prepays",
            {
                "prepay_id": prepay_id,
                "mchid": order["mchid"],
                "out_trade_no": order["out_trade_no"],
                "created_at": now,
                "kind": kind,
            },
        )
        return prepay_id

    def find(self, mchid, out_trade_no):
        """Return an order's row, closed first if its time has run out; or None."""
        return self._fresh("mchid = ? AND out_trade_no = ?", (mchid, out_trade_no))

    def find_anywhere(self, out_trade_no, mchid=None):
        """Return an order's row whosever it is; a merchant's own if `mchid` says so."""
        if mchid:
            return self.find(mchid, out_trade_no)
        return self._fresh("out_trade_no = ?", (out_trade_no,))

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

    def pay(self, mchid, out_trade_no, openids=None, at=None):
        """Mark an order paid, and its money received.

        :param tuple openids: (openid, the partner's openid) of a payer who was not
            known before.
        :param float at: When it was paid; now if missing.
        :raise PayError: If it is not open any more.
        """
        with self._store.transaction():
            order = (
                self.get(mchid, out_trade_no)
                if at is None
                else self._row(mchid, out_trade_no)
            )
            must_be_open(order)
            at = self._clock.now() if at is None else at
            number = f"4200{compact(at, '%Y%m%d')}{secrets.randbelow(10**16):016d}"
            openid, sp_openid = openids or (order["openid"], order["sp_openid"])
            rate = self._settings.fee_per_myriad
            self._move(
                order,
                SUCCESS,
                paid_at=at,
                transaction_id=number,
                openid=openid,
                sp_openid=sp_openid,
                fee_rate=rate,
                fee_fen=fee_of(order["total_fen"], rate),
                payer_due_at=None,
            )
            paid = self._row(mchid, out_trade_no)
            self._ledger.paid(paid)
            return paid

    def fail(self, order):
        """Note that the payer of a payment code did not pay."""
        self._move(order, PAYERROR, payer_due_at=None)

    def plan(self, order, plan, at):
        """Remember what the payer of a payment code will do."""
        self._set(order, payer_plan=plan, payer_due_at=at)

    def reverse(self, order):
        """Take an order of a payment code back; paid money goes back to the payer."""
        with self._store.transaction():
            self._move(order, REVOKED, reversed_at=self._clock.now(), payer_due_at=None)
            if order["transaction_id"]:
                self._ledger.reversed(self._row(order["mchid"], order["out_trade_no"]))

    def close(self, mchid, out_trade_no):
        """Close an order for the merchant; closing it again is harmless.

        :raise PayError: If it is paid, of a payment code, or unknown.
        """
        order = self.get(mchid, out_trade_no)
        if order["trade_type"] == MICROPAY:
            raise invalid_request(
                "268449641 付款码支付订单不支持关单，只能撤销",
                "an order of a payment code is reversed, never closed",
            )
        self._close_open(mchid, out_trade_no, "merchant")

    def expire_now(self, mchid, out_trade_no):
        """Close an open order as if its time had run out.

        :raise PayError: If it is paid, or unknown.
        """
        self._close_open(mchid, out_trade_no, "expired")

    def mark_refunded(self, order):
        """Move a paid order to REFUND, where it stays even after a partial refund."""
        self._move(order, REFUND)

    def expire(self):
        """Do what has become due: payers who act, orders whose time has run out."""
        now = self._clock.now()
        if not self._store.one(
            "SELECT 1 FROM orders WHERE state = 'NOTPAY' AND expires_at <= ? "
            "UNION ALL SELECT 1 FROM orders WHERE state = 'USERPAYING' "
            "AND (expires_at <= ? OR payer_due_at <= ?)",
            (now, now, now),
        ):
            return
        with self._store.transaction() as db:
            for order in db.execute(
                "SELECT * FROM orders WHERE state = 'USERPAYING' "
                "AND payer_due_at <= ? AND payer_due_at < expires_at",
                (now,),
            ).fetchall():
                self._payer_acts(order)
            db.execute(
                "UPDATE orders SET state = 'CLOSED', closed_at = expires_at, "
                "close_reason = 'expired' "
                "WHERE state IN ('NOTPAY', 'USERPAYING') AND expires_at <= ?",
                (now,),
            )

    def next_due(self):
        """Return when the next payer acts, or None."""
        return self._store.one(
            "SELECT min(payer_due_at) FROM orders WHERE state = 'USERPAYING'"
        )[0]

    def _payer_acts(self, order):
        if order["payer_plan"] == PAYS:
            self.pay(order["mchid"], order["out_trade_no"], at=order["payer_due_at"])
        else:
            self.fail(order)

    def _close_open(self, mchid, out_trade_no, reason):
        with self._store.transaction():
            order = self.get(mchid, out_trade_no)
            if order["state"] == CLOSED:
                return
            must_be_open(order)
            self._move(order, CLOSED, closed_at=self._clock.now(), close_reason=reason)

    def _move(self, order, state, **columns):
        if state not in MOVES[order["state"]]:
            raise AssertionError(f"no move from {order['state']} to {state}")
        self._set(order, state=state, **columns)

    def _set(self, order, **columns):
        names = ", ".join(f"{name} = ?" for name in columns)
        self._store.execute(
            f"UPDATE orders SET {names} WHERE mchid = ? AND out_trade_no = ?",
            (*columns.values(), order["mchid"], order["out_trade_no"]),
        )

    def _row(self, mchid, out_trade_no):
        return self._store.one(
            "SELECT * FROM orders WHERE mchid = ? AND out_trade_no = ?",
            (mchid, out_trade_no),
        )

    def _fresh(self, where, params):
        sql = f"SELECT * FROM orders WHERE {where}"
        order = self._store.one(sql, params)
        if order and order["state"] in OPEN:
            now = self._clock.now()
            due = min(order["expires_at"], order["payer_due_at"] or now + 1)
            if due <= now:
                self.expire()
                order = self._store.one(sql, params)
        return order

    def _insert(self, party, body, trade_type, request):
        now = self._clock.now()
        is_code = trade_type == MICROPAY
        expiry = now + CODEPAY_LIFE_S if is_code else _expiry(body, now)
        self._store.insert(
            "orders",
            {
                **party.columns(),
                "out_trade_no": body["out_trade_no"],
                "trade_type": trade_type,
                "state": USERPAYING if is_code else NOTPAY,
                "total_fen": body["amount"]["total"],
                "currency": body["amount"].get("currency", "CNY"),
                "description": body["description"],
                "attach": body.get("attach"),
                "notify_url": body.get("notify_url"),
                "device_id": body.get("scene_info", {}).get("device_id") or None,
                "request": request,
                "created_at": now,
                "expires_at": expiry,
            },
        )
        return self._row(party.mchid, body["out_trade_no"])


def number_used(out_trade_no):
    """Return the error for an order number that stands for another request."""
    return invalid_request(
        "201 商户订单号重复",
        "this out_trade_no stands for another request: repeat it with "
        "identical parameters, or close it and take a new number",
        field="out_trade_no",
        value=out_trade_no,
        location="body",
    )


def must_be_open(order):
    """Raise unless an order can still be paid.

    :raise PayError: With the reason.
    """
    state = order["state"]
    if state in OPEN:
        return
    if state in (CLOSED, PAYERROR):
        raise PayError(
            400,
            "ORDER_CLOSED",
            "订单已关闭",
            issue="a closed order stays closed: take a new out_trade_no",
        )
    if state == REVOKED:
        raise PayError(
            400,
            "ORDER_REVERSED",
            "订单已撤销",
            issue="a reversed order stays reversed: take a new out_trade_no",
        )
    raise PayError(
        400,
        "ORDERPAID",
        "该订单已支付",
        issue="the order is paid: query it, refund it if nobody wants it",
    )


def _expiry(body, now):
    time_expire = body.get("time_expire")
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
