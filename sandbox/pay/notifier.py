"""Delivers notifications: WeChat Pay's schedule, its five seconds, its signatures."""

import itertools
import json
import time
import uuid

from ..faults import MESSAGE_FAULTS
from ..outbox import Outbox, judge
from .notification import build
from .order_view import transaction_view
from .transport import post

# Seconds between one refused attempt and the next: 15 tries in 24 hours 4 minutes.
RETRY_DELAYS_S = (
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600,
    10800, 10800, 10800, 21600, 21600,
)  # fmt: skip


class Notifier(Outbox):
    """Keeps notifications in the store until they are delivered or given up."""

    table = "notifications"

    def __init__(self, world):
        super().__init__(world)
        # During a migration certificate and public key take turns.
        self._turns = itertools.cycle(("certificate", "public_key"))

    def plan(self, event_type, *, mchid, out_trade_no, notify_url, content):
        """Put a notification on the schedule, bent by the faults that fit.

        Call it in the transaction that makes the event true: then the event and
        its notification are remembered together or not at all.

        :return: The notification's id, or None if there is nobody to notify.
        """
        if not notify_url:
            return None
        row = {
            "id": str(uuid.uuid4()),
            "mchid": mchid,
            "out_trade_no": out_trade_no,
            "event_type": event_type,
            "notify_url": notify_url,
            "resource": json.dumps(content, ensure_ascii=False),
            "created_at": self._world.clock.now(),
            **self.bend(f"notify.{event_type}", out_trade_no, MESSAGE_FAULTS),
        }
        self._store.insert("notifications", row)
        return row["id"]

    def of_order(self, out_trade_no, event_type=""):
        """Return the rows of an order's notifications, oldest first."""
        return self._store.all(
            "SELECT * FROM notifications WHERE out_trade_no = ? "
            "AND event_type LIKE ? ORDER BY created_at",
            (out_trade_no, f"{event_type}%"),
        )

    def retry_delays(self, row):
        """Return the seconds between one refused attempt and the next."""
        return RETRY_DELAYS_S

    def before_looking(self):
        """Do what else has become due in the world."""
        self._world.tick()

    def other_dues(self):
        """Return when something else becomes due in the world."""
        return self._world.next_dues()

    def forge(self, order, fault):
        """Post a bad message that claims an open order was paid."""
        claim = {**order, "state": "SUCCESS", "paid_at": self._world.clock.now()}
        claim["transaction_id"] = "4200" + "0" * 24
        row = {
            "id": str(uuid.uuid4()),
            "mchid": order["sp_mchid"] or order["mchid"],
            "out_trade_no": order["out_trade_no"],
            "event_type": "TRANSACTION.SUCCESS",
            "notify_url": order["notify_url"],
            "resource": json.dumps(transaction_view(claim), ensure_ascii=False),
            "created_at": self._world.clock.now(),
        }
        return {"event": row["event_type"], **self.attempt(row, fault)}

    def attempt(self, row, fault):
        """Post one message, write the call down, return what came of it."""
        merchant = self._world.keys.merchant_of(row["mchid"])
        message = build(
            row,
            signer=self._signer(fault),
            merchant=merchant,
            wire_now=self._world.clock.wire(),
            fault=fault,
        )
        began = time.perf_counter()
        answer = post(
            row["notify_url"],
            message.headers,
            message.body,
            timeout_s=self._world.settings.notify_timeout_s,
        )
        outcome = judge(answer, _accepts(answer), fault)
        self._world.calls.record(
            direction="out",
            api=f"notify.{row['event_type']}",
            method="POST",
            target=row["notify_url"],
            status=answer.status,
            verdict=outcome["verdict"],
            error=answer.error,
            faults=[fault] if fault else [],
            out_trade_no=row["out_trade_no"],
            duration_ms=round(1000 * (time.perf_counter() - began), 1),
            request={
                "id": row["id"],
                "serial": message.headers.get("Wechatpay-Serial"),
                "content": json.loads(row["resource"]),
            },
            response=answer.text,
        )
        return outcome

    def _signer(self, fault):
        keys, mode = self._world.keys, self._world.settings.mode
        if fault == "notify_forged_key":
            return keys.stranger
        if mode == "mixed":
            mode = next(self._turns)
        return keys.platform if mode == "certificate" else keys.wechatpay


def _accepts(answer):
    """Return whether an answer is acceptance: 200 or 204 within the time."""
    return answer.status in (200, 204) and not _says_fail(answer.text)


def _says_fail(text):
    try:
        code = json.loads(text or "{}").get("code", "SUCCESS")
    except (ValueError, AttributeError):
        return False
    return code != "SUCCESS"
