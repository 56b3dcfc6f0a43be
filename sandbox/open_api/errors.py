"""Errors of the open API: an errcode in an answer whose status is 200."""

TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40169: "invalid length for scene, or the data is not json string",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    43104: "appid and openid not match",
    44990: "system limit of frequency",
    44991: "reach max api minute quota limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    47001: "data format error",
    47003: "argument invalid!",
    61010: "code is expired or openid not active in the last 2 hours",
    87014: "risky content",
    10060001: "支付单不存在",
    10060002: "支付单已完成发货，无法继续发货",
    10060003: "支付单已使用重新发货机会",
    10060004: "支付单处于不可发货的状态",
    10060005: "物流类型有误",
    10060006: "非快递发货时不允许分拆发货",
    10060007: "分拆发货模式下必须填写 is_all_delivered",
    10060008: "商品描述 item_desc 字段不能为空",
    10060009: "商品描述 item_desc 字段太长",
    10060023: "发货信息未更新",
    10060031: "该笔支付单不属于 openid 所指定的用户",
    268485226: "快递单号不能为空",
    268485227: "快递公司不能为空",
}


class OpenApiError(Exception):
    """What the open API answers when it refuses."""

    def __init__(self, errcode, hint=""):
        self.errcode = errcode
        self.errmsg = TEXTS.get(errcode, "error") + (f" hint: [{hint}]" if hint else "")
        super().__init__(f"{errcode}: {self.errmsg}")
