"""The bodies of WeChat Pay's requests, field by field.

Official pages: https://pay.weixin.qq.com/doc/v3/merchant/4012791856 and its family.
"""

from .fields import Array, Boolean, Integer, Object, String

_NUMBER_RULE = "6 to 32 of 0-9 A-Z a-z _ - | *"
_RFC3339 = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})"


def _out_trade_no(required=True):
    return String(
        "商户订单号",
        32,
        required,
        min_bytes=6,
        pattern=r"[0-9A-Za-z_\-|*]{6,32}",
        rule=_NUMBER_RULE,
    )


_GOODS = Object(
    "单品列表",
    {
        "merchant_goods_id": String("商户侧商品编码", 32, True),
        "wechatpay_goods_id": String("微信支付商品编码", 32),
        "goods_name": String("商品名称", 256),
        "quantity": Integer("商品数量", True, 1, 32),
        "unit_price": Integer("商品单价", True, 0, 32),
    },
)
_STORE = Object(
    "商户门店信息",
    {
        "id": String("门店编号", 32, True),
        "name": String("门店名称", 256),
        "area_code": String("地区编码", 32),
        "address": String("详细地址", 512),
    },
)

_MCHID = String("商户号", 32, True)
_APPID = String("公众账号ID", 32, True)
_DIRECT_NAMES = {"appid": _APPID, "mchid": _MCHID}
_PARTNER_NAMES = {
    "sp_appid": _APPID,
    "sp_mchid": _MCHID,
    "sub_appid": String("子商户应用ID", 32),
    "sub_mchid": _MCHID,
}
_OPENID = String("用户标识", 128)

# What every way to place an order has in common.
_COMMON = {
    "description": String("商品描述", 127, True),
    "out_trade_no": _out_trade_no(),
    "attach": String("商户数据包", 128),
    "goods_tag": String("订单优惠标记", 32),
    "support_fapiao": Boolean("电子发票入口开放标识"),
    "amount": Object(
        "订单金额",
        {
            "total": Integer("总金额", True, 1, 32),
            "currency": String("货币类型", 16, choices=("CNY",)),
        },
        True,
    ),
    "detail": Object(
        "优惠功能",
        {
            "cost_price": Integer("订单原价", False, 0, 32),
            "invoice_id": String("商品小票ID", 32),
            "goods_detail": Array("单品列表", _GOODS),
        },
    ),
    "settle_info": Object("结算信息", {"profit_sharing": Boolean("分账标识")}),
}
# What the payer pays later, on a phone.
_LATER = {
    **_COMMON,
    "time_expire": String(
        "支付结束时间",
        64,
        pattern=_RFC3339,
        rule="RFC 3339 with seconds and zone, as 2018-06-08T10:34:56+08:00",
    ),
    "notify_url": String(
        "商户回调地址",
        255,
        True,
        pattern=r"https?://[^\s?#]+",
        rule="a full http(s) address without query string or fragment",
    ),
}
_SCENE = {
    "payer_client_ip": String("用户终端IP", 45, True),
    "device_id": String("商户端设备号", 32),
    "store_info": _STORE,
}
_H5_INFO = Object(
    "H5场景信息",
    {
        "type": String("场景类型", 32, True, choices=("iOS", "Android", "Wap")),
        "app_name": String("应用名称", 64),
        "app_url": String("网站URL", 128),
        "bundle_id": String("iOS平台BundleID", 128),
        "package_name": String("Android平台PackageName", 128),
    },
    True,
)
_CODE_SCENE = Object(
    "场景信息",
    {
        "device_id": String("商户端设备号", 32),
        "device_ip": String("商户端设备IP", 45),
        "store_info": Object(
            "商户门店信息",
            {
                "id": String("门店编号", 32),
                "out_id": String("商户门店编号", 32),
                "name": String("门店名称", 256),
                "area_code": String("地区编码", 32),
                "address": String("详细地址", 512),
            },
            True,
        ),
    },
    True,
)
_AUTH_CODE = String(
    "付款码",
    32,
    True,
    pattern=r"1[0-5]\d{16}",
    rule="18 digits that begin with 10 to 15",
)
_CODE_NUMBER = String(
    "商户订单号",
    32,
    True,
    min_bytes=6,
    pattern=r"[0-9A-Za-z_\-*]{6,32}",
    rule="6 to 32 of 0-9 A-Z a-z _ - *",
)
_CODE = {
    **_COMMON,
    "out_trade_no": _CODE_NUMBER,
    "payer": Object("支付者", {"auth_code": _AUTH_CODE}, True),
    "scene_info": _CODE_SCENE,
}


def _orders(names, jsapi_payer):
    """Return the bodies of all ways to order, for one kind of merchant."""
    later = {**names, **_LATER, "scene_info": Object("场景信息", _SCENE)}
    h5_scene = Object("场景信息", {**_SCENE, "h5_info": _H5_INFO}, True)
    return {
        "jsapi": Object(
            "JSAPI下单", {**later, "payer": Object("支付者信息", jsapi_payer, True)}
        ),
        "native": Object("Native下单", later),
        "h5": Object("H5下单", {**later, "scene_info": h5_scene}),
        "codepay": Object("付款码支付", {**names, **_CODE}),
        "reverse": Object("撤销订单", names),
    }


# By kind of merchant, then by what is asked.
ORDERS = {
    "direct": {
        **_orders(_DIRECT_NAMES, {"openid": String("用户标识", 128, True)}),
        "close": Object("关单", {"mchid": _MCHID}),
    },
    "partner": {
        **_orders(_PARTNER_NAMES, {"sp_openid": _OPENID, "sub_openid": _OPENID}),
        "close": Object("关单", {"sp_mchid": _MCHID, "sub_mchid": _MCHID}),
    },
}

REFUND = Object(
    "申请退款",
    {
        "sub_mchid": String("子商户号", 32),
        "transaction_id": String("微信支付订单号", 32),
        "out_trade_no": _out_trade_no(required=False),
        "out_refund_no": String(
            "商户退款单号",
            64,
            True,
            pattern=r"[0-9A-Za-z_\-|*@]{1,64}",
            rule="1 to 64 of 0-9 A-Z a-z _ - | * @",
        ),
        "reason": String("退款原因", 80),
        "notify_url": String(
            "退款结果回调url",
            256,
            pattern=r"https?://[^\s?#]+",
            rule="a full http(s) address without query string or fragment",
        ),
        "funds_account": String("退款资金来源", 32, choices=("AVAILABLE", "UNSETTLED")),
        "amount": Object(
            "金额信息",
            {
                "refund": Integer("退款金额", True, 1),
                "total": Integer("原订单金额", True, 1),
                "currency": String("退款币种", 16, True, choices=("CNY",)),
                "from": Array(
                    "退款出资账户及金额",
                    Object(
                        "退款出资账户",
                        {
                            "account": String(
                                "出资账户类型",
                                32,
                                True,
                                choices=("AVAILABLE", "UNAVAILABLE"),
                            ),
                            "amount": Integer("出资金额", True, 0),
                        },
                    ),
                ),
            },
            True,
        ),
        "goods_detail": Array(
            "退款商品",
            Object(
                "退款商品",
                {
                    "merchant_goods_id": String("商户侧商品编码", 32, True),
                    "wechatpay_goods_id": String("微信支付商品编码", 32),
                    "goods_name": String("商品名称", 256),
                    "unit_price": Integer("商品单价", True, 0),
                    "refund_amount": Integer("商品退款金额", True, 0),
                    "refund_quantity": Integer("商品退货数量", True, 1),
                },
            ),
        ),
    },
)

ABNORMAL_REFUND = Object(
    "发起异常退款",
    {
        "sub_mchid": String("子商户号", 32),
        "out_refund_no": REFUND.members["out_refund_no"],
        "type": String(
            "异常退款处理方式",
            32,
            True,
            choices=("USER_BANK_CARD", "MERCHANT_BANK_CARD"),
        ),
        "bank_type": String("开户银行", 16),
        # Encrypted, and so longer than what is inside.
        "bank_account": String("收款银行卡号", 1024),
        "real_name": String("收款用户姓名", 1024),
    },
)

ECHO = Object(
    "签名验签测试",
    {
        "notify_url": REFUND.members["notify_url"],
        "echo_message": String("回显信息", 1024, True),
        "encrypted_echo_message": String("加密回显信息", 1024),
    },
)
