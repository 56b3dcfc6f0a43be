from . import wechatpay_refund_card
from . import wechatpay_refund_wizard
from . import wechatpay_shipping_correct
from . import wechatpay_settings_check
from . import wechatpay_voucher_check
from . import wechatpay_bill_difference_settle
from . import wechatpay_bill_upload
