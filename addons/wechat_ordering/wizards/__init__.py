from . import wechat_table_codes
