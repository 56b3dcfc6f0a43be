"""Bills as WeChat Pay writes them, made from a few words."""

import gzip
import hashlib

TRADE_HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,"
    "交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,"
    "商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TRADE_TOTALS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,"
    "订单总金额,申请退款总金额"
)
FUND_HEADER = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,"
    "收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
)
FUND_TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"


def line_of(*values):
    """Return one line of values."""
    return ",".join(f"`{value}" for value in values)


def payment_line(number=1, yuan="29.00", fee="0.17000", product="过桥米线"):
    """Return a payment of the trade bill."""
    return line_of(
        "2026-11-22 12:00:00", "wx0123456789abcdef", "1600000000", "0", "",
        f"42000000{number:08}", f"W20261122A{number}", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "JSAPI", "SUCCESS", "OTHERS", "CNY", yuan, "0.00", "0", "0", "0.00", "0.00",
        "", "", product, "", fee, "0.60%", yuan, "0.00", "",
    )  # fmt: skip


def refund_line(number=1, yuan="9.00", fee="-0.05000"):
    """Return a refund of the trade bill."""
    return line_of(
        "2026-11-22 13:00:00", "wx0123456789abcdef", "1600000000", "0", "",
        f"42000000{number:08}", f"W20261122A{number}", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "JSAPI", "REFUND", "OTHERS", "CNY", "0.00", "0.00", f"50000000{number:08}",
        f"R1-W20261122A{number}", yuan, "0.00", "ORIGINAL", "SUCCESS", "过桥米线", "",
        fee, "0.60%", "0.00", yuan, "",
    )  # fmt: skip


def fund_line(kind, direction, yuan, balance, number=1):
    """Return a movement of the fund-flow bill."""
    return line_of(
        "2026-11-22 12:00:01", f"42000000{number:08}", f"19000000{number:08}", kind,
        kind, direction, yuan, balance, "system", "", f"W20261122A{number}",
    )  # fmt: skip


def bill(header, lines, totals_header, totals, *, ending="\r\n"):
    """Return the bytes of a bill file."""
    text = ending.join([header, *lines, totals_header, line_of(*totals), ""])
    return b"\xef\xbb\xbf" + text.encode()


def trade_bill(lines, totals, **options):
    """Return the bytes of a trade bill."""
    return bill(TRADE_HEADER, lines, TRADE_TOTALS, totals, **options)


def fund_bill(lines, totals, **options):
    """Return the bytes of a fund-flow bill."""
    return bill(FUND_HEADER, lines, FUND_TOTALS, totals, **options)


def announced(plain):
    """Return what WeChat Pay says of a bill, and the zipped bill."""
    answer = {
        "hash_type": "SHA1",
        "hash_value": hashlib.sha1(plain, usedforsecurity=False).hexdigest(),
        "download_url": "https://elsewhere.example/v3/billdownload/file?token=a-b_c",
    }
    return answer, gzip.compress(plain)
