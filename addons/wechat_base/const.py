"""Names and limits of this add-on. No logic."""

# The mark of the database, see `wechat.database`.
KIND_PARAMETER = "wechat_base.database_kind"
DEMO = "demo"
REAL = "real"
KINDS = (DEMO, REAL)

# Where the sandbox listens. Only a demo database looks at these.
SANDBOX_URL_PARAMETER = "wechat_base.sandbox_url"
DEFAULT_SANDBOX_URL = "http://127.0.0.1:8090"

# Environment variables, read by the server process.
KIND_VARIABLE = "WECHAT_DATABASE"
SANDBOX_URL_VARIABLE = "WECHAT_SANDBOX_URL"
SANDBOX_CA_FILE_VARIABLE = "WECHAT_SANDBOX_CA_FILE"
FIELD_KEY_VARIABLE = "WECHAT_FIELD_KEY"
FIELD_KEY_FILE_OPTION = "wechat_field_key_file"

# Addresses that never leave the machine.
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

# How the sandbox's mini-programs begin; WeChat's own go on with hexadecimal digits.
SANDBOX_APPID_PREFIX = "wxsandbox"

# WeChat's open API, https://developers.weixin.qq.com/miniprogram/dev/server/.
# Last seen: November 2026.
OPEN_API_URL = "https://api.weixin.qq.com"

# A token is renewed this long before WeChat lets it die, so that no call starts with a
# token that ends on the way.
TOKEN_MARGIN_SECONDS = 300

# WeChat replaces a token on demand twenty times a day and every 30 seconds at most.
FORCED_RENEWAL_PAUSE_SECONDS = 3600

# Keys whose values never reach a log.
SENSITIVE_KEYS = {
    "access_token",
    "app_secret",
    "appsecret",
    "code",
    "js_code",
    "openid",
    "phoneNumber",
    "purePhoneNumber",
    "secret",
    "session_key",
    "touser",
    "unionid",
}

# For how long WeChat's answer counts, whether it holds money until delivery is told.
TRADE_MANAGEMENT_HOURS = 24
