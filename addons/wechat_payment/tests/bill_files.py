"""WeChat Pay's bills as files, written apart from what reads them.

They can tell of what the sandbox does not play: coupons, profit sharing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..wechatpay.bill_rows import BEIJING
from ..wechatpay.tests.bill_samples import (
    FUND_HEADER,
    FUND_TOTALS,
    TRADE_HEADER,
    TRADE_TOTALS,
)


@dataclass(frozen=True)
class Event:
    """One payment, refund or other movement, as it really happened."""

    kind: str
    at: datetime
    number: str
    own_number: str
    fen: int
    payment_number: str = ""
    payment_own_number: str = ""
    coupon_fen: int = 0
    extra_fee_fen: int = 0
    mchid: str = ""
    note: str = ""
    # Of a payment: when it was reversed. Of a refund: how and when it ended.
    reversed_at: datetime | None = None
    status: str = "SUCCESS"
    finished_at: datetime | None = None

    @property
    def day(self):
        """The day of the bill it stands in."""
        return self.at.astimezone(BEIJING).date()

    @property
    def settled_fen(self):
        """What it adds to the balance."""
        return self.fen - self.coupon_fen

    @property
    def fee_fen(self):
        """Six per mille, rounded to a fen."""
        if self.kind not in ("payment", "refund"):
            return 0
        return round(self.settled_fen * 6 / 1000) + self.extra_fee_fen


class Bills:
    """WeChat Pay's side: what happened, and the files made of it."""

    def __init__(self, mchid, appid, opening_fen=0, sub_mchid="0"):
        self.mchid = mchid
        self.sub_mchid = sub_mchid
        self.appid = appid
        self.balance_fen = opening_fen
        self.events = []
        self.doubled = set()

    def add(self, event):
        """Let something happen."""
        self.events.append(event)
        return event

    def change(self, number, **changes):
        """Let something have happened otherwise, at WeChat Pay only."""
        self.events = [
            replace(event, **changes) if event.number == number else event
            for event in self.events
        ]

    def of(self, day):
        """Return what happened on a day, in order."""
        return sorted(
            (event for event in self.events if event.day == day),
            key=lambda event: (event.at, event.number),
        )

    def trade(self, day):
        """Return the trade bill of a day, as bytes."""
        lines, sums = [], [0] * 6
        for event in self.of(day):
            if event.kind not in ("payment", "refund"):
                continue
            for _time in range(2 if event.number in self.doubled else 1):
                lines.append(self._trade_line(event))
                is_payment = event.kind == "payment"
                parts = (
                    event.settled_fen if is_payment else 0,
                    0 if is_payment else -event.fen,
                    0,
                    event.fee_fen,
                    event.fen if is_payment else 0,
                    0 if is_payment else -event.fen,
                )
                sums = [total + part for total, part in zip(sums, parts, strict=True)]
        totals = [f"{float(len(lines))}", *map(yuan, sums)]
        return _file(TRADE_HEADER, lines, TRADE_TOTALS, totals)

    def _trade_line(self, event):
        is_payment = event.kind == "payment"
        return _line(
            event.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
            self.appid,
            event.mchid or self.mchid,
            self.sub_mchid,
            "",
            event.number if is_payment else event.payment_number,
            event.own_number if is_payment else event.payment_own_number,
            "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
            "JSAPI",
            "SUCCESS" if is_payment else "REFUND",
            "OTHERS",
            "CNY",
            yuan(event.settled_fen) if is_payment else "0.00",
            yuan(event.coupon_fen),
            "0" if is_payment else event.number,
            "0" if is_payment else event.own_number,
            "0.00" if is_payment else yuan(-event.fen),
            "0.00",
            "" if is_payment else "ORIGINAL",
            "" if is_payment else "SUCCESS",
            '过桥米线, "大碗"',
            "",
            f"{yuan(event.fee_fen)}000",
            "0.60%",
            yuan(event.fen) if is_payment else "0.00",
            "0.00" if is_payment else yuan(-event.fen),
            "",
        )

    def fund(self, day):
        """Return the fund-flow bill of a day, as bytes; days go forward only."""
        lines, income, expense = [], [], []
        for event in self.of(day):
            for kind, fen in self._movements(event):
                self.balance_fen += fen
                (income if fen > 0 else expense).append(abs(fen))
                lines.append(
                    _line(
                        event.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
                        event.number,
                        f"1900{day:%Y%m%d}{len(lines):08}",
                        kind,
                        kind,
                        "收入" if fen > 0 else "支出",
                        yuan(abs(fen)),
                        yuan(self.balance_fen),
                        "system",
                        event.note,
                        event.own_number,
                    )
                )
        totals = [
            f"{float(len(lines))}",
            f"{float(len(income))}",
            yuan(sum(income)),
            f"{float(len(expense))}",
            yuan(sum(expense)),
        ]
        return _file(FUND_HEADER, lines, FUND_TOTALS, totals)

    def _movements(self, event):
        names = {
            "payment": "交易",
            "refund": "退款",
            "withdrawal": "提现",
            "refund_return": "退款退回",
            "other": "分账",
        }
        yield names[event.kind], event.settled_fen
        if event.fee_fen:
            yield "扣除交易手续费", -event.fee_fen


def beijing(day, hour, minute=0, second=0):
    """Return a moment of a day in Beijing."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BEIJING)


def days_from(first, number):
    """Return some days in a row."""
    return [first + timedelta(days=offset) for offset in range(number)]


def yuan(fen):
    """Return fen as bills write them."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def _line(*values):
    return ",".join(f"`{value}" for value in values)


def _file(header, lines, totals_header, totals):
    text = "\r\n".join([header, *lines, totals_header, _line(*totals), ""])
    return b"\xef\xbb\xbf" + text.encode()
