"""Spoils a bill as ordered: what a merchant's books must find."""

from .sheets import fen_of, yuan

FOREIGN = "FOREIGN0000000000000000000000001"
# What strikes the rows, and what strikes the file made of them.
ROW_FAULTS = {
    "bill_row_missing": "leave a row out of the bill",
    "bill_row_doubled": "have a row of the bill twice",
    "bill_amount_wrong": "have `fen` (1) more in a row of the bill",
    "bill_fee_wrong": "have `fen` (1) more fee in a row of the trade bill",
    "bill_foreign_row": "add a row of an order that nobody placed",
    "bill_summary_wrong": "count one row too many in the summary",
}
FILE_FAULTS = {
    "bill_bad_hash": "name a hash that does not fit the file",
    "bill_truncated": "break the bill's download off in the middle",
}
BILL_FAULTS = {**ROW_FAULTS, **FILE_FAULTS}


def spoil(sheet, rule):
    """Change a sheet as a rule says; return whether it had a row to change."""
    if rule["fault"] == "bill_summary_wrong":
        sheet.miscount += 1
        return True
    index = _index_of(sheet, rule)
    if index is None:
        return False
    row = sheet.rows[index]
    fen = rule["params"].get("fen", 1)
    if rule["fault"] == "bill_row_missing":
        del sheet.rows[index]
    elif rule["fault"] == "bill_row_doubled":
        sheet.rows.insert(index, dict(row))
    elif rule["fault"] == "bill_foreign_row":
        sheet.rows.insert(index, _foreign(sheet, row))
    elif rule["fault"] == "bill_fee_wrong":
        return _add(row, [sheet.fee_column], fen, "000")
    else:
        return _add(row, sheet.amount_columns, fen)
    return True


def _index_of(sheet, rule):
    wanted = rule["out_trade_no"]
    state = rule["params"].get("row")
    for index, row in enumerate(sheet.rows):
        numbers = (row[sheet.number_column], row.get("商户退款单号"))
        kinds = (row.get("交易状态"), row.get("业务类型"))
        if wanted in (None, *numbers) and state in (None, *kinds):
            return index
    return None


def _add(row, columns, fen, decimals=""):
    """Add fen to those columns of a row that hold an amount."""
    changed = False
    for name in columns:
        if name and fen_of(row[name]):
            row[name] = yuan(fen_of(row[name]) + fen) + decimals
            changed = True
    return changed


def _foreign(sheet, row):
    changes = {sheet.number_column: FOREIGN}
    for name in ("微信订单号", "微信支付业务单号"):
        if name in row:
            changes[name] = "4200" + "9" * 24
    return {**row, **changes}
