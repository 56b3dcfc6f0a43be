from . import insertable
from . import ir_config_parameter
from . import ir_http
from . import wechat_database
from . import wechat_account
from . import wechat_account_trade
