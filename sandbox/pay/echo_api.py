"""Answers /v3/security/echo: WeChat's own test of keys, signatures and callbacks.

https://pay.weixin.qq.com/doc/v3/merchant/4014551946
"""

import base64
import binascii

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from ..web import Response, Route
from . import bodies
from .errors import param_error
from .fields import parse_body
from .transactions_api import check_no_query

EVENT = "SECURITY_ECHO.SUCCESS"


class EchoApi:
    """Says back what a merchant said, encrypted and notified as money would be."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [Route("POST", "/v3/security/echo", "pay.echo", self.echo)]

    def echo(self, request, merchant):
        """Return the messages; notify them too if the merchant names an address."""
        body = parse_body(request.body, bodies.ECHO)
        check_no_query(request)
        signer = self._signer(request)
        answer = {"echo_message": body["echo_message"]}
        if "encrypted_echo_message" in body:
            message = _opened(signer, body["encrypted_echo_message"])
            answer["encrypted_echo_message"] = _sealed(merchant, message)
        if "notify_url" in body:
            self._notify(merchant, body["notify_url"], answer)
        return Response.json(answer)

    def _signer(self, request):
        wanted = request.header("Wechatpay-Serial")
        keys = self._world.keys
        signers = [keys.wechatpay, *(one.signer for one in keys.platform_listed)]
        for signer in signers:
            if signer.serial == wanted:
                return signer
        raise param_error(
            "Wechatpay-Serial",
            "缺少Wechatpay-Serial",
            "name the public key or platform certificate that the answer is to use",
            location="header",
        )

    def _notify(self, merchant, notify_url, answer):
        content = {"echo_message": answer["echo_message"]}
        if "encrypted_echo_message" in answer:
            # The notification's name for it lacks the `ed`.
            content["encrypt_echo_message"] = answer["encrypted_echo_message"]
        self._world.notifier.plan(
            EVENT,
            mchid=merchant.mchid,
            out_trade_no="",
            notify_url=notify_url,
            content=content,
        )
        self._world.notifier.wake()


def _opened(signer, sealed):
    try:
        return signer.open(base64.b64decode(sealed, validate=True))
    except (ValueError, binascii.Error) as error:
        raise param_error(
            "/encrypted_echo_message",
            "敏感字段解密失败",
            "base64 of RSA-OAEP (SHA-1) with the key of Wechatpay-Serial",
        ) from error


def _sealed(merchant, message):
    certificate = x509.load_pem_x509_certificate(merchant.certificate_pem.encode())
    sealed = certificate.public_key().encrypt(
        message,
        padding.OAEP(
            mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None
        ),
    )
    return base64.b64encode(sealed).decode()
