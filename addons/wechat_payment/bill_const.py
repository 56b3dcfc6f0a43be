"""Tables and names of the bills. No logic."""

# WeChat Pay makes the bills of a day from 9:00 of the next day, in Beijing; by 10:00
# they are there. See https://pay.weixin.qq.com/doc/v3/merchant/4012791866.
READY_HOUR = 10
# It keeps them three months.
KEPT_DAYS = 89
# A payment this near to midnight may stand in the bill of the neighbouring day.
BOUNDARY_MINUTES = 30
# A refund to a bank card takes up to so many days, and is booked when it has arrived.
REFUND_DAYS = 7
# A day that is still missing so long after its end is worth an alarm.
ALARM_AFTER_HOURS = 36
MAX_UPLOAD_BYTES = 64 * 1024 * 1024

# Where the rows of a day stand until they are kept: a table of the transaction's own.
STAGE = "wechatpay_bill_row"

KINDS = [("trade", "Trade bill"), ("fund", "Fund-flow bill")]

BILL_STATES = [
    ("awaited", "Not fetched yet"),
    ("not_ready", "Being made by WeChat Pay"),
    ("empty", "Nothing happened"),
    ("stored", "Stored"),
    ("failed", "Refused or unreadable"),
]
# Which state of a bill may follow which. A reset begins anew.
BILL_MOVES = {
    "awaited": {"not_ready", "empty", "stored", "failed"},
    "not_ready": {"empty", "stored", "failed", "awaited"},
    "failed": {"not_ready", "empty", "stored", "awaited"},
    "empty": {"awaited"},
    # A file that turns out not to be whole is fetched again.
    "stored": {"awaited", "failed"},
}

DAY_STATES = [
    ("expected", "Waiting for the bills"),
    ("problem", "Needs attention"),
    ("unsettled", "Differences to settle"),
    ("settled", "Agrees"),
]
# Which state of a day may follow which.
DAY_MOVES = {
    "expected": {"problem", "unsettled", "settled"},
    "problem": {"expected", "unsettled", "settled"},
    "unsettled": {"settled", "expected"},
    "settled": {"unsettled", "expected"},
}

DIFFERENCE_STATES = [
    ("open", "To settle"),
    ("waiting", "Expected next day"),
    ("resolved", "Settled"),
]
# Which state of a difference may follow which.
DIFFERENCE_MOVES = {
    "open": {"waiting", "resolved"},
    "waiting": {"open", "resolved"},
    "resolved": set(),
}

LINE_KINDS = [
    ("payment", "Receipt"),
    ("refund", "Refund"),
    ("refund_return", "Refund that came back"),
    ("fee", "Fee"),
    ("withdrawal", "Withdrawal"),
    ("top_up", "Top-up"),
    ("revoked", "Reversed"),
    ("other", "Other movement"),
    ("opening", "Opening balance"),
]

# What a row of money was found to be. Payments and refunds end in one of the first
# three; what is left is a difference.
MATCHES = [
    ("session", "In a POS session"),
    ("payment", "In a payment entry"),
    ("returned", "Came and went, for nothing"),
    ("missing", "Not in our books"),
    ("doubled", "Twice in the bills"),
    ("foreign", "Not of this merchant"),
]

REASONS = [
    ("missing_here", "In the bill, not in our books"),
    ("missing_there", "In our books, not in the bill"),
    ("under_way", "Refund not finished yet"),
    ("amount", "Another amount"),
    ("coupon", "Coupon paid by the merchant"),
    ("fee", "Another fee than agreed"),
    ("doubled", "Twice in the bills"),
    ("foreign", "Not of this merchant"),
    ("unsettled", "Not in the balance yet"),
    ("untold", "In the balance, not in the trade bill"),
    ("other", "Other movement of the balance"),
    ("opening", "Opening balance"),
]

ACTIONS = [
    ("link", "Link to the payment in our books"),
    ("book", "Book to an account"),
    ("refund", "Give the money back"),
    ("write_off", "Write off"),
    ("wait", "Expect it in the next bill"),
    ("accept", "Accept, nothing to book"),
]
# What to do about each reason: the first that can be done is the suggestion.
REMEDIES = {
    "missing_here": ("link", "refund", "book", "write_off", "accept"),
    "missing_there": ("link", "write_off", "wait", "accept"),
    "under_way": ("wait", "book", "write_off"),
    "amount": ("write_off", "book", "accept"),
    "coupon": ("write_off", "book", "accept"),
    "fee": ("accept",),
    "doubled": ("book", "write_off", "accept"),
    "foreign": ("book", "write_off", "accept"),
    "unsettled": ("wait", "accept"),
    "untold": ("accept",),
    "other": ("book", "write_off"),
    "opening": ("book",),
}
# What needs money that was booked; where nothing was, there is only accepting.
BOOKING_ACTIONS = ("book", "write_off", "refund")
# What only the person in charge of the books may do.
MANAGER_ACTIONS = ("write_off", "refund")

FEE_ACCOUNT_NAMES = {"en_US": "WeChat Pay fees", "zh_CN": "微信支付手续费"}
# "Financial expenses" of the Chinese charts.
CHINESE_FINANCIAL_EXPENSES = ("6603", "5603")
