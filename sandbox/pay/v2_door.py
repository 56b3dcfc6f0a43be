"""The door of API v2: XML in and out, signed with MD5 or HMAC-SHA256.

https://pay.weixin.qq.com/doc/v2/merchant/4011937125. Errors are answers of status 200
that say FAIL; only what is not proven to be the merchant's fails at `return_code`.
"""

import base64
import hashlib
import hmac
import secrets
import time
from urllib.parse import unquote
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from ..merchants import SUB
from ..web import LostConnection, Response

_FAULTS = frozenset(
    "delay lose_request lose_answer error_before error_after_commit answer_unsigned "
    "answer_tampered answer_garbage rate_limit".split()
)
_GARBAGE = Response(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")
SIGN_TYPES = ("MD5", "HMAC-SHA256")
# RFC 9440: what a proxy that ends TLS says of the certificate the client showed.
CERTIFICATE_HEADER = "Client-Cert"


class V2Error(Exception):
    """What API v2 answers when it refuses.

    `is_return` errors say FAIL at `return_code` and carry no signature.
    """

    def __init__(self, code, message, issue, is_return=False):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.issue = issue
        self.is_return = is_return


class V2Door:
    """Proves v2 requests and signs v2 answers.

    Route options: `certificate` - only a client that showed the merchant's certificate.
    """

    def __init__(self, world):
        self._world = world

    def handle(self, request, route):
        """Return the signed answer to a request.

        :raise LostConnection: If a fault says that request or answer gets lost.
        """
        context = request.context
        if self._world.settings.main_down and not context.get("prefix"):
            raise LostConnection
        merchant, sign_type, answer = None, SIGN_TYPES[0], None
        try:
            params = parse_xml(request.body)
            context["lenient_json"] = params
            context["out_trade_no"] = params.get("out_trade_no")
            sign_type = params.get("sign_type", SIGN_TYPES[0])
            merchant = self._merchant(params, sign_type)
            if route.options.get("certificate"):
                check_certificate(request, merchant)
            faults = self._strike(request, route)
            answer = self._answer(request, route, merchant, params, faults)
        except V2Error as error:
            faults = {}
            answer = self._refuse(request, error)
        return self._leave(answer, merchant, sign_type, faults)

    def wrong_method(self, request):
        """Return the answer to a request that is no POST."""
        error = V2Error("REQUIRE_POST_METHOD", "请使用post方法", "POST", True)
        return _xml(self._refuse(request, error))

    def _strike(self, request, route):
        struck = self._world.faults.strike(
            _FAULTS, api=route.api, out_trade_no=request.context["out_trade_no"]
        )
        request.context.setdefault("faults", []).extend(name for name, _ in struck)
        faults = dict(struck)
        if "lose_request" in faults:
            raise LostConnection
        return faults

    def _answer(self, request, route, merchant, params, faults):
        try:
            if "rate_limit" in faults:
                raise V2Error("FREQUENCY_LIMITED", "频率限制", "as ordered")
            if "error_before" in faults:
                raise _ordered(faults["error_before"])
            answer = route.handler(request, merchant, params)
            if "error_after_commit" in faults:
                raise _ordered(faults["error_after_commit"])
        except V2Error as error:
            return self._refuse(request, error)
        return {"return_code": "SUCCESS", "result_code": "SUCCESS", **answer}

    def _leave(self, answer, merchant, sign_type, faults):
        if "delay" in faults:
            time.sleep(float(faults["delay"].get("seconds", 1)))
        if "lose_answer" in faults:
            raise LostConnection
        if "answer_garbage" in faults:
            return _GARBAGE
        if merchant is not None and answer["return_code"] == "SUCCESS":
            answer |= {"mch_id": merchant.mchid, "nonce_str": secrets.token_hex(16)}
            if "answer_unsigned" not in faults:
                answer["sign"] = sign(answer, merchant.apiv2_key, sign_type)
        if "answer_tampered" in faults:
            answer["return_msg"] = "tampered"
        return _xml(answer)

    def _refuse(self, request, error):
        request.context["error"] = f"{error.code}: {error.issue}"
        if error.is_return:
            return {"return_code": "FAIL", "return_msg": error.message}
        return {
            "return_code": "SUCCESS",
            "result_code": "FAIL",
            "err_code": error.code,
            "err_code_des": error.message,
        }

    def _merchant(self, params, sign_type):
        merchant = self._world.keys.merchant_of(params.get("mch_id", ""))
        if merchant is None or merchant.kind == SUB:
            raise V2Error("MCHID_NOT_EXIST", "mch_id参数错误", "no such mch_id", True)
        if sign_type not in SIGN_TYPES:
            raise V2Error(
                "PARAM_ERROR", "sign_type参数错误", f"one of {SIGN_TYPES}", True
            )
        expected = sign(params, merchant.apiv2_key, sign_type)
        if not hmac.compare_digest(expected, params.get("sign", "")):
            raise V2Error(
                "SIGNERROR",
                "签名错误，请检查后再试",
                f"{sign_type} over the sorted parameters that are not empty, then "
                "&key= and the API v2 key, in capitals",
                True,
            )
        return merchant


def sign(params, key, sign_type):
    """Return the v2 signature of some parameters: sorted, without empty ones."""
    pairs = [
        f"{name}={value}"
        for name, value in sorted(params.items())
        if name != "sign" and value != ""
    ]
    text = "&".join([*pairs, f"key={key}"]).encode()
    if sign_type == "MD5":
        digest = hashlib.md5(text, usedforsecurity=False).hexdigest()
    else:
        digest = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    return digest.upper()


def parse_xml(raw):
    """Return the flat parameters of a v2 request.

    :raise V2Error: If it is no flat XML, or tries entities.
    """
    bad = V2Error("XML_FORMAT_ERROR", "XML格式错误", "<xml> of flat elements", True)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise bad
    try:
        root = ElementTree.fromstring(raw.decode("utf-8"))
    except (ElementTree.ParseError, ValueError) as error:
        raise bad from error
    params = {element.tag: element.text or "" for element in root}
    if root.tag != "xml" or len(params) != len(root) or any(len(e) for e in root):
        raise bad
    return params


def check_certificate(request, merchant):
    """Raise unless the client showed the merchant's certificate.

    Over TLS the connection itself proves it. Over plain HTTP it comes in the header of
    a proxy that ended TLS: `Client-Cert: :<base64 of the DER>:` (RFC 9440).
    """
    own = x509.load_pem_x509_certificate(merchant.certificate_pem.encode())
    der = own.public_bytes(serialization.Encoding.DER)
    if "client_certificate" in request.context:
        is_shown = request.context["client_certificate"] == der
    else:
        shown = unquote(request.header(CERTIFICATE_HEADER))
        is_shown = shown == f":{base64.b64encode(der).decode()}:"
    if not is_shown:
        raise V2Error(
            "CERT_ERROR",
            "证书校验错误",
            "the merchant's certificate, shown over TLS or in the header "
            f"{CERTIFICATE_HEADER}",
            True,
        )


def _ordered(params):
    return V2Error(
        str(params.get("code", "SYSTEMERROR")), "系统超时，请查询订单", "as ordered"
    )


def _xml(params):
    lines = [f"<{name}><![CDATA[{value}]]></{name}>" for name, value in params.items()]
    text = "\n".join(["<xml>", *lines, "</xml>"])
    return Response(200, text.encode(), "text/xml; charset=utf-8")
