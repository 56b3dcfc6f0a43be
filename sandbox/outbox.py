"""Delivers messages that merchants must get: the schedule, the threads, the retries."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from .faults import SCHEDULE_FAULTS

_logger = logging.getLogger(__name__)

# How long a reordered message waits for a next one that never comes.
REORDER_PATIENCE_S = 20
_IDLE_S = 0.5
_SHORTEST_PAUSE_S = 0.005
_WAITING = "state IN ('pending', 'reordered')"


class Outbox:
    """Keeps the messages of one table until they are delivered or given up.

    A subclass says how one is sent (`attempt`) and how often again (`retry_delays`).
    """

    table = ""
    # Slow receivers hold a thread for seconds each; they must not hold up others.
    senders = 64

    def __init__(self, world):
        self._world = world
        self._store = world.store
        self._wake = threading.Event()
        self._in_flight = {}
        self._pool = ThreadPoolExecutor(self.senders, thread_name_prefix=self.table)
        self._thread = threading.Thread(target=self._run, name=self.table, daemon=True)
        self._stopped = False

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

    def attempt(self, row, fault):
        """Send one message; return {status, verdict, body}. A subclass's own."""
        raise NotImplementedError

    def retry_delays(self, row):
        """Return the seconds between one refused attempt and the next."""
        raise NotImplementedError

    def before_looking(self):
        """Do what must be done before the schedule is looked at."""

    def other_dues(self):
        """Return when else the thread must wake up."""
        return ()

    def line_of(self, row):
        """Return what is sent one after the other; by itself each message is."""
        return row["id"]

    def bend(self, api, number, message_faults):
        """Return the columns of a new message, bent by the faults that fit."""
        strike = self._world.faults.strike
        bent = dict(strike(SCHEDULE_FAULTS, api=api, out_trade_no=number))
        spoiled = strike(message_faults, api=api, out_trade_no=number)
        now = self._world.clock.now()
        columns = {
            "state": "pending",
            "due_at": now,
            "faults": json.dumps([name for name, _ in spoiled]),
            "repeats": int(bent.get("notify_repeat", {}).get("count", 0)),
        }
        if "notify_none" in bent:
            columns["state"] = "suppressed"
        if "notify_hold" in bent:
            columns["state"] = "held"
        if "notify_delay" in bent:
            columns["due_at"] = now + float(bent["notify_delay"].get("seconds", 5))
        if "notify_reorder" in bent:
            columns.update(state="reordered", due_at=now + REORDER_PATIENCE_S)
        return columns

    def deliver_now(self, row, fault=None):
        """Post a message at once and wait for the outcome.

        :param str fault: A message fault; then the schedule is left alone.
        :return: {event, status, verdict, body} of the attempt.
        """
        outcome = self.attempt(row, fault)
        if fault is None:
            self._settle(row, outcome)
        return {"event": row["event_type"], **outcome}

    def hold(self, row):
        """Keep a message back until it is sent by hand."""
        self._reschedule(row, state="held")

    def _run(self):
        while not self._stopped:
            # Cleared before looking: what is planned meanwhile wakes it again.
            self._wake.clear()
            try:
                self.before_looking()
                for row in self._due():
                    self._in_flight[row["id"]] = self.line_of(row)
                    self._pool.submit(self._send, row["id"])
                pause = self._pause()
            except Exception:  # the thread must outlive any row
                # One bad row must not end the deliveries of all others.
                _logger.exception("the schedule stumbled; it goes on")
                pause = _IDLE_S
            self._wake.wait(pause)

    def _due(self):
        rows = self._store.all(
            f"SELECT * FROM {self.table} WHERE {_WAITING} AND due_at <= ? "
            "ORDER BY due_at, rowid LIMIT 500",
            (self._world.clock.now(),),
        )
        busy, due = set(self._in_flight.values()), []
        for row in rows:
            if row["id"] not in self._in_flight and self.line_of(row) not in busy:
                busy.add(self.line_of(row))
                due.append(row)
        return due

    def _pause(self):
        now = self._world.clock.now()
        next_due = self._store.one(
            f"SELECT min(due_at) FROM {self.table} WHERE {_WAITING} AND due_at > ?",
            (now,),
        )[0]
        waits = [due - now for due in (next_due, *self.other_dues()) if due is not None]
        return min([max(wait, _SHORTEST_PAUSE_S) for wait in waits] + [_IDLE_S])

    def _send(self, message_id):
        try:
            row = self._row(message_id)
            if row is None:  # The sandbox was reset meanwhile.
                return
            spoiled = json.loads(row["faults"])
            if spoiled:
                self.attempt(row, spoiled[0])
                self._reschedule(
                    row, faults=json.dumps(spoiled[1:]), due_at=self._next_try(row, 1)
                )
            else:
                self._settle(row, self.attempt(row, None))
        except Exception:
            # A fault of the sandbox: sending again would only repeat it for ever.
            _logger.exception("message %s could not be sent", message_id)
            self._store.execute(
                f"UPDATE {self.table} SET state = 'given_up' WHERE id = ?",
                (message_id,),
            )
        finally:
            self._in_flight.pop(message_id, None)
            self.wake()

    def _settle(self, row, outcome):
        now = self._world.clock.now()
        attempts = row["attempts"] + 1
        result = {"attempts": attempts, "last_result": outcome["verdict"]}
        if outcome["verdict"] == "accepted":
            again = row["repeats"] > 0
            self._reschedule(
                row,
                **result,
                state="pending" if again else "delivered",
                repeats=max(row["repeats"] - 1, 0),
                due_at=now,
            )
            self._release_reordered(row)
        elif attempts > len(self.retry_delays(row)):
            self._reschedule(row, **result, state="given_up")
        else:
            self._reschedule(
                row, **result, state="pending", due_at=self._next_try(row, attempts)
            )

    def _next_try(self, row, attempts):
        delay = self.retry_delays(row)[attempts - 1]
        return self._world.clock.now() + delay * self._world.settings.notify_scale

    def _release_reordered(self, row):
        self._store.execute(
            f"UPDATE {self.table} SET state = 'pending', due_at = ? "
            "WHERE state = 'reordered' AND id != ?",
            (self._world.clock.now(), row["id"]),
        )

    def _reschedule(self, row, **changes):
        names = ", ".join(f"{name} = ?" for name in changes)
        self._store.execute(
            f"UPDATE {self.table} SET {names} WHERE id = ?",
            (*changes.values(), row["id"]),
        )

    def _row(self, message_id):
        return self._store.one(
            f"SELECT * FROM {self.table} WHERE id = ?", (message_id,)
        )


def judge(answer, accepted, fault):
    """Return what an answer means: {status, verdict, body}."""
    if answer.status is None:
        verdict = "unreachable"
    elif fault:
        # Nobody may accept these; a merchant who does has a hole.
        verdict = "accepted_a_bad_message" if accepted else "refused_rightly"
    else:
        verdict = "accepted" if accepted else "refused"
    return {"status": answer.status, "verdict": verdict, "body": answer.text}
