from . import payment_provider
from . import payment_transaction
from . import pos_order
from . import pos_payment_method
from . import res_company
from . import wechat_database
from . import wechatpay_transaction_event
