"""The rows of a bill file.

The files are made for spreadsheets: UTF-8 with a mark, a line of column names, rows
with a backtick before each value, then two lines of totals. Values are bare, so a
reader that minds quotes would go wrong at the first dish with one in its name. See
https://pay.weixin.qq.com/doc/v3/merchant/4012791866 and
https://pay.weixin.qq.com/doc/v3/merchant/4012791867. Last seen: November 2026.
"""

import contextlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from typing import NamedTuple

from .errors import WechatPayBillFormatError

BEIJING = timezone(timedelta(hours=8))

PAYMENT = "payment"
REFUND = "refund"
REFUND_RETURN = "refund_return"
REVOKED = "revoked"
FEE = "fee"
WITHDRAWAL = "withdrawal"
TOP_UP = "top_up"
OTHER = "other"

INCOME = "收入"
EXPENSE = "支出"

_FEN_PER_YUAN = 100
# Fees are written with five decimals.
_FEE_UNITS_PER_FEN = 1000
_MARK = "`"
_SEPARATOR = ",`"


class TradeRow(NamedTuple):
    """One payment, refund or reversal of the trade bill."""

    traded_at: datetime
    appid: str
    mchid: str
    sub_mchid: str
    transaction_id: str
    out_trade_no: str
    trade_type: str
    trade_state: str
    currency: str
    settlement_fen: int
    coupon_fen: int
    refund_id: str
    out_refund_no: str
    refund_fen: int
    coupon_refund_fen: int
    refund_status: str
    product: str
    fee_units: int
    rate: str
    order_fen: int
    asked_refund_fen: int

    @property
    def kind(self) -> str:
        """What it is: :data:`PAYMENT`, :data:`REFUND` or :data:`REVOKED`.

        A reversal after the money came is a refund in all but its name.
        """
        if self.trade_state == "SUCCESS":
            return PAYMENT
        if self.trade_state == "REVOKED" and not self.refund_fen:
            return REVOKED
        return REFUND

    @property
    def fee_fen(self) -> int:
        """The fee in whole fen, below zero where a part of it comes back."""
        return fee_fen(self.fee_units)

    @property
    def money_fen(self) -> int:
        """What it adds to the balance before the fee."""
        return self.settlement_fen - self.refund_fen

    @property
    def asked_fen(self) -> int:
        """What we asked for: the amount of the order, or less than zero for a refund.

        A coupon that the merchant gave makes this differ from the money.
        """
        if self.kind == REFUND:
            return -(self.asked_refund_fen or self.refund_fen)
        return self.order_fen or self.settlement_fen + self.coupon_fen


class FundRow(NamedTuple):
    """One movement of the merchant's balance."""

    booked_at: datetime
    business_no: str
    flow_no: str
    business_name: str
    business_type: str
    direction: str
    amount_fen: int
    balance_fen: int
    applicant: str
    note: str
    voucher_no: str

    @property
    def kind(self) -> str:
        """What it is: :data:`PAYMENT`, :data:`FEE`, :data:`WITHDRAWAL` and so on."""
        return _kind_of(self.business_type) or _kind_of(self.business_name) or OTHER

    @property
    def money_fen(self) -> int:
        """What it adds to the balance."""
        return self.amount_fen if self.direction == INCOME else -self.amount_fen


@dataclass(frozen=True)
class Layout:
    """What a kind of bill looks like: its columns, its totals, its row.

    :ivar type row: The type of its rows.
    :ivar tuple columns: Column and reader of each field of the row.
    :ivar dict totals: Names of the totals, and what a row adds to each.
    :ivar str rounded: The total that is written with less decimals than its parts.
    """

    row: type
    columns: tuple
    totals: dict
    rounded: str = ""


def read_rows(file, layout):
    """Yield the typed rows of a bill, then check them against its totals.

    Nothing is kept: a bill may be longer than the memory. Whoever keeps the rows must
    be ready to forget them when the end does not fit.

    :param file: An open binary file.
    :param Layout layout: :data:`TRADE_BILL` or :data:`FUND_BILL`.
    :raise WechatPayBillFormatError: If it is not such a bill, or not a whole one.
    """
    with contextlib.closing(_open_lines(file)) as lines:
        take = _reader_of(layout, next(lines, ""))
        adders = tuple(layout.totals.values())
        sums = [0] * len(adders)
        for number, line in enumerate(lines, 2):
            if not line.startswith(_MARK):
                break
            try:
                row = take(line[1:].split(_SEPARATOR))
            except (ValueError, ArithmeticError) as error:
                raise WechatPayBillFormatError(f"line {number} is malformed") from error
            for index, add in enumerate(adders):
                sums[index] += add(row)
            yield row
        else:
            raise WechatPayBillFormatError("the bill ends before its totals")
        _check_totals(layout, line, next(lines, ""), sums)


def is_chained(rows):
    """Return whether each balance follows from the one before, oldest first.

    :param list rows: What :func:`read_rows` yields of a fund-flow bill.
    :rtype: bool
    """
    return all(
        later.balance_fen - later.money_fen == earlier.balance_fen
        for earlier, later in zip(rows, rows[1:], strict=False)
    )


def fee_fen(units):
    """Return a fee, or a sum of fees, in whole fen.

    :param int units: In hundred-thousandths of a yuan, as bills write it.
    """
    whole = Decimal(units) / _FEE_UNITS_PER_FEN
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _open_lines(file):
    # A dish's name may hold a bare line feed where the lines end with both letters.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline()
        ending = "\r\n" if first.endswith("\r\n") else "\n"
        yield first.rstrip("\r\n")
        pending = ""
        for piece in text:
            pending += piece
            if pending.endswith(ending):
                yield pending.removesuffix(ending)
                pending = ""
        if pending:
            yield pending
    except UnicodeDecodeError as error:
        raise WechatPayBillFormatError("the bill is not UTF-8") from error
    finally:
        # The file is the caller's, who may read it once more.
        with contextlib.suppress(ValueError):
            text.detach()


def _reader_of(layout, header):
    """Return what makes a row of the values of one line."""
    names = [name.strip().lstrip(_MARK) for name in header.split(",")]
    try:
        places = [names.index(column) for column, _read in layout.columns]
    except ValueError as error:
        raise WechatPayBillFormatError(f"the bill lacks a column: {error}") from error
    pick = itemgetter(*places)
    readers = [read for _column, read in layout.columns]
    # Text is taken as it is; only the rest is worth a call.
    calls = [(index, read) for index, read in enumerate(readers) if read is not str]
    width, make = len(names), layout.row._make

    def take(values):
        if len(values) != width:
            raise ValueError("columns")
        picked = list(pick(values))
        for index, read in calls:
            picked[index] = read(picked[index])
        return make(picked)

    return take


def _check_totals(layout, header, line, sums):
    names = [name.strip().lstrip(_MARK) for name in header.split(",")]
    values = line.removeprefix(_MARK).split(_SEPARATOR)
    if len(values) != len(names):
        raise WechatPayBillFormatError("the totals are malformed")
    given = dict(zip(names, values, strict=True))
    for (name, add), total in zip(layout.totals.items(), sums, strict=True):
        try:
            stated = Decimal(given[name]) * _SCALES.get(add, _FEN_PER_YUAN)
        except (KeyError, ArithmeticError) as error:
            raise WechatPayBillFormatError(f"the total {name} is missing") from error
        slack = _FEE_UNITS_PER_FEN / 2 if name == layout.rounded else 0
        if abs(stated - total) > slack:
            raise WechatPayBillFormatError(
                f"the rows do not add up to the total {name}: {given[name]}"
            )


def _kind_of(name):
    return next((kind for word, kind in _KINDS if word in name), None)


def _read_time(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def _read_scaled(scale):
    known = {}

    def read(text):
        # Bills repeat the same few prices, and Decimal is slow.
        amount = known.get(text)
        if amount is None:
            exact = Decimal(text or 0) * scale
            amount = int(exact)
            if amount != exact:
                raise ValueError(text)
            if len(known) < 10_000:
                known[text] = amount
        return amount

    return read


def _read_number(text):
    # What does not apply is written as 0.
    return "" if text == "0" else text


def _read_direction(text):
    if text not in (INCOME, EXPENSE):
        raise ValueError(text)
    return text


def _one(_row):
    return 1


def _sum_of(name):
    return itemgetter(TradeRow._fields.index(name))


def _when(direction, amount):
    return lambda row: amount(row) if row.direction == direction else 0


_KINDS = (
    ("手续费", FEE),
    ("提现", WITHDRAWAL),
    ("充值", TOP_UP),
    ("退款退回", REFUND_RETURN),
    ("退款失败", REFUND_RETURN),
    ("退款", REFUND),
    ("撤销", REFUND),
    ("交易", PAYMENT),
)
_fen = _read_scaled(_FEN_PER_YUAN)
_fee = _read_scaled(_FEN_PER_YUAN * _FEE_UNITS_PER_FEN)
_fee_of = _sum_of("fee_units")
_amount_of = itemgetter(FundRow._fields.index("amount_fen"))
_income_count = _when(INCOME, _one)
_expense_count = _when(EXPENSE, _one)
# Totals in something else than fen.
_SCALES = {
    _one: 1,
    _income_count: 1,
    _expense_count: 1,
    _fee_of: _FEN_PER_YUAN * _FEE_UNITS_PER_FEN,
}

TRADE_BILL = Layout(
    row=TradeRow,
    columns=(
        ("交易时间", _read_time),
        ("公众账号ID", str),
        ("商户号", str),
        ("特约商户号", _read_number),
        ("微信订单号", str),
        ("商户订单号", str),
        ("交易类型", str),
        ("交易状态", str),
        ("货币种类", str),
        ("应结订单金额", _fen),
        ("代金券金额", _fen),
        ("微信退款单号", _read_number),
        ("商户退款单号", _read_number),
        ("退款金额", _fen),
        ("充值券退款金额", _fen),
        ("退款状态", str),
        ("商品名称", str),
        ("手续费", _fee),
        ("费率", str),
        ("订单金额", _fen),
        ("申请退款金额", _fen),
    ),
    totals={
        "总交易单数": _one,
        "应结订单总金额": _sum_of("settlement_fen"),
        "退款总金额": _sum_of("refund_fen"),
        "充值券退款总金额": _sum_of("coupon_refund_fen"),
        "手续费总金额": _fee_of,
        "订单总金额": _sum_of("order_fen"),
        "申请退款总金额": _sum_of("asked_refund_fen"),
    },
    rounded="手续费总金额",
)

FUND_BILL = Layout(
    row=FundRow,
    columns=(
        ("记账时间", _read_time),
        ("微信支付业务单号", str),
        ("资金流水单号", str),
        ("业务名称", str),
        ("业务类型", str),
        ("收支类型", _read_direction),
        ("收支金额(元)", _fen),
        ("账户结余(元)", _fen),
        ("资金变更提交申请人", str),
        ("备注", str),
        ("业务凭证号", str),
    ),
    totals={
        "资金流水总笔数": _one,
        "收入笔数": _income_count,
        "收入金额": _when(INCOME, _amount_of),
        "支出笔数": _expense_count,
        "支出金额": _when(EXPENSE, _amount_of),
    },
)
