"""Tables of the vouchers. No logic."""

# What a voucher tells.
KINDS = [
    ("payment", "Payment received"),
    ("refund", "Refund carried out"),
    ("refund_closed", "Refund closed: no money moved"),
    ("refund_abnormal", "Refund failed: needs attention"),
    ("reversal", "Payment reversed"),
]

# Which fact a state is that WeChat Pay tells of. A payment may be seen first when a
# part of it was given back already.
PAYMENT_KINDS = {"success": "payment", "refund": "payment", "revoked": "reversal"}
REFUND_KINDS = {
    "success": "refund",
    "closed": "refund_closed",
    "abnormal": "refund_abnormal",
}

# How far a fact was proven when it came.
VERIFICATIONS = [
    ("signature", "Signed by WeChat Pay"),
    ("shared_key", "Proven by the shared key (APIv2)"),
    ("none", "Not proven"),
]

# What can be wrong with the vouchers, see `wechatpay.voucher._verify`.
PROBLEMS = [
    ("gap", "A voucher is missing before this one"),
    ("previous", "It does not follow the voucher before it"),
    ("hash", "It was changed after it was sealed"),
    ("unproven", "No signed message proves it"),
    ("no_key", "The public key of WeChat Pay that it needs is missing"),
    ("signature", "WeChat Pay did not sign this message"),
    ("resource", "What was opened is not what was sealed in the message"),
    ("facts", "The signed message says something else"),
    ("missing", "A payment or refund has no voucher"),
]

# The rows that are sealed in one transaction.
SEAL_BATCH = 500

# A voucher that is unsealed for longer has been forgotten by somebody.
SEAL_LATE_SECONDS = 300
