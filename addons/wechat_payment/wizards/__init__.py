from . import wechatpay_refund_wizard
