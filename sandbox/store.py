"""The sandbox's memory: one SQLite file that survives a killed process."""

import fcntl
import json
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path

# Columns that younger versions added to a table of an older data folder.
_ADDED_COLUMNS = {
    "orders": (
        "sp_mchid TEXT",
        "sp_appid TEXT",
        "sub_appid TEXT",
        "sp_openid TEXT",
        "fee_fen INTEGER NOT NULL DEFAULT 0",
        "fee_rate INTEGER NOT NULL DEFAULT 0",
        "payer_plan TEXT",
        "payer_due_at REAL",
        "reversed_at REAL",
    ),
    "prepays": ("kind TEXT NOT NULL DEFAULT 'prepay_id'",),
    "refunds": (
        "fee_fen INTEGER NOT NULL DEFAULT 0",
        "account TEXT",
        "channel TEXT NOT NULL DEFAULT 'ORIGINAL'",
    ),
}


class DataDirInUseError(RuntimeError):
    """Raised when another sandbox already works on the same data folder."""


class Store:
    """A SQLite database in WAL mode behind one lock.

    One connection and one lock make every transaction serial, which is what the
    pay/close race needs; a transaction takes some 50 microseconds. With
    `synchronous=NORMAL` a commit survives a killed process; only a power cut can
    lose the last ones.
    """

    def __init__(self, folder):
        folder = Path(folder)
        self._lock_file = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirInUseError(
                f"another sandbox is running on {folder}: stop it, or give this one "
                "another --data folder"
            ) from error
        self._lock = threading.RLock()
        self._db = sqlite3.connect(
            folder / "sandbox.sqlite", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._add_columns()
        self._db.executescript((Path(__file__).parent / "schema.sql").read_text())

    @contextmanager
    def transaction(self):
        """Yield the connection inside a transaction, committed on leaving.

        Transactions nest: only the outermost one begins and commits.
        """
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def all(self, sql, params=()):
        """Return all rows of a query."""
        with self._lock:
            return self._db.execute(sql, params).fetchall()

    def one(self, sql, params=()):
        """Return the first row of a query, or None."""
        with self._lock:
            return self._db.execute(sql, params).fetchone()

    def execute(self, sql, params=()):
        """Run one statement in a transaction of its own; return its row count."""
        with self.transaction() as db:
            return db.execute(sql, params).rowcount

    def insert(self, table, values):
        """Insert a dict as a row; return the new row's id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        with self.transaction() as db:
            return db.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                tuple(values.values()),
            ).lastrowid

    def get_meta(self, name, default=None):
        """Return a remembered JSON value."""
        row = self.one("SELECT value FROM meta WHERE name = ?", (name,))
        return json.loads(row["value"]) if row else default

    def set_meta(self, name, value):
        """Remember a JSON value."""
        self.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    def run_script(self, script):
        """Run the statements of a schema that somebody else owns."""
        with self._lock:
            self._db.executescript(script)

    def clear(self):
        """Forget everything but the meta values that name the identities."""
        with self.transaction() as db:
            tables = db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (table,) in tables:
                db.execute(f"DELETE FROM {table}")

    def _add_columns(self):
        for table, columns in _ADDED_COLUMNS.items():
            known = {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}
            for column in columns:
                # A table that is not there yet is made whole by the schema.
                if known and column.split()[0] not in known:
                    self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")

    def close(self):
        """Close the file and let another process use the folder."""
        with self._lock:
            self._db.close()
            self._lock_file.close()
