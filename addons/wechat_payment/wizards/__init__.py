from . import wechatpay_refund_wizard
from . import wechatpay_voucher_check
