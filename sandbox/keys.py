"""Key material of the sandbox, made at the first start and kept in the data folder."""

import json
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

_ALPHANUMERIC = string.ascii_letters + string.digits
CERTIFICATE_YEARS = 5


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


@dataclass(frozen=True)
class Merchant:
    """A merchant of WeChat Pay and what it holds."""

    mchid: str
    appids: tuple
    serial: str
    private_key_pem: str
    certificate_pem: str
    apiv3_key: str
    public_key: rsa.RSAPublicKey


@dataclass(frozen=True)
class App:
    """A mini-program and its secret."""

    appid: str
    secret: str


class KeyRing:
    """Everything secret: the apps, the merchant, and WeChat Pay's own keys."""

    def __init__(self, folder):
        self._folder = Path(folder) / "keys"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        identity = self._identity()
        self.app = App(identity["appid"], identity["appsecret"])
        merchant_key = self._private_key("merchant")
        certificate = self._certificate("merchant", merchant_key, identity["mchid"])
        self.merchant = Merchant(
            mchid=identity["mchid"],
            appids=(identity["appid"],),
            serial=serial_of(certificate),
            private_key_pem=self._read("merchant_key.pem"),
            certificate_pem=self._read("merchant_cert.pem"),
            apiv3_key=identity["apiv3_key"],
            public_key=merchant_key.public_key(),
        )
        platform_key = self._private_key("platform")
        self.platform_certificate = self._certificate(
            "platform", platform_key, "Tenpay.com sign"
        )
        self.platform = Signer(serial_of(self.platform_certificate), platform_key)
        self.platform_certificate_pem = self._read("platform_cert.pem")
        self.wechatpay = Signer(
            identity["public_key_id"], self._private_key("wechatpay_public")
        )
        self.public_key_pem = _public_pem(self.wechatpay.private_key)
        # Signs what a forger would send: right layout, right serial, wrong key.
        self.stranger = Signer(identity["public_key_id"], self._private_key("stranger"))

    def merchant_of(self, mchid):
        """Return the merchant with this number, or None."""
        return self.merchant if mchid == self.merchant.mchid else None

    def app_of(self, appid):
        """Return the app with this id, or None."""
        return self.app if appid == self.app.appid else None

    def _identity(self):
        path = self._folder / "identity.json"
        if not path.exists():
            mchid = "16" + _digits(8)
            today = datetime.now(timezone.utc).strftime("%Y%m%d")
            self._write(
                path.name,
                json.dumps(
                    {
                        # No hexadecimal digits, unlike any real one: a real shop can
                        # tell it and refuse it.
                        "appid": "wxsandbox" + secrets.token_hex(5)[:9],
                        "appsecret": secrets.token_hex(16),
                        "mchid": mchid,
                        "apiv3_key": "".join(
                            secrets.choice(_ALPHANUMERIC) for _ in range(32)
                        ),
                        "public_key_id": f"PUB_KEY_ID_01{mchid}{today}{_digits(14)}",
                    },
                    indent=1,
                ),
            )
        return json.loads(path.read_text())

    def _private_key(self, name):
        path = self._folder / f"{name}_key.pem"
        if not path.exists():
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self._write(
                path.name,
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                ).decode(),
            )
        return serialization.load_pem_private_key(path.read_bytes(), None)

    def _certificate(self, name, key, common_name):
        path = self._folder / f"{name}_cert.pem"
        if not path.exists():
            certificate = _self_signed(key, common_name)
            pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
            self._write(path.name, pem)
        return x509.load_pem_x509_certificate(path.read_bytes())

    def _read(self, name):
        return (self._folder / name).read_text()

    def _write(self, name, text):
        # Written aside and renamed: a killed first start leaves no half key.
        aside = self._folder / f".{name}.new"
        aside.touch(mode=0o600)
        aside.write_text(text)
        aside.replace(self._folder / name)


def _self_signed(key, common_name):
    names = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Sandbox Tenpay.com Root CA"),
            x509.NameAttribute(
                NameOID.ORGANIZATION_NAME, "WeChat sandbox, not Tencent"
            ),
        ]
    )
    now = datetime.now(timezone.utc) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(names)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * CERTIFICATE_YEARS))
        .sign(key, hashes.SHA256())
    )


def serial_of(certificate):
    """Return a certificate's serial number as WeChat writes it."""
    # 40 digits: a serial that begins with zero keeps it.
    return f"{certificate.serial_number:040X}"


def _public_pem(key):
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        .decode()
    )


def _digits(count):
    return "".join(secrets.choice(string.digits) for _ in range(count))
