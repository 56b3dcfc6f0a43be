"""The folder of keys: each is made when it is first asked for, and kept."""

import ipaddress
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

CERTIFICATE_YEARS = 5


class KeyFolder:
    """Private keys, certificates and small JSON files, readable by nobody else."""

    def __init__(self, folder):
        self._folder = Path(folder) / "keys"
        self._folder.mkdir(mode=0o700, exist_ok=True)

    def private_key(self, name):
        """Return the RSA key of this name."""
        path = self._folder / f"{name}_key.pem"
        if not path.exists():
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self.write(
                path.name,
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                ).decode(),
            )
        return serialization.load_pem_private_key(path.read_bytes(), None)

    def certificate(self, name, common_name):
        """Return the certificate of the key of this name."""
        path = self._folder / f"{name}_cert.pem"
        if not path.exists():
            certificate = _self_signed(self.private_key(name), common_name)
            pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
            self.write(path.name, pem)
        return x509.load_pem_x509_certificate(path.read_bytes())

    def server_certificate(self, name):
        """Return the files of a certificate for this machine: (it, its key).

        It vouches for itself, so that a client can be told to trust just it.
        """
        key, path = self.private_key(name), self._folder / f"{name}_cert.pem"
        if not path.exists():
            names = x509.SubjectAlternativeName(
                [
                    x509.DNSName("localhost"),
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                    x509.IPAddress(ipaddress.ip_address("::1")),
                ]
            )
            subject = _name("WeChat sandbox, not Tencent")
            builder = _builder(key, subject, subject).add_extension(names, False)
            builder = builder.add_extension(x509.BasicConstraints(True, None), True)
            certificate = builder.sign(key, hashes.SHA256())
            pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
            self.write(path.name, pem)
        return path, self._folder / f"{name}_key.pem"

    def read(self, name):
        """Return a file's text."""
        return (self._folder / name).read_text()

    def read_json(self, name, default):
        """Return a file's JSON value, or `default` if there is no such file."""
        path = self._folder / name
        return json.loads(path.read_text()) if path.exists() else default

    def write_json(self, name, value):
        """Keep a JSON value."""
        self.write(name, json.dumps(value, indent=1))

    def write(self, name, text):
        """Keep a text, whole or not at all."""
        # Written aside and renamed: a killed first start leaves no half key.
        aside = self._folder / f".{name}.new"
        aside.touch(mode=0o600)
        aside.write_text(text)
        aside.replace(self._folder / name)


def _self_signed(key, common_name):
    issuer = _name(
        "Sandbox Tenpay.com Root CA",
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "WeChat sandbox, not Tencent"),
    )
    return _builder(key, _name(common_name), issuer).sign(key, hashes.SHA256())


def _name(common_name, *others):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name), *others])


def _builder(key, subject, issuer):
    now = datetime.now(timezone.utc) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * CERTIFICATE_YEARS))
    )


def serial_of(certificate):
    """Return a certificate's serial number as WeChat writes it."""
    # 40 digits: a serial that begins with zero keeps it.
    return f"{certificate.serial_number:040X}"


def public_pem(key):
    """Return the public half of a private key as PEM."""
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        .decode()
    )
