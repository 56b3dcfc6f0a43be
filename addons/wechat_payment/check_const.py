"""Tables of the check of a merchant's settings. No logic."""

# What is looked at, in the order it is shown: what is wrong above makes what is below
# impossible.
TOPICS = [
    ("switch", "Switched on"),
    ("numbers", "AppID and merchant number"),
    ("merchant_key", "Private key and certificate"),
    ("wechat_key", "WeChat Pay's keys"),
    ("echo", "Test call to WeChat Pay"),
    ("binding", "AppID linked to the merchant"),
    ("clock", "Clock of this server"),
    ("apiv3_key", "API v3 key"),
    ("address", "Address of this Odoo"),
    ("notification", "Notifications"),
    ("books", "Point of sale and books"),
    ("v2", "API v2"),
]
FINDINGS = [
    ("ok", "In order"),
    ("waiting", "Waiting"),
    ("warning", "Look at it"),
    ("failed", "Wrong"),
]
# The worst first.
SEVERITY = ("failed", "warning", "waiting", "ok")

# WeChat Pay refuses what is five minutes off; a server that keeps its clock right is
# never a minute off.
CLOCK_WARNING_SECONDS = 60

# How long the button waits for the test notification, how often it looks, and when a
# notification that did not come is no longer expected.
ECHO_WAIT_SECONDS = 4
ECHO_LOOK_SECONDS = 0.25
ECHO_PATIENCE_SECONDS = 60
# A notification that the API v3 key does not open cannot say which check it is of.
ECHO_UNOPENED_MINUTES = 5

# The order that shows whether the AppID is linked: of one fen, shown to nobody, closed
# at once. It ends by itself should closing fail.
ORDER_PREFIX = "check"
ORDER_FEN = 1
ORDER_MINUTES = 10

# Our own door, asked for a merchant that never is: it refuses without a word in the
# log, and says so as no other program would.
NOBODY = 0
NOBODY_STATUS = 404
REFUSAL = b'"code":"FAIL"'

# Names that only a house or a company knows.
PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".test", ".home.arpa")
