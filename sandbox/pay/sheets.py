"""The rows of a bill in WeChat Pay's file format.

UTF-8 with BOM, CRLF, values bare behind a backtick each, two lines of summary.
https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html
"""

import re
from dataclasses import dataclass

from ..clock import compact
from .order_view import BANK_TYPE

_NEWLINE = "\r\n"
_WHEN = "%Y-%m-%d %H:%M:%S"
_ORDER = (
    "交易时间 公众账号ID 商户号 特约商户号 设备号 微信订单号 商户订单号 用户标识 "
    "交易类型 交易状态 付款银行 货币种类 应结订单金额 代金券金额"
).split()
_REFUND = "微信退款单号 商户退款单号 退款金额 充值券退款金额 退款类型 退款状态".split()
TRADE_COLUMNS = {
    "ALL": (
        *_ORDER,
        *_REFUND,
        *"商品名称 商户数据包 手续费 费率 订单金额 申请退款金额 费率备注".split(),
    ),
    "SUCCESS": (*_ORDER, *"商品名称 商户数据包 手续费 费率 订单金额 费率备注".split()),
    "REFUND": (
        *_ORDER,
        "退款申请时间",
        "退款成功时间",
        *_REFUND,
        *"商品名称 商户数据包 手续费 费率 订单金额 申请退款金额 费率备注".split(),
    ),
}
_TRADE_SUMMARY = {
    "应结订单总金额": "应结订单金额",
    "退款总金额": "退款金额",
    "充值券退款总金额": "充值券退款金额",
    "手续费总金额": "手续费",
    "订单总金额": "订单金额",
    "申请退款总金额": "申请退款金额",
}
FLOW_COLUMNS = (
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)",
    "账户结余(元)",
    "资金变更提交申请人",
    "备注",
    "业务凭证号",
)
# From the kinds of movements to WeChat's words: name and type of the business.
_BUSINESS = {
    "trade": "交易",
    "fee": "扣除交易手续费",
    "refund": "退款",
    "fee_return": "退回交易手续费",
    "refund_return": "退款退回",
    "fee_again": "扣除交易手续费",
    "reversal": "退款",
    "withdrawal": "提现",
    "deposit": "充值",
}
_BY_THE_MERCHANT = ("refund", "fee_return", "reversal")


@dataclass
class Sheet:
    """One bill before it becomes bytes."""

    columns: tuple
    rows: list
    # Where a row names the merchant's order or refund.
    number_column: str
    amount_columns: tuple
    fee_column: str | None
    summarize: object
    # Added to the count of the summary, to make it wrong on purpose.
    miscount: int = 0

    def content(self):
        """Return the file's bytes, before any compression."""
        lines = [",".join(self.columns)]
        lines += [_line(row[name] for name in self.columns) for row in self.rows]
        names, values = self.summarize(self.rows, self.miscount)
        lines += [",".join(names), _line(values)]
        return ("\ufeff" + _NEWLINE.join(lines) + _NEWLINE).encode()


def trade_sheet(rows, bill_type):
    """Return the trade bill of some rows."""
    return Sheet(
        columns=TRADE_COLUMNS[bill_type],
        rows=rows,
        number_column="商户订单号",
        amount_columns=("订单金额", "应结订单金额", "退款金额", "申请退款金额"),
        fee_column="手续费",
        summarize=_sum_trades,
    )


def flow_sheet(rows):
    """Return the fund-flow bill of some rows."""
    return Sheet(
        columns=FLOW_COLUMNS,
        rows=rows,
        number_column="业务凭证号",
        amount_columns=("收支金额(元)",),
        fee_column=None,
        summarize=_sum_flows,
    )


def payment_row(order):
    """Return a payment as the trade bill shows it, on the day it was paid."""
    return {
        **_order_part(order, order["paid_at"], "SUCCESS"),
        "应结订单金额": yuan(order["total_fen"]),
        "订单金额": yuan(order["total_fen"]),
        "手续费": _fee(order["fee_fen"]),
    }


def refund_row(refund, order, made_at):
    """Return a refund as the trade bill shows it, on the day it was accepted.

    A bill is a snapshot: what became of the refund after the file was made does not
    change it.
    """
    finished = refund["finished_at"]
    is_known = finished is not None and finished <= made_at
    status = refund["status"] if is_known else "PROCESSING"
    fen = yuan(refund["refund_fen"])
    return {
        **_order_part(order, refund["created_at"], "REFUND"),
        "微信退款单号": refund["refund_id"],
        "商户退款单号": refund["out_refund_no"],
        "退款金额": fen,
        "申请退款金额": fen,
        "退款类型": "ORIGINAL",
        # The bills' own word for what needs the merchant's help.
        "退款状态": {"ABNORMAL": "CHANGE", "CLOSED": "FAIL"}.get(status, status),
        "手续费": _fee(-refund["fee_fen"]),
        "退款申请时间": compact(refund["created_at"], _WHEN),
        "退款成功时间": compact(finished, _WHEN) if status == "SUCCESS" else "",
    }


def reversal_row(order):
    """Return a reversed payment as the trade bill shows it, on the day it went back."""
    fen = yuan(order["total_fen"])
    at = order["reversed_at"]
    return {
        **_order_part(order, at, "REVOKED"),
        "微信退款单号": f"5030{order['transaction_id'][4:]}",
        "商户退款单号": order["out_trade_no"],
        "退款金额": fen,
        "申请退款金额": fen,
        "退款类型": "ORIGINAL",
        "退款状态": "SUCCESS",
        "手续费": _fee(-order["fee_fen"]),
        "退款申请时间": compact(at, _WHEN),
        "退款成功时间": compact(at, _WHEN),
    }


def flow_rows(movements, opening):
    """Return movements as the fund-flow bill shows them, with the running balance."""
    rows, balance = [], opening
    for move in movements:
        balance += move["fen"]
        business = _BUSINESS[move["kind"]]
        by_merchant = move["kind"] in _BY_THE_MERCHANT
        rows.append(
            {
                "记账时间": compact(move["at"], _WHEN),
                "微信支付业务单号": move["business_no"],
                "资金流水单号": move["flow_no"],
                "业务名称": business,
                "业务类型": business,
                "收支类型": "收入" if move["fen"] > 0 else "支出",
                "收支金额(元)": yuan(abs(move["fen"])),
                "账户结余(元)": yuan(balance),
                "资金变更提交申请人": f"{move['mchid']}API"
                if by_merchant
                else "system",
                "备注": _bare(move["remark"]),
                "业务凭证号": move["voucher_no"],
            }
        )
    return rows


def yuan(fen):
    """Return fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen_of(text):
    """Return the fen of an amount in a bill."""
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int(part[:2].ljust(2, "0")))


def _order_part(order, at, state):
    return {
        "交易时间": compact(at, _WHEN),
        "公众账号ID": order["sp_appid"] or order["appid"],
        "商户号": order["sp_mchid"] or order["mchid"],
        "特约商户号": order["mchid"] if order["sp_mchid"] else "0",
        "设备号": order["device_id"] or "",
        "微信订单号": order["transaction_id"],
        "商户订单号": order["out_trade_no"],
        "用户标识": order["sp_openid"] or order["openid"] or "",
        "交易类型": order["trade_type"],
        "交易状态": state,
        "付款银行": BANK_TYPE,
        "货币种类": order["currency"],
        "应结订单金额": "0.00",
        "代金券金额": "0.00",
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": "0.00",
        "充值券退款金额": "0.00",
        "退款类型": "",
        "退款状态": "",
        "商品名称": _bare(order["description"]),
        "商户数据包": _bare(order["attach"] or ""),
        "费率": f"{order['fee_rate'] // 100}.{order['fee_rate'] % 100:02d}%",
        "订单金额": "0.00",
        "申请退款金额": "0.00",
        "费率备注": "",
        "退款申请时间": "",
        "退款成功时间": "",
    }


def _fee(fen):
    return f"{yuan(fen)}000"


def _line(values):
    return ",".join(f"`{value}" for value in values)


def _bare(text):
    # Values stand bare, so what would end one cannot be in it.
    return re.sub(r"[,`\s]+", " ", text).strip()


def _short(fen):
    """Return yuan as the summary writes them: `0.0`, `0.47`, `12.5`."""
    text = yuan(fen)
    return text[:-1] if text.endswith("0") else text


def _sum_trades(rows, miscount):
    sums = [sum(fen_of(row[name]) for row in rows) for name in _TRADE_SUMMARY.values()]
    values = [f"{len(rows) + miscount}.0", *(_short(fen) for fen in sums)]
    return ("总交易单数", *_TRADE_SUMMARY), values


def _sum_flows(rows, miscount):
    names = ("资金流水总笔数", "收入笔数", "收入金额", "支出笔数", "支出金额")
    values = [f"{len(rows) + miscount}.0"]
    for kind in ("收入", "支出"):
        amounts = [fen_of(r["收支金额(元)"]) for r in rows if r["收支类型"] == kind]
        values += [f"{len(amounts)}.0", _short(sum(amounts))]
    return names, values
