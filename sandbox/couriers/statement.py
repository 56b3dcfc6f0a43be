"""A month's statement of a prepaid account, as its merchant downloads it: CSV.

The platforms' own files differ and are not public; this layout is the sandbox's, one
for all: a line for each movement, yuan with two decimals, charges negative.
"""

import csv
import io
import re
from datetime import datetime

from ..clock import CHINA
from . import ledger

COLUMNS = (
    "流水号",
    "发生时间",
    "商户订单号",
    "平台订单号",
    "门店编号",
    "业务类型",
    "金额(元)",
    "余额(元)",
)
WORDS = {
    ledger.DEPOSIT: "充值",
    ledger.WITHDRAWAL: "提现",
    ledger.FEE: "运费",
    ledger.TIP: "小费",
    ledger.PENALTY: "违约金",
    ledger.REFUND: "运费退回",
    ledger.TIP_REFUND: "小费退回",
}
BOM = "\N{BYTE ORDER MARK}"


def month_of(text):
    """Return the begin and the end of a month such as 2026-11 in China.

    :raise ValueError: If it is none.
    """
    if not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", text):
        raise ValueError("month: like 2026-11")
    year, month = map(int, text.split("-"))
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    begin = datetime(year, month, 1, tzinfo=CHINA).timestamp()
    return begin, datetime(*following, 1, tzinfo=CHINA).timestamp()


def statement(couriers, account, month):
    """Return the text of an account's statement of a month.

    :raise ValueError: If the month is none.
    """
    begin, end = month_of(month)
    movements = couriers.orders.ledger.of_span(account, 0, end)
    balance = sum(row["fen"] for row in movements if row["at"] < begin)
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    for row in movements:
        if row["at"] < begin:
            continue
        balance += row["fen"]
        sheet.writerow([*_cells(couriers, row), _yuan(row["fen"]), _yuan(balance)])
    return BOM + text.getvalue()


def _cells(couriers, row):
    order = couriers.orders.get(row["order_id"]) if row["order_id"] else None
    at = datetime.fromtimestamp(row["at"], CHINA)
    return [
        # A tab keeps spreadsheets from turning long numbers into 2.02E+23.
        f"{row['flow_no']}\t",
        at.strftime("%Y-%m-%d %H:%M:%S"),
        row["number"],
        f"{order['platform_no']}\t" if order else "",
        couriers.orders.shop_of(order)["shop_no"] if order else "",
        WORDS[row["kind"]],
    ]


def _yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
