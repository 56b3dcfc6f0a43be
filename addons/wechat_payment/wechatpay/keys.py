"""The keys of a merchant and of WeChat Pay.

Loading an RSA key costs far more than using it, so loaded keys are remembered by their
text.
"""

import base64
import binascii
import functools
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .errors import (
    WechatPayConfigurationError,
    WechatPayDecryptionError,
    WechatPaySignatureError,
    WechatPayUnknownSerialError,
)

PUBLIC_KEY_ID_PREFIX = "PUB_KEY_ID_"
APIV3_KEY_BYTES = 32

_SERIAL_DIGITS = 40
# RSA-OAEP with SHA-1 is what WeChat Pay uses for sensitive fields.
_SEAL = padding.OAEP(
    mgf=padding.MGF1(algorithm=hashes.SHA1()), algorithm=hashes.SHA1(), label=None
)
_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)


@dataclass(frozen=True)
class PrivateKey:
    """The merchant's private key, under the serial number of its certificate."""

    serial: str
    key: rsa.RSAPrivateKey

    @classmethod
    def from_pem(cls, serial, pem):
        """Return the key of `apiclient_key.pem`.

        :raise WechatPayConfigurationError: If the text is not an RSA private key.
        """
        return cls(serial.strip().upper(), _load_private_key(pem.strip()))

    def sign(self, message):
        """Return the SHA256-RSA signature of a message, as bytes."""
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def decrypt(self, sealed):
        """Return what WeChat Pay sealed for this key, as bytes.

        :param str sealed: The sealed text, base64.
        :raise WechatPayDecryptionError: If this key does not open it.
        """
        try:
            return self.key.decrypt(base64.b64decode(sealed, validate=True), _SEAL)
        except (ValueError, TypeError, binascii.Error) as error:
            raise WechatPayDecryptionError(
                "the merchant's private key does not open this"
            ) from error

    def is_of(self, certificate):
        """Return whether a certificate is about this key, serial included.

        :param Certificate certificate: The merchant's certificate.
        :rtype: bool
        """
        numbers = certificate.key.public_numbers()
        is_same = numbers == self.key.public_key().public_numbers()
        return is_same and _normal(certificate.serial) == _normal(self.serial)


@dataclass(frozen=True)
class Certificate:
    """A certificate, of the merchant or of WeChat Pay."""

    serial: str
    pem: str
    key: rsa.RSAPublicKey
    starts_at: datetime
    expires_at: datetime

    @classmethod
    def from_pem(cls, pem):
        """Return the certificate of a PEM text.

        :raise WechatPayConfigurationError: If it is none, or not of an RSA key.
        """
        loaded = _load_certificate((pem or "").strip())
        key = loaded.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise WechatPayConfigurationError("the certificate is not of an RSA key")
        return cls(
            certificate_serial(pem.strip()),
            pem.strip(),
            key,
            loaded.not_valid_before_utc,
            loaded.not_valid_after_utc,
        )

    @classmethod
    def all_from_text(cls, text):
        """Return the certificates that stand one after the other in a text.

        :rtype: list[Certificate]
        :raise WechatPayConfigurationError: If one is malformed.
        """
        return [cls.from_pem(pem) for pem in _split_pem(text)]


@dataclass(frozen=True)
class Verifier:
    """One of WeChat Pay's public keys, under the serial that messages name."""

    serial: str
    key: rsa.RSAPublicKey

    @functools.cached_property
    def pem(self):
        """The public key as a text that can be kept."""
        encoding, form = serialization.Encoding, serialization.PublicFormat
        return self.key.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo).decode()

    @functools.cached_property
    def fingerprint(self):
        """The SHA-256 of the public key, in hex."""
        encoding, form = serialization.Encoding, serialization.PublicFormat
        der = self.key.public_bytes(encoding.DER, form.SubjectPublicKeyInfo)
        return hashlib.sha256(der).hexdigest()

    def verify(self, message, signature):
        """Check a signature.

        :raise WechatPaySignatureError: If this key did not sign the message.
        """
        try:
            self.key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise WechatPaySignatureError("the signature is wrong") from error

    def encrypt(self, message):
        """Return a message sealed so that only WeChat Pay can read it, base64."""
        return base64.b64encode(self.key.encrypt(message, _SEAL)).decode()


class Verifiers:
    """WeChat Pay's public keys by serial.

    While a merchant migrates from platform certificates to the public key,
    notifications come signed by either: both are configured at once and the serial
    chooses. An unknown serial is an error and never a reason to go and fetch a key.
    """

    def __init__(self, verifiers):
        self._by_serial = {_normal(known.serial): known for known in verifiers}

    @classmethod
    def from_texts(cls, public_key_id="", public_key="", certificates=""):
        """Return the verifiers of a merchant's settings.

        :param str public_key_id: The ID of WeChat Pay's public key.
        :param str public_key: The public key, PEM.
        :param str certificates: Platform certificates, PEM, one after the other.
        :raise WechatPayConfigurationError: If one is malformed, or none is given.
        """
        verifiers = [
            Verifier(known.serial, known.key)
            for known in Certificate.all_from_text(certificates)
        ]
        if public_key_id or public_key:
            verifiers.append(public_key_verifier(public_key_id, public_key))
        if not verifiers:
            raise WechatPayConfigurationError(
                "neither WeChat Pay's public key nor a platform certificate is given"
            )
        return cls(verifiers)

    @property
    def preferred_serial(self):
        """The serial to ask answers for: the public key's if there is one."""
        serials = [known.serial for known in self._by_serial.values()]
        return next(
            (name for name in serials if name.startswith(PUBLIC_KEY_ID_PREFIX)),
            serials[-1],
        )

    def get(self, serial):
        """Return the key with this serial.

        :raise WechatPayUnknownSerialError: If it is not configured.
        """
        try:
            return self._by_serial[_normal(serial)]
        except KeyError:
            raise WechatPayUnknownSerialError(serial) from None


def public_key_verifier(public_key_id, pem):
    """Return WeChat Pay's public key under its ID.

    :raise WechatPayConfigurationError: If the ID or the key is malformed.
    """
    public_key_id = (public_key_id or "").strip()
    if not public_key_id.startswith(PUBLIC_KEY_ID_PREFIX):
        raise WechatPayConfigurationError(
            f"the ID of the public key begins with {PUBLIC_KEY_ID_PREFIX}"
        )
    return Verifier(public_key_id, _load_public_key((pem or "").strip()))


def kept_verifier(serial, pem):
    """Return a key that was kept to prove old messages with.

    :param str serial: The serial that messages name.
    :param str pem: What :attr:`Verifier.pem` was.
    :raise WechatPayConfigurationError: If it is not a public key.
    """
    return Verifier(serial, _load_public_key(pem.strip()))


def certificate_serial(pem):
    """Return the serial number of a certificate as WeChat Pay writes it: 40 hex digits.

    :raise WechatPayConfigurationError: If the text is not a certificate.
    """
    return f"{_load_certificate(pem).serial_number:0{_SERIAL_DIGITS}X}"


def check_apiv3_key(key):
    """Return the API v3 key as bytes.

    :raise WechatPayConfigurationError: If it does not have 32 ASCII characters.
    """
    try:
        raw = (key or "").strip().encode("ascii")
    except UnicodeEncodeError:
        raw = b""
    if len(raw) != APIV3_KEY_BYTES:
        raise WechatPayConfigurationError(
            f"the API v3 key has {APIV3_KEY_BYTES} letters and digits"
        )
    return raw


def _normal(serial):
    # Some write a certificate's serial without its leading zeros.
    if serial.startswith(PUBLIC_KEY_ID_PREFIX):
        return serial
    return serial.upper().lstrip("0")


def _split_pem(text):
    return [match.group(0) for match in _BLOCK.finditer(text or "")]


@functools.lru_cache(maxsize=64)
def _load_private_key(pem):
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise WechatPayConfigurationError(
            "the private key is not the content of apiclient_key.pem"
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise WechatPayConfigurationError("the private key is not an RSA key")
    return key


@functools.lru_cache(maxsize=64)
def _load_public_key(pem):
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WechatPayConfigurationError(
            "the public key is not the content of pub_key.pem"
        ) from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise WechatPayConfigurationError("the public key is not an RSA key")
    return key


@functools.lru_cache(maxsize=64)
def _load_certificate(pem):
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise WechatPayConfigurationError("this is not a PEM certificate") from error
