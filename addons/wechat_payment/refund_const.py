"""Tables about refunds of orders. No logic."""

# Every state of a refund that a person asked for, and what people call it.
REFUND_CASE_STATES = [
    ("waiting", "Waiting for approval"),
    ("running", "Money on its way back"),
    ("returned", "Money returned, to be booked"),
    ("done", "Refunded"),
    ("refused", "Not approved"),
    ("withdrawn", "Withdrawn"),
    ("failed", "Not refunded"),
]

# Which of them may follow which. ARCHITECTURE.md shows the same as a picture.
REFUND_CASE_MOVES = {
    "waiting": {"running", "refused", "withdrawn"},
    "running": {"returned", "failed"},
    # Asked anew, under another number: WeChat Pay closed the first one. Or given back
    # in another way.
    "failed": {"running", "withdrawn"},
    "returned": {"done"},
    "done": set(),
    "refused": set(),
    "withdrawn": set(),
}

# A refund in one of these keeps its money and its dishes from other refunds.
HOLDING_CASE_STATES = ("waiting", "running", "returned")

# What WeChat Pay allows for one payment, see
# https://pay.weixin.qq.com/doc/v3/merchant/4012791862. Last seen: November 2026.
MAX_REFUNDS = 50
REFUND_DAYS = 365

# How long a reason may be that the payer reads.
REASON_LENGTH = 80

# Whose money pays refunds. The default of WeChat Pay is what it did not settle yet.
REFUND_SOURCES = [
    ("UNSETTLED", "Money not settled yet"),
    ("AVAILABLE", "Available balance"),
]

# The banks whose debit cards take an abnormal refund, see
# https://pay.weixin.qq.com/doc/v3/merchant/4013421138. Last seen: November 2026.
CARD_BANKS = [
    ("ICBC_DEBIT", "ICBC"),
    ("ABC_DEBIT", "Agricultural Bank of China"),
    ("BOC_DEBIT", "Bank of China"),
    ("CCB_DEBIT", "China Construction Bank"),
    ("COMM_DEBIT", "Bank of Communications"),
    ("PSBC_DEBIT", "Postal Savings Bank of China"),
    ("CMB_DEBIT", "China Merchants Bank"),
    ("PAB_DEBIT", "Ping An Bank"),
    ("SPDB_DEBIT", "Shanghai Pudong Development Bank"),
    ("CITIC_DEBIT", "China CITIC Bank"),
    ("CEB_DEBIT", "China Everbright Bank"),
    ("CMBC_DEBIT", "China Minsheng Bank"),
    ("CIB_DEBIT", "Industrial Bank"),
    ("GDB_DEBIT", "China Guangfa Bank"),
    ("NBCB_DEBIT", "Bank of Ningbo"),
]

# How much of an order a person wants to give back.
REFUND_SCOPES = [
    ("whole", "All that is left"),
    ("lines", "Chosen dishes"),
    ("amount", "An amount"),
]
