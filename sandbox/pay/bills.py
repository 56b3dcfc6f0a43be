"""Bills: made at nine the next morning from what really happened in a day."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..clock import CHINA
from ..merchants import PARTNER
from .bill_faults import FILE_FAULTS, ROW_FAULTS, spoil
from .errors import PayError, param_error
from .sheets import (
    flow_rows,
    flow_sheet,
    payment_row,
    refund_row,
    reversal_row,
    trade_sheet,
)

MADE_AT_HOUR = 9
KEPT_DAYS = 92
URL_LIFE_S = 300


@dataclass(frozen=True)
class Day:
    """A day in China: when it began and ended, when its bill was made."""

    text: str
    begin: float
    end: float
    made_at: float


class Bills:
    """Makes bills and keeps the files for five minutes."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def day_of(self, text):
        """Return the day of a bill that can be asked for now.

        :raise PayError: If it is no day, too old, to come, or not made yet.
        """
        day = _parse_day(text)
        now = self._world.clock.now()
        if day.begin > now:
            raise _bad_date(text, "a day to come has no bill")
        if now - day.begin > KEPT_DAYS * 86400:
            raise _bad_date(text, "bills are kept for three months")
        if now < day.made_at:
            raise PayError(
                400,
                "STATEMENT_CREATING",
                "账单生成中，请稍后再试",
                issue=f"bills are made from {MADE_AT_HOUR}:00 of the next day on",
            )
        return day

    def trade(self, merchant, day, bill_type, sub_mchid=None):
        """Return a merchant's trade bill of a day.

        :raise PayError: If nothing happened in it.
        """
        rows = []
        if bill_type != "REFUND":
            rows += [payment_row(order) for order in self._paid(merchant, day)]
        if bill_type != "SUCCESS":
            rows += self._given_back(merchant, day)
        if sub_mchid:
            rows = [row for row in rows if row["特约商户号"] == sub_mchid]
        if not rows:
            raise _no_statement()
        rows.sort(key=lambda row: row["交易时间"])
        return trade_sheet(rows, bill_type)

    def flow(self, mchid, day, account):
        """Return the fund-flow bill of a merchant's account of a day.

        :raise PayError: If nothing moved in it.
        """
        ledger = self._world.ledger
        moves = ledger.of_span(mchid, account, day.begin, day.end)
        if not moves:
            raise _no_statement()
        return flow_sheet(flow_rows(moves, ledger.balance(mchid, account, day.begin)))

    def make(self, sheet, api, day):
        """Return a bill's file and its SHA1, spoiled as ordered."""
        for rule in self._rules(ROW_FAULTS, api, day):
            if spoil(sheet, rule):
                self._world.faults.use(rule["id"])
        content = sheet.content()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        for rule in self._rules(FILE_FAULTS, api, day):
            self._world.faults.use(rule["id"])
            if rule["fault"] == "bill_bad_hash":
                digest = hashlib.sha1(b"bad", usedforsecurity=False).hexdigest()
            else:
                content = content[: len(content) * 2 // 3]
        return content, digest

    def keep(self, content, mchid):
        """Keep a file for its download; return the token that opens it."""
        now, token = self._world.clock.now(), secrets.token_urlsafe(32)
        self._store.execute("DELETE FROM bill_files WHERE expires_at <= ?", (now,))
        self._store.insert(
            "bill_files",
            {
                "token": token,
                "mchid": mchid,
                "expires_at": now + URL_LIFE_S,
                "content": content,
            },
        )
        return token

    def file_of(self, token, mchid):
        """Return the bytes of a file that is asked for in time.

        :raise PayError: If it is another merchant's, unknown, or too late.
        """
        row = self._store.one("SELECT * FROM bill_files WHERE token = ?", (token,))
        if row is None or row["expires_at"] <= self._world.clock.now():
            raise PayError(
                400,
                "INVALID_REQUEST",
                "下载地址已失效，请重新申请账单",
                issue=f"a download_url lives {URL_LIFE_S} s: ask for the bill again",
            )
        if row["mchid"] != mchid:
            raise PayError(
                403,
                "NO_AUTH",
                "商户号无权下载该账单",
                issue="another merchant asked for this bill",
            )
        return row["content"]

    def _paid(self, merchant, day):
        return self._store.all(
            f"SELECT * FROM orders WHERE {_owner(merchant)} "
            "AND paid_at >= ? AND paid_at < ?",
            (merchant.mchid, day.begin, day.end),
        )

    def _given_back(self, merchant, day):
        span = (merchant.mchid, day.begin, day.end)
        reversed_orders = self._store.all(
            f"SELECT * FROM orders WHERE {_owner(merchant)} "
            "AND paid_at IS NOT NULL AND reversed_at >= ? AND reversed_at < ?",
            span,
        )
        refunds = self._store.all(
            "SELECT r.* FROM refunds r JOIN orders USING (mchid, out_trade_no) "
            f"WHERE {_owner(merchant, 'orders.')} "
            "AND r.created_at >= ? AND r.created_at < ?",
            span,
        )
        get = self._world.orders.get
        return [
            *(reversal_row(order) for order in reversed_orders),
            *(
                refund_row(refund, get(refund["mchid"], refund["out_trade_no"]), made)
                for made in [day.made_at]
                for refund in refunds
            ),
        ]

    def _rules(self, names, api, day):
        return [
            rule
            for rule in self._world.faults.standing(names, api)
            if rule["params"].get("bill_date") in (None, day.text)
        ]


def _owner(merchant, table=""):
    if merchant.kind == PARTNER:
        return f"{table}sp_mchid = ?"
    return f"{table}sp_mchid IS NULL AND {table}mchid = ?"


def _parse_day(text):
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise _bad_date(text, "bill_date: as 2019-06-11")
    try:
        parsed = date.fromisoformat(text)
    except ValueError as error:
        raise _bad_date(text, "no such day") from error
    begin = datetime(parsed.year, parsed.month, parsed.day, tzinfo=CHINA)
    end = begin + timedelta(days=1)
    made_at = end + timedelta(hours=MADE_AT_HOUR)
    return Day(text, begin.timestamp(), end.timestamp(), made_at.timestamp())


def _bad_date(text, issue):
    return param_error("bill_date", "账单日期不合法", issue, text, location="query")


def _no_statement():
    return PayError(
        400,
        "NO_STATEMENT_EXIST",
        "账单文件不存在",
        issue="nothing happened that day; the day is empty, not late",
    )
