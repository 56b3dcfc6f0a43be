"""Tables and names of this add-on. No logic."""

PROVIDER_CODE = "wechatpay"

# The codes of the payment methods to activate when WeChat Pay is activated.
DEFAULT_PAYMENT_METHOD_CODES = {"wechat_pay"}

# WeChat Pay of mainland China charges in one currency.
CURRENCY = "CNY"

# Where WeChat Pay tells what happened; the number of the provider follows.
WEBHOOK_ROUTE = "/payment/wechatpay/webhook"

# Where a payer fetches the proof of a payment, and for how long a link is good.
PROOF_ROUTE = "/payment/wechatpay/proof"
PROOF_LINK_HOURS = 1

# What a merchant number, an AppID and the serial number of a certificate look like.
MCHID_PATTERN = r"[0-9]{8,10}"
APPID_PATTERN = r"wx[0-9a-z]{16}"
SERIAL_PATTERN = r"[0-9A-Fa-f]{40}"

REQUIRED_CREDENTIALS = (
    "wechatpay_appid",
    "wechatpay_mchid",
    "wechatpay_merchant_serial",
    "wechatpay_private_key",
    "wechatpay_apiv3_key",
)
# What says whose signatures are believed.
VERIFYING_FIELDS = (
    "wechatpay_public_key_id",
    "wechatpay_public_key",
    "wechatpay_platform_certificates",
)
CREDENTIAL_FIELDS = (
    *REQUIRED_CREDENTIALS,
    *VERIFYING_FIELDS,
    "wechatpay_merchant_certificate",
    "wechatpay_sub_mchid",
    "wechatpay_sub_appid",
    "wechatpay_v2_key",
)

# How early the end of a certificate is told.
EXPIRY_WARNING_DAYS = 30

# What the accounting of WeChat Pay is called, in each language of the suite.
JOURNAL_CODE = "WXPAY"
METHOD_NAMES = {"en_US": "WeChat Pay", "zh_CN": "微信支付"}
JOURNAL_NAMES = {"en_US": "WeChat Pay", "zh_CN": "微信"}
ACCOUNT_NAMES = {"en_US": "WeChat Pay in transit", "zh_CN": "微信在途"}
CHINESE_MONETARY_FUNDS = "1012"

# Every state of a payment or refund and what people call it. A refund that is done is
# `success` too.
STATES = [
    ("created", "Created"),
    ("notpay", "Waiting for the payer"),
    ("userpaying", "Payer is paying"),
    ("success", "Done"),
    ("closed", "Closed"),
    ("refund", "Refunded in part or whole"),
    ("payerror", "Payment failed"),
    ("revoked", "Revoked"),
    ("processing", "Refund under way"),
    ("abnormal", "Refund needs attention"),
]

# Which state of a payment may follow which. NOTPAY, SUCCESS and so on are WeChat's, see
# https://pay.weixin.qq.com/doc/v3/merchant/4012791858; `created` is ours: committed
# here, WeChat not yet known to have it. Proven money is accepted from every state in
# which we believed there would be none: only then can it be given back.
PAYMENT_MOVES = {
    "created": {
        "notpay",
        "userpaying",
        "success",
        "closed",
        "payerror",
        "revoked",
        "refund",
    },
    "notpay": {"userpaying", "success", "closed", "payerror", "revoked", "refund"},
    "userpaying": {"notpay", "success", "closed", "payerror", "revoked", "refund"},
    "payerror": {"success", "closed", "revoked", "refund"},
    "closed": {"success", "refund"},
    "success": {"refund"},
    "refund": set(),
    "revoked": set(),
}

# Which state of a refund may follow which, see
# https://pay.weixin.qq.com/doc/v3/merchant/4012791863. An abnormal refund (the payer's
# card is closed) ends once the merchant has sent the money another way.
REFUND_MOVES = {
    "created": {"processing", "success", "closed", "abnormal"},
    "processing": {"success", "closed", "abnormal"},
    "abnormal": {"processing", "success", "closed"},
    "success": set(),
    "closed": set(),
}

# What a move needs to know of the row; the rest is read when someone asks for it.
STATE_FIELDS = (
    "company_id",
    "is_post_processed",
    "operation",
    "reference",
    "source_transaction_id",
    "state_message",
    "wechatpay_body",
    "wechatpay_is_short",
    "wechatpay_next_query_at",
    "wechatpay_refund_id",
    "wechatpay_reversing_at",
    "wechatpay_state",
    "wechatpay_till_payment_uuid",
    "wechatpay_web_way",
)

# What only the course of the payment itself may write, once it has begun.
GUARDED_FIELDS = frozenset(
    {
        "amount",
        "currency_id",
        "provider_id",
        "provider_reference",
        "reference",
        "state",
        "wechatpay_body",
        "wechatpay_expires_at",
        "wechatpay_is_given_back",
        "wechatpay_openid",
        "wechatpay_pos_order_id",
        "wechatpay_prepay_at",
        "wechatpay_prepay_id",
        "wechatpay_refund_id",
        "wechatpay_state",
        "wechatpay_till_kind",
        "wechatpay_till_order_uuid",
        "wechatpay_till_payment_uuid",
        "wechatpay_web_way",
    }
)

# What a state means to Odoo's generic payment screens.
CORE_STATES = {
    "created": "draft",
    "notpay": "pending",
    "userpaying": "pending",
    "success": "done",
    "refund": "done",
    "closed": "cancel",
    "payerror": "error",
    "revoked": "cancel",
    "processing": "pending",
    "abnormal": "error",
}

# A payment in one of these may still be paid: no second number for the same order.
LIVE_STATES = ("created", "notpay", "userpaying")

# A payment by code in one of these may still take money, whatever was answered: only
# its reversal is the end of it.
REVERSIBLE_STATES = (*LIVE_STATES, "payerror")

# A refund in one of these may still be carried out.
OPEN_REFUND_STATES = ("created", "processing")

# The money was received, whatever was given back since.
PAID_STATES = ("success", "refund")

# WeChat's words for the states above.
TRADE_STATES = {
    "NOTPAY": "notpay",
    "USERPAYING": "userpaying",
    "SUCCESS": "success",
    "REFUND": "refund",
    "CLOSED": "closed",
    "PAYERROR": "payerror",
    "REVOKED": "revoked",
}
REFUND_STATUSES = {
    "PROCESSING": "processing",
    "SUCCESS": "success",
    "CLOSED": "closed",
    "ABNORMAL": "abnormal",
}

# Who made a state move.
SOURCES = [
    ("create", "Created here"),
    ("answer", "Answer to our request"),
    ("notification", "Notification"),
    ("query", "Query"),
    ("close", "Closed by us"),
    ("reverse", "Reversed by us"),
]

# Pauses before the next query of an open payment or refund, in seconds; the last one
# repeats. The first also covers the time a create call may still be on its way.
QUERY_PAUSES = (60, 60, 60, 120, 300, 600, 1800, 3600)

# From when on an open payment, or money that no order knows of, is called late; and for
# how many days a refund may be under way (a bank card takes up to three).
LATE_SECONDS = 600
LATE_REFUND_DAYS = 4

# A number that WeChat does not know is only given up when no create call can be on its
# way any more.
CREATE_GRACE_SECONDS = 60

# WeChat shifts an end that is nearer than one minute.
SHORTEST_LIFE_SECONDS = 75

# A prepay_id lives two hours; the last minutes are the diner's to type a password.
PREPAY_LIFE_SECONDS = 2 * 3600 - 600

# How a payment is taken at the till. A payment by code is asked about and reversed by
# the API that took it.
TILL_KINDS = [
    ("codepay", "Payment code"),
    ("codepay_v2", "Payment code, API v2"),
    ("native", "QR code"),
]
CODE_KINDS = ("codepay", "codepay_v2")
CODEPAY_APIS = [("v3", "API v3"), ("v2", "API v2 (micropay)")]

# The rhythm of a payment by code, see
# https://pay.weixin.qq.com/doc/v3/merchant/4012382150: the payer has half a minute for
# a password; a reversal before the 15th second is refused, counted from when the code
# arrives there, which is a little later than here.
CODE_QUERY_SECONDS = 5
CODE_PASSWORD_SECONDS = 30
CODE_REVERSE_SECONDS = 17
# WeChat Pay asks for patience while it takes money.
CODE_READ_TIMEOUT_SECONDS = 12
# What did not leave here by then is not sent any more: the code may be another's, and
# the number may be given up from CODE_PASSWORD_SECONDS on.
CODE_SEND_SECONDS = 10

# How long a QR code on the till's screen can be paid.
TILL_QR_SECONDS = 300

# From then on the minute's cron watches alone.
TILL_WATCH_SECONDS = 360

# When money that was received at a till is booked without it, and when it is given back
# because no till ever told of its order. Closing the session does both at once.
TILL_BOOK_SECONDS = 300
TILL_ORPHAN_SECONDS = 24 * 3600

# A notification is a few kilobytes.
MAX_NOTIFICATION_BYTES = 64 * 1024

# Keys whose values never reach a log.
SENSITIVE_KEYS = {
    "openid",
    "sp_openid",
    "sub_openid",
    "prepay_id",
    "paySign",
    "package",
    "ciphertext",
    "signature",
    "Authorization",
    "wechatpay_private_key",
    "wechatpay_apiv3_key",
    "wechatpay_v2_key",
    "auth_code",
    "code_url",
    "user_received_account",
}

# Which state of a shipping report may follow which. WeChat takes one correction of a
# report and no second; so what it has is never sent again but by a person who corrects.
SHIPPING_MOVES = {
    "queued": {"uploaded", "known", "unneeded", "failed", "handled"},
    "failed": {"queued", "handled"},
    "unneeded": {"queued"},
    # The one correction; what became of it ends like the report itself.
    "uploaded": {"correcting"},
    "correcting": {"uploaded", "known", "failed", "handled"},
    "known": set(),
    "handled": set(),
}
SHIPPING_STATES = [
    ("queued", "To be uploaded"),
    ("uploaded", "Uploaded"),
    ("correcting", "To be corrected"),
    ("known", "WeChat had it already"),
    ("unneeded", "Not needed"),
    ("failed", "Failed"),
    ("handled", "Handled by hand"),
]
# What a person must see to.
OPEN_SHIPPING_STATES = ("queued", "failed")
# What a job tells WeChat.
WAITING_SHIPPING_STATES = ("queued", "correcting")
# So long before WeChat's time is up, managers are told what is still open.
SHIPPING_ALARM_HOURS = 12

# How the goods came to the buyer, WeChat's `logistics_type`.
LOGISTICS_TYPES = [
    ("2", "Delivered in the city"),
    ("3", "Virtual goods"),
    ("4", "Picked up or served"),
]

# The answers of upload_shipping_info that are no failure, or not for good. See
# https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/
# business-capabilities/order-shipping/order-shipping.html
SHIPPING_KNOWN_CODES = {10060002, 10060023}

# WeChat wants to hear within this time of the payment, knows of a payment after some
# seconds only, and is asked no more often than this.
SHIPPING_DEADLINE_HOURS = 48
SHIPPING_FORGOTTEN_HOURS = 36
SHIPPING_DELAY_SECONDS = 15
SHIPPING_MOST_ATTEMPTS = 12
