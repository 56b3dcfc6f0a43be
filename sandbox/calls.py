"""The log of every call in and out, masked before it is written."""

import json
import time

from .masking import mask_target, mask_value

MAX_ROWS = 50_000
_TRIM_EVERY = 1_000


class CallLog:
    """Writes calls to the store and reads them back."""

    def __init__(self, store):
        self._store = store

    def record(self, **call):
        """Write one call down.

        Keys are those of the `calls` table; `target`, `request` and `response`
        are masked here, so nobody can forget to.
        """
        call["target"] = mask_target(call["target"])
        for side in ("request", "response"):
            if call.get(side) is not None:
                call[side] = json.dumps(mask_value(call[side]), ensure_ascii=False)
        call["faults"] = ",".join(call.get("faults") or ()) or None
        row_id = self._store.insert("calls", {"at": time.time(), **call})
        if row_id % _TRIM_EVERY == 0:
            self._store.execute("DELETE FROM calls WHERE id <= ?", (row_id - MAX_ROWS,))

    def read(self, *, limit=200, since_id=0, **filters):
        """Return calls newest first, filtered by api, direction or out_trade_no."""
        wanted = {key: value for key, value in filters.items() if value}
        where = "".join(f" AND {key} = ?" for key in wanted)
        rows = self._store.all(
            f"SELECT * FROM calls WHERE id > ?{where} ORDER BY id DESC LIMIT ?",
            (since_id, *wanted.values(), limit),
        )
        return [self._view(row) for row in rows]

    @staticmethod
    def _view(row):
        call = dict(row)
        for side in ("request", "response"):
            call[side] = json.loads(call[side]) if call[side] else None
        call["faults"] = call["faults"].split(",") if call["faults"] else []
        return call
