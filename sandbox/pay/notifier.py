"""Delivers notifications: the schedule, the five seconds, the retries."""

import itertools
import json
import logging
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from ..faults import MESSAGE_FAULTS, SCHEDULE_FAULTS
from .notification import build
from .order_view import transaction_view
from .transport import post

_logger = logging.getLogger(__name__)

# Seconds between one refused attempt and the next: 15 tries in 24 hours 4 minutes.
RETRY_DELAYS_S = (
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600,
    10800, 10800, 10800, 21600, 21600,
)  # fmt: skip
# How long a reordered notification waits for a next one that never comes.
REORDER_PATIENCE_S = 20
# Slow receivers hold a thread for five seconds each; they must not hold up others.
SENDERS = 64
_IDLE_S = 0.5
_SHORTEST_PAUSE_S = 0.005
_WAITING = "state IN ('pending', 'reordered')"


class Notifier:
    """Keeps notifications in the store until they are delivered or given up."""

    def __init__(self, world):
        self._world = world
        self._store = world.store
        self._wake = threading.Event()
        self._in_flight = set()
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="notify")
        self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)
        self._stopped = False
        # During a migration certificate and public key take turns.
        self._turns = itertools.cycle(("certificate", "public_key"))

    def start(self):
        """Begin to deliver what is due."""
        self._thread.start()

    def stop(self):
        """Stop delivering; what is pending stays in the store."""
        self._stopped = True
        self.wake()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wake(self):
        """Look at the schedule again at once."""
        self._wake.set()

    def plan(self, event_type, *, mchid, out_trade_no, notify_url, content):
        """Put a notification on the schedule, bent by the faults that fit.

        Call it in the transaction that makes the event true: then the event and
        its notification are remembered together or not at all.

        :return: The notification's id, or None if there is nobody to notify.
        """
        if not notify_url:
            return None
        api = f"notify.{event_type}"
        strike = self._world.faults.strike
        bent = dict(strike(SCHEDULE_FAULTS, api=api, out_trade_no=out_trade_no))
        spoiled = strike(MESSAGE_FAULTS, api=api, out_trade_no=out_trade_no)
        now = self._world.clock.now()
        row = {
            "id": str(uuid.uuid4()),
            "mchid": mchid,
            "out_trade_no": out_trade_no,
            "event_type": event_type,
            "notify_url": notify_url,
            "resource": json.dumps(content, ensure_ascii=False),
            "created_at": now,
            "state": "pending",
            "due_at": now,
            "faults": json.dumps([name for name, _ in spoiled]),
            "repeats": int(bent.get("notify_repeat", {}).get("count", 0)),
        }
        if "notify_none" in bent:
            row["state"] = "suppressed"
        if "notify_hold" in bent:
            row["state"] = "held"
        if "notify_delay" in bent:
            row["due_at"] = now + float(bent["notify_delay"].get("seconds", 5))
        if "notify_reorder" in bent:
            row.update(state="reordered", due_at=now + REORDER_PATIENCE_S)
        self._store.insert("notifications", row)
        return row["id"]

    def of_order(self, out_trade_no, event_type=""):
        """Return the rows of an order's notifications, oldest first."""
        return self._store.all(
            "SELECT * FROM notifications WHERE out_trade_no = ? "
            "AND event_type LIKE ? ORDER BY created_at",
            (out_trade_no, f"{event_type}%"),
        )

    def deliver_now(self, row, fault=None):
        """Post a notification at once and wait for the outcome.

        :param str fault: A message fault; then the schedule is left alone.
        :return: {event, status, verdict, body} of the attempt.
        """
        outcome = self._attempt(row, fault)
        if fault is None:
            self._settle(row, outcome)
        return {"event": row["event_type"], **outcome}

    def hold(self, row):
        """Keep a notification back until it is sent by hand."""
        self._reschedule(row, state="held")

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
        return {"event": row["event_type"], **self._attempt(row, fault)}

    def _run(self):
        while not self._stopped:
            # Cleared before looking: what is planned meanwhile wakes it again.
            self._wake.clear()
            try:
                self._world.tick()
                for notification_id in self._due():
                    self._in_flight.add(notification_id)
                    self._pool.submit(self._send, notification_id)
                pause = self._pause()
            except Exception:  # the thread must outlive any row
                # One bad row must not end the deliveries of all others.
                _logger.exception("the schedule stumbled; it goes on")
                pause = _IDLE_S
            self._wake.wait(pause)

    def _due(self):
        rows = self._store.all(
            f"SELECT id FROM notifications WHERE {_WAITING} AND due_at <= ? "
            "ORDER BY due_at LIMIT 500",
            (self._world.clock.now(),),
        )
        return [row["id"] for row in rows if row["id"] not in self._in_flight]

    def _pause(self):
        now = self._world.clock.now()
        next_due = self._store.one(
            f"SELECT min(due_at) FROM notifications WHERE {_WAITING} AND due_at > ?",
            (now,),
        )[0]
        dues = (next_due, self._world.refunds.next_due(), self._world.orders.next_due())
        waits = [due - now for due in dues if due is not None]
        return min([max(wait, _SHORTEST_PAUSE_S) for wait in waits] + [_IDLE_S])

    def _send(self, notification_id):
        try:
            row = self._row(notification_id)
            if row is None:  # The sandbox was reset meanwhile.
                return
            spoiled = json.loads(row["faults"])
            if spoiled:
                self._attempt(row, spoiled[0])
                self._reschedule(
                    row, faults=json.dumps(spoiled[1:]), due_at=self._next_try(1)
                )
            else:
                self._settle(row, self._attempt(row, None))
        except Exception:
            # A fault of the sandbox: sending again would only repeat it for ever.
            _logger.exception("notification %s could not be sent", notification_id)
            self._store.execute(
                "UPDATE notifications SET state = 'given_up' WHERE id = ?",
                (notification_id,),
            )
        finally:
            self._in_flight.discard(notification_id)
            self.wake()

    def _attempt(self, row, fault):
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
        outcome = _judge(answer, fault)
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

    def _settle(self, row, outcome):
        now = self._world.clock.now()
        attempts = row["attempts"] + 1
        if outcome["verdict"] == "accepted":
            again = row["repeats"] > 0
            self._reschedule(
                row,
                attempts=attempts,
                last_result="accepted",
                state="pending" if again else "delivered",
                repeats=max(row["repeats"] - 1, 0),
                due_at=now,
            )
            self._release_reordered(row)
        elif attempts > len(RETRY_DELAYS_S):
            self._reschedule(
                row, attempts=attempts, last_result=outcome["verdict"], state="given_up"
            )
        else:
            self._reschedule(
                row,
                attempts=attempts,
                last_result=outcome["verdict"],
                state="pending",
                due_at=self._next_try(attempts),
            )

    def _next_try(self, attempts):
        delay = RETRY_DELAYS_S[attempts - 1] * self._world.settings.notify_scale
        return self._world.clock.now() + delay

    def _release_reordered(self, row):
        self._store.execute(
            "UPDATE notifications SET state = 'pending', due_at = ? "
            "WHERE state = 'reordered' AND id != ?",
            (self._world.clock.now(), row["id"]),
        )

    def _reschedule(self, row, **changes):
        names = ", ".join(f"{name} = ?" for name in changes)
        self._store.execute(
            f"UPDATE notifications SET {names} WHERE id = ?",
            (*changes.values(), row["id"]),
        )

    def _row(self, notification_id):
        return self._store.one(
            "SELECT * FROM notifications WHERE id = ?", (notification_id,)
        )


def _judge(answer, fault):
    """Return what an answer means: 200 or 204 within the time is acceptance."""
    accepted = answer.status in (200, 204) and not _says_fail(answer.text)
    if answer.status is None:
        verdict = "unreachable"
    elif fault:
        # Nobody may accept these; a merchant who does has a hole.
        verdict = "accepted_a_bad_message" if accepted else "refused_rightly"
    else:
        verdict = "accepted" if accepted else "refused"
    return {"status": answer.status, "verdict": verdict, "body": answer.text}


def _says_fail(text):
    try:
        code = json.loads(text or "{}").get("code", "SUCCESS")
    except (ValueError, AttributeError):
        return False
    return code != "SUCCESS"
