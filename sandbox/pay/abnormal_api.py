"""Answers .../apply-abnormal-refund: where the money goes when it cannot go back.

https://pay.weixin.qq.com/doc/v3/merchant/4013421138
"""

import base64
import binascii
import re

from ..merchants import PARTNER
from ..web import Response, Route
from . import bodies
from .errors import invalid_request, param_error
from .fields import parse_body
from .refund_view import refund_view
from .refunds import ABNORMAL
from .refunds_api import owner_of, refund_not_exist
from .transactions_api import check_no_query

USER_CARD, MERCHANT_CARD = "USER_BANK_CARD", "MERCHANT_BANK_CARD"
_CARD_FIELDS = ("bank_type", "bank_account", "real_name")


class AbnormalRefundsApi:
    """Refunds that came to a closed card or account."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        path = "/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund"
        return [Route("POST", path, "pay.abnormal_refund", self.apply)]

    def apply(self, request, merchant):
        """Send an abnormal refund to a bank card; it is under way again."""
        body = parse_body(request.body, bodies.ABNORMAL_REFUND)
        check_no_query(request)
        mchid = owner_of(self._world, merchant, body, "body")
        refund = self._world.refunds.find(mchid, body["out_refund_no"])
        number = request.params["refund_id"]
        if refund is None or refund["refund_id"] != number:
            raise refund_not_exist("refund_id", number)
        account = self._account(request, body, merchant)
        if refund["status"] != ABNORMAL and refund["channel"] == "ORIGINAL":
            raise invalid_request(
                "退款单状态不是退款异常", f"this refund is {refund['status']}"
            )
        refund = self._world.refunds.send_elsewhere(refund, account)
        order = self._world.orders.get(mchid, refund["out_trade_no"])
        return Response.json(refund_view(refund, order))

    def _account(self, request, body, merchant):
        """Return how the receiving account is shown."""
        given = [name for name in _CARD_FIELDS if name in body]
        if body["type"] == MERCHANT_CARD:
            if given:
                raise _card_error(given[0], "only for USER_BANK_CARD")
            kind = "服务商" if merchant.kind == PARTNER else "商户"
            return f"{kind}银行账户"
        for name in _CARD_FIELDS:
            if name not in body:
                raise _card_error(name, "required for USER_BANK_CARD")
        card = self._opened(request, body, "bank_account")
        if not re.fullmatch(r"\d{12,19}", card):
            raise _card_error("bank_account", "12 to 19 digits, encrypted")
        self._opened(request, body, "real_name")
        return f"{body['bank_type']}银行卡{card[-4:]}"

    def _opened(self, request, body, name):
        wanted = request.header("Wechatpay-Serial")
        keys = self._world.keys
        signers = [keys.wechatpay, *(one.signer for one in keys.platform_listed)]
        signer = next((one for one in signers if one.serial == wanted), None)
        if signer is None:
            raise _card_error(
                name, "name the key it is encrypted for: Wechatpay-Serial"
            )
        try:
            return signer.open(base64.b64decode(body[name], validate=True)).decode()
        except (ValueError, binascii.Error) as error:
            raise _card_error(
                name, "base64 of RSA-OAEP (SHA-1) with the key of Wechatpay-Serial"
            ) from error


def _card_error(name, issue):
    return param_error(f"/{name}", f"{name}不合法", issue)
