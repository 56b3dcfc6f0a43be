"""Tables and numbers of payments on web pages. No logic."""

# Where the payer of an invoice, an order or a payment link pays; a signed name of the
# payment follows. The link is as good as the payer's own page of the document.
PAGE_ROUTE = "/payment/wechatpay/pay"
PAGE_SCOPE = "wechatpay-pay"
PAGE_HOURS = 24

# How a payment is made that begins on a web page.
WAYS = [
    ("native", "QR code on a web page"),
    ("h5", "Browser of a phone (H5)"),
]

# How long the page's code can be paid. WeChat's address for a phone's browser is good
# for five minutes; the last of them is the payer's.
LIFE_SECONDS = 900
H5_LIFE_SECONDS = 240

# How often a page has WeChat Pay asked, however often it asks itself.
QUERY_SECONDS = 5

# What says which document is paid; whichever of them this Odoo has.
DOCUMENT_FIELDS = ("invoice_ids", "sale_order_ids", "pos_order_id")

# An invoice in one of these wants no more money.
PAID_INVOICES = ("paid", "in_payment", "reversed")

QR_PIXELS = 560
