"""Calls about keys: fetch WeChat Pay's certificates, try both sides' signatures.

See https://pay.weixin.qq.com/doc/v3/merchant/4012068814 (certificates) and
https://pay.weixin.qq.com/doc/v3/merchant/4014551946 (echo). Last seen: November 2026.
"""

from dataclasses import dataclass

from . import bodies
from .aead import ALGORITHM, decrypt
from .errors import WechatPayContentError, WechatPaySignatureError
from .keys import Certificate, check_apiv3_key


@dataclass(frozen=True)
class Echo:
    """What came back of a word that was sent to be repeated.

    :ivar str plain: The word, sent and returned in the open.
    :ivar str secret: The word that was sealed with WeChat Pay's key and came back
        sealed with the merchant's; empty if it did not come back.
    """

    plain: str
    secret: str = ""


class CertificateCalls:
    """The part of the client that looks after keys."""

    def fetch_certificates(self, apiv3_key):
        """Return the platform certificates in use, oldest first.

        Trusted because the answer is proven like any other one: by the public key or a
        certificate that is known already. Merchants who never had any get an error.

        :param str apiv3_key: The API v3 key, which opens them.
        :rtype: list[Certificate]
        :raise WechatPayDecryptionError: If the API v3 key does not open them.
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        key = check_apiv3_key(apiv3_key)
        entries = self._call("GET", "/v3/certificates").get("data")
        if not isinstance(entries, list) or not entries:
            raise WechatPayContentError("the answer has no certificates")
        found = [_open_certificate(entry, key) for entry in entries]
        return sorted(found, key=lambda known: known.starts_at)

    def echo(self, word, notify_url=""):
        """Have a word repeated, in the open and sealed.

        Moves no money. Proves our signature and certificate to WeChat Pay, and its
        signature and key to us.

        :param str word: A short word.
        :param str notify_url: Where WeChat Pay tells that it did; empty for nowhere.
        :rtype: Echo
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        verifier = self._verifiers.get(self._verifiers.preferred_serial)
        body = {
            "echo_message": word,
            "encrypted_echo_message": verifier.encrypt(word.encode()),
        }
        if notify_url:
            body["notify_url"] = notify_url
        answer = self._call("POST", "/v3/security/echo", bodies.encode(body))
        sealed = answer.get("encrypted_echo_message") or ""
        return Echo(
            plain=str(answer.get("echo_message") or ""),
            secret=self._merchant.key.decrypt(sealed).decode(errors="replace")
            if sealed
            else "",
        )


def _open_certificate(entry, key):
    sealed = entry.get("encrypt_certificate") if isinstance(entry, dict) else None
    if not isinstance(sealed, dict) or sealed.get("algorithm") != ALGORITHM:
        raise WechatPayContentError(f"a certificate is not sealed with {ALGORITHM}")
    texts = {
        name: sealed.get(name) or ""
        for name in ("nonce", "associated_data", "ciphertext")
    }
    if not all(isinstance(text, str) for text in texts.values()):
        raise WechatPayContentError("a sealed certificate is malformed")
    pem = decrypt(key, **texts).decode("ascii", errors="replace")
    certificate = Certificate.from_pem(pem)
    if certificate.serial.lstrip("0") != str(entry.get("serial_no")).upper().lstrip(
        "0"
    ):
        raise WechatPaySignatureError("a certificate is not the one it is called")
    return certificate
