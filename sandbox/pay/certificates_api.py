"""Answers /v3/certificates: the platform certificate, for merchants who use it."""

from ..clock import rfc3339
from ..web import Response, Route
from .errors import PayError
from .signing import encrypt


class CertificatesApi:
    """The platform certificates, encrypted with the merchant's APIv3 key."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [Route("GET", "/v3/certificates", "pay.certificates", self.list_all)]

    def list_all(self, request, merchant):
        """Return the certificates; merchants with a public key only have none."""
        keys = self._world.keys
        if self._world.settings.mode == "public_key":
            raise PayError(
                404,
                "RESOURCE_NOT_EXISTS",
                "无可用的平台证书，请使用微信支付公钥",
                issue="this merchant verifies with the WeChat Pay public key "
                f"{keys.wechatpay.serial}",
            )
        return Response.json(
            {"data": [_entry(one, merchant) for one in keys.platform_listed]}
        )


def _entry(platform, merchant):
    certificate = platform.certificate
    return {
        "serial_no": platform.signer.serial,
        "effective_time": rfc3339(certificate.not_valid_before_utc.timestamp()),
        "expire_time": rfc3339(certificate.not_valid_after_utc.timestamp()),
        "encrypt_certificate": encrypt(
            merchant.apiv3_key, platform.pem.encode(), "certificate"
        ),
    }
