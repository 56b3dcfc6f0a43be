"""The phone's side: login codes, paying, consenting, sharing a phone number."""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from ..pay.errors import PayError
from ..pay.orders import PREPAY_ID, PREPAY_LIFE_S
from ..users import LOGIN, PHONE
from ..web import Route
from .door import ControlError, object_of

_PAY_NAMES = ("appId", "timeStamp", "nonceStr", "package", "signType", "paySign")
OUTCOMES = ("ok", "cancel", "fail")


class PaymentRefusedError(Exception):
    """Raised when the WeChat client would not even open the payment sheet."""

    def __init__(self, reason, message, expected):
        super().__init__(message)
        self.reason = reason
        self.expected = expected


class PhoneApi:
    """Plays the WeChat client on the user's phone."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("POST", "/control/login-code", "phone.login_code", self.login_code),
            Route("POST", "/control/phone-code", "phone.phone_code", self.phone_code),
            Route("POST", "/control/pay", "phone.pay", self.pay),
            Route("POST", "/control/subscribe-consent", "phone.consent", self.consent),
        ]

    def login_code(self, request):
        """Return a fresh js_code, as wx.login does."""
        body = object_of(request, known=("appid", "openid", "user", "high_risk"))
        appid, openid = self._user_of(body)
        if "high_risk" in body:
            self._world.store.execute(
                "UPDATE users SET is_high_risk = ? WHERE appid = ? AND openid = ?",
                (bool(body["high_risk"]), appid, openid),
            )
        return {"code": self._world.users.make_code(appid, openid, LOGIN)}

    def phone_code(self, request):
        """Return a fresh phone code, as the getPhoneNumber button does."""
        body = object_of(request, known=("appid", "openid", "user", "phone"))
        appid, openid = self._user_of(body)
        if "phone" in body:
            if not re.fullmatch(r"1\d{10}", str(body["phone"])):
                raise ControlError("phone: 11 digits, beginning with 1")
            self._world.store.execute(
                "UPDATE users SET phone = ? WHERE appid = ? AND openid = ?",
                (str(body["phone"]), appid, openid),
            )
        return {"code": self._world.users.make_code(appid, openid, PHONE)}

    def consent(self, request):
        """Note that the user allowed (or refused) one message per template."""
        body = object_of(
            request, known=("appid", "openid", "user", "template_ids", "result")
        )
        appid, openid = self._user_of(body)
        result = body.get("result", "accept")
        if result not in ("accept", "reject"):
            raise ControlError("result: accept or reject")
        template_ids = body.get("template_ids")
        if not isinstance(template_ids, list) or not 1 <= len(template_ids) <= 3:
            raise ControlError("template_ids: a list of 1 to 3 ids, as one tap allows")
        for template_id in template_ids:
            if self._world.templates.fields_of(appid, template_id) is None:
                raise ControlError(f"this app has no template {template_id!r}")
        if result == "accept":
            self._world.templates.allow(appid, openid, template_ids)
        return {
            "errMsg": "requestSubscribeMessage:ok",
            **dict.fromkeys(template_ids, result),
        }

    def pay(self, request):
        """Do what wx.requestPayment does, with the user's decision given.

        :return: `result` as the client's errMsg, `reason` when it failed.
        """
        body = object_of(request, known=(*_PAY_NAMES, "openid", "outcome"))
        outcome = body.get("outcome", "ok")
        if outcome not in OUTCOMES:
            raise ControlError(f"outcome: one of {OUTCOMES}")
        try:
            order = self._open_sheet(body)
            request.context["out_trade_no"] = order["out_trade_no"]
            if outcome == "cancel":
                return {"result": "requestPayment:fail cancel", "reason": "CANCELLED"}
            if outcome == "fail":
                raise PaymentRefusedError("USER_BALANCE", "余额不足", "as ordered")
            self._pay_order(order)
        except PaymentRefusedError as refusal:
            request.context["error"] = f"{refusal.reason}: {refusal.expected}"
            return {
                "result": f"requestPayment:fail {refusal}",
                "reason": refusal.reason,
                "expected": refusal.expected,
            }
        return {"result": "requestPayment:ok", "out_trade_no": order["out_trade_no"]}

    def _open_sheet(self, body):
        """Return the order that the parameters open, as the client checks them."""
        for name in _PAY_NAMES:
            if not isinstance(body.get(name), str) or not body[name]:
                raise PaymentRefusedError(
                    "PARAMETER",
                    f"parameter error: parameter.{name} should be String",
                    f"{name}: a text that is not empty",
                )
        if body["signType"] != "RSA":
            raise PaymentRefusedError(
                "SIGN_TYPE", "签名方式错误", "signType must be RSA"
            )
        if not re.fullmatch(r"\d{10}", body["timeStamp"]):
            raise PaymentRefusedError(
                "PARAMETER", "timeStamp格式错误", "timeStamp: 10 digits, seconds"
            )
        order, prepay = self._find_order(body["package"])
        # A partner signs for its sub-merchants.
        signer = order["sp_mchid"] or order["mchid"]
        merchant = self._world.keys.merchant_of(signer)
        verify_pay_sign(merchant.public_key, body)
        if body["appId"] != order["appid"]:
            raise PaymentRefusedError(
                "APPID", "商户号该产品权限未开通或appId不一致", "the order's appid"
            )
        if body.get("openid", order["openid"]) != order["openid"]:
            raise PaymentRefusedError(
                "OPENID", "下单用户与支付用户不一致", "the order's payer.openid"
            )
        if prepay["created_at"] + PREPAY_LIFE_S[PREPAY_ID] <= self._world.clock.now():
            raise PaymentRefusedError(
                "PREPAY_EXPIRED", "支付请求已过期", "a prepay_id of the last two hours"
            )
        return order

    def _find_order(self, package):
        prepay = self._world.store.one(
            "SELECT * FROM prepays WHERE prepay_id = ? AND kind = 'prepay_id'",
            (package.removeprefix("prepay_id="),),
        )
        if prepay is None or not package.startswith("prepay_id="):
            raise PaymentRefusedError(
                "PREPAY_UNKNOWN",
                "prepay_id错误",
                "package: prepay_id=<the id returned>",
            )
        order = self._world.orders.get(prepay["mchid"], prepay["out_trade_no"])
        return order, prepay

    def _pay_order(self, order):
        try:
            self._world.payments.pay(order["mchid"], order["out_trade_no"])
        except PayError as error:
            raise PaymentRefusedError(
                error.code, error.message, error.detail.get("issue", "")
            ) from error

    def _user_of(self, body):
        return user_of(self._world, body)


def user_of(world, body):
    """Return (appid, openid) of the user a control request names.

    :raise ControlError: If there is no such app, or nobody has the openid.
    """
    appid = body.get("appid", world.keys.app.appid)
    if world.keys.app_of(appid) is None:
        raise ControlError(f"appid: {world.keys.app.appid} or leave it out")
    if "openid" in body:
        if world.users.find(appid, body["openid"]) is None:
            raise ControlError("openid: nobody has it; log in with a user name")
        return appid, body["openid"]
    return appid, world.users.named(appid, name_of(body))


def name_of(body):
    """Return the name of the user a control request names."""
    name = body.get("user", "guest")
    if not isinstance(name, str) or not 0 < len(name) <= 64:
        raise ControlError("user: a name of 1 to 64 characters")
    return name


def verify_pay_sign(public_key, body):
    """Raise unless the merchant signed these parameters of wx.requestPayment.

    https://pay.weixin.qq.com/doc/v3/merchant/4012365341

    :raise PaymentRefusedError: If the signature does not hold.
    """
    message = (
        f"{body['appId']}\n{body['timeStamp']}\n{body['nonceStr']}\n{body['package']}\n"
    )
    try:
        public_key.verify(
            base64.b64decode(body["paySign"], validate=True),
            message.encode(),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise PaymentRefusedError(
            "PAY_SIGN",
            "支付验证签名失败",
            "SHA256withRSA with the merchant's private key over appId, timeStamp, "
            "nonceStr and package, each ended by \\n",
        ) from error
