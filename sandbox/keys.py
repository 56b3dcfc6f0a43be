"""Key material of the sandbox, made at the first start and kept in the data folder."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .keyfiles import KeyFolder, public_pem, serial_of
from .merchants import App, Merchant, Merchants, digits, holdings, new_appid, new_key

_IDENTITY = "identity.json"
_PLATFORM = "platform.json"
_SUBJECT = "Tenpay.com sign"


@dataclass(frozen=True)
class Signer:
    """A private key and the name under which others know its public half."""

    serial: str
    private_key: rsa.RSAPrivateKey

    def sign(self, message):
        """Return the SHA256-RSA signature of a text, as bytes."""
        return self.private_key.sign(
            message.encode(), padding.PKCS1v15(), hashes.SHA256()
        )

    def open(self, sealed):
        """Return what was encrypted for this key (RSA-OAEP with SHA-1).

        :raise ValueError: If it was not.
        """
        return self.private_key.decrypt(
            sealed,
            padding.OAEP(
                mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None
            ),
        )


@dataclass(frozen=True)
class PlatformCertificate:
    """A platform certificate of WeChat Pay and the key it stands for."""

    signer: Signer
    certificate: x509.Certificate
    pem: str


class KeyRing:
    """Everything secret: the apps, the merchants, and WeChat Pay's own keys."""

    def __init__(self, folder):
        self._folder = KeyFolder(folder)
        identity = self._identity()
        self.app = App(identity["appid"], identity["appsecret"])
        self.merchant = Merchant(
            mchid=identity["mchid"],
            appids=(identity["appid"],),
            **holdings(self._folder, "merchant", identity),
        )
        self.merchants = Merchants(self._folder, self.merchant, self.app)
        self.merchant_of = self.merchants.merchant_of
        self.app_of = self.merchants.app_of
        # The sandbox's own TLS certificate: (it, its key). Clients are told its path.
        self.tls_files = self._folder.server_certificate("tls")
        self._load_platform()
        self.wechatpay = Signer(
            identity["public_key_id"], self._folder.private_key("wechatpay_public")
        )
        self.public_key_pem = public_pem(self.wechatpay.private_key)
        # Signs what a forger would send: right layout, right serial, wrong key.
        self.stranger = Signer(
            identity["public_key_id"], self._folder.private_key("stranger")
        )

    @property
    def platform(self):
        """Return the platform certificate's key that signs now."""
        return self.platform_now.signer

    def announce_certificate(self):
        """List one more platform certificate, which does not sign yet."""
        name = f"platform_{len(self._names['all']) + 1}"
        self._names["all"].append(name)
        self._names["listed"].append(name)
        self._keep_platform()

    def switch_certificate(self):
        """Sign with the newest platform certificate; the old one stays listed."""
        self._names["signing"] = self._names["listed"][-1]
        self._keep_platform()

    def retire_certificates(self):
        """List only the platform certificate that signs now."""
        self._names["listed"] = [self._names["signing"]]
        self._keep_platform()

    def _keep_platform(self):
        self._folder.write_json(_PLATFORM, self._names)
        self._load_platform()

    def _load_platform(self):
        first = {"all": ["platform"], "listed": ["platform"], "signing": "platform"}
        self._names = self._folder.read_json(_PLATFORM, first)
        listed = {name: self._platform(name) for name in self._names["listed"]}
        # Those a merchant can download, oldest first.
        self.platform_listed = list(listed.values())
        self.platform_now = listed[self._names["signing"]]

    def _platform(self, name):
        certificate = self._folder.certificate(name, _SUBJECT)
        return PlatformCertificate(
            Signer(serial_of(certificate), self._folder.private_key(name)),
            certificate,
            self._folder.read(f"{name}_cert.pem"),
        )

    def _identity(self):
        identity = self._folder.read_json(_IDENTITY, None)
        if identity is None:
            mchid = "16" + digits(8)
            today = datetime.now(timezone.utc).strftime("%Y%m%d")
            identity = {
                "appid": new_appid(),
                "appsecret": secrets.token_hex(16),
                "mchid": mchid,
                "apiv3_key": new_key(),
                "public_key_id": f"PUB_KEY_ID_01{mchid}{today}{digits(14)}",
            }
        if "apiv2_key" not in identity:
            identity["apiv2_key"] = new_key()
            self._folder.write_json(_IDENTITY, identity)
        return identity
