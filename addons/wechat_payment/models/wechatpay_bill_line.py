"""The rows of the bills, one record each, brought in with COPY."""

import io

from odoo import api, fields, models

from .. import bill_const

# What COPY brings, in this order.
COLUMNS = (
    "day_id",
    "bill_id",
    "company_id",
    "sequence",
    "is_money",
    "is_foreign",
    "kind",
    "at",
    "wechat_number",
    "own_number",
    "payment_number",
    "payment_own_number",
    "flow_number",
    "label",
    "asked_amount",
    "amount",
    "coupon",
    "fee",
    "balance",
    "rate",
)
_COPY = f"COPY {bill_const.STAGE} ({', '.join(COLUMNS)}) FROM STDIN"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class WechatpayBillLine(models.Model):
    """One row of a bill, and what it is in our books.

    A day of a chain has tens of thousands, so an index that no question of the course
    needs is left out: it would cost more than the rows.
    """

    _name = "wechatpay.bill.line"
    _description = "WeChat Pay Bill Row"
    _order = "day_id desc, bill_id, sequence"
    _log_access = False
    _rec_name = "wechat_number"

    day_id = fields.Many2one(
        comodel_name="wechatpay.bill.day",
        required=True,
        index=True,
        ondelete="cascade",
    )
    bill_id = fields.Many2one(
        comodel_name="wechatpay.bill",
        required=True,
        ondelete="cascade",
    )
    bill_kind = fields.Selection(related="bill_id.kind", string="Kind of Bill")
    company_id = fields.Many2one(comodel_name="res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(string="Row")
    is_money = fields.Boolean(
        string="In the Balance", help="This row moves the balance and is booked."
    )
    is_foreign = fields.Boolean(string="Of Another Merchant")
    kind = fields.Selection(selection=bill_const.LINE_KINDS, required=True)
    at = fields.Datetime(string="When")
    wechat_number = fields.Char(string="WeChat's Number", index=True)
    own_number = fields.Char(string="Our Number")
    payment_number = fields.Char(string="WeChat's Number of the Payment")
    payment_own_number = fields.Char(string="Our Number of the Payment")
    flow_number = fields.Char(string="Movement")
    label = fields.Char()
    asked_amount = fields.Monetary(help="What was asked for, before coupons.")
    amount = fields.Monetary(help="What it adds to the balance.")
    coupon = fields.Monetary()
    fee = fields.Monetary()
    balance = fields.Monetary(help="The balance after it, as WeChat Pay says.")
    rate = fields.Char(string="Fee Rate")
    match = fields.Selection(selection=bill_const.MATCHES)
    our_amount = fields.Monetary(help="What our books say.")
    transaction_id = fields.Many2one(
        comodel_name="payment.transaction", string="Payment", index="btree_not_null"
    )
    pos_payment_id = fields.Many2one(
        comodel_name="pos.payment",
        string="POS Payment",
        index="btree_not_null",
        ondelete="set null",
    )
    session_id = fields.Many2one(comodel_name="pos.session", string="POS Session")
    account_payment_id = fields.Many2one(
        comodel_name="account.payment",
        string="Payment Entry",
        index="btree_not_null",
        ondelete="set null",
    )
    statement_line_id = fields.Many2one(
        comodel_name="account.bank.statement.line",
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _copy_rows(self, bill, rows):
        """Bring all rows of a bill on the stage, at the speed of the database.

        The ORM takes a hundred times as long for the same rows.

        :param wechatpay.bill bill: The bill.
        :param list rows: Its typed rows.
        """
        day = bill.day_id
        prefix = f"{day.id}\t{bill.id}\t{day.company_id.id}\t"
        prepare = _trade_values if bill.kind == "trade" else _fund_values
        is_money = bill.kind == "fund" or not day._has_fund_bill()
        merchant = (day.mchid, day.sub_mchid or "")
        buffer = io.StringIO()
        for number, row in enumerate(rows, 1):
            values = prepare(row, is_money, merchant)
            buffer.write(f"{prefix}{number}\t" + "\t".join(values) + "\n")
        buffer.seek(0)
        self.env.cr.copy_expert(_COPY, buffer)


def _trade_values(row, is_money, merchant):
    is_refund = row.kind == "refund"
    is_ours = (row.mchid, row.sub_mchid) == merchant and row.currency == "CNY"
    return (
        "t" if is_money and row.kind != "revoked" else "f",
        "f" if is_ours else "t",
        row.kind,
        _utc(row.traded_at),
        _text((row.refund_id if is_refund else "") or row.transaction_id),
        _text((row.out_refund_no if is_refund else "") or row.out_trade_no),
        _text(row.transaction_id),
        _text(row.out_trade_no),
        "\\N",
        _text(row.product),
        _yuan(row.asked_fen),
        _yuan(row.money_fen),
        _yuan(row.coupon_fen),
        _yuan(row.fee_fen),
        "\\N",
        _text(row.rate),
    )


def _fund_values(row, is_money, _merchant):
    amount = _yuan(row.money_fen)
    return (
        "t" if is_money else "f",
        "f",
        row.kind,
        _utc(row.booked_at),
        _text(row.business_no),
        _text(row.voucher_no),
        "\\N",
        "\\N",
        _text(row.flow_no),
        _text(row.note or row.business_name),
        amount,
        amount,
        "0",
        _yuan(-row.money_fen) if row.kind == "fee" else "0",
        _yuan(row.balance_fen),
        "\\N",
    )


def _utc(moment):
    # COPY takes a time with its zone; the column has none, so it is moved here.
    return (moment - moment.utcoffset()).replace(tzinfo=None).isoformat(" ")


def _text(text):
    # PostgreSQL takes every character but this one.
    return text.translate(_ESCAPES).replace("\0", "") if text else "\\N"


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02}" if fen >= 0 else f"-{_yuan(-fen)}"
