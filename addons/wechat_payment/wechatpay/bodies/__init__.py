"""The bodies of our requests, one module for each group of calls."""

from .codepay import CodepayOrder, with_auth_code
from .common import CURRENCY, OUT_TRADE_NO, encode, fit, rfc3339
from .orders import H5Order, JsapiOrder, NativeOrder
from .refunds import SealedCard, abnormal_refund, abnormal_refund_to_card, refund
