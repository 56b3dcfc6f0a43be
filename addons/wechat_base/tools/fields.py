"""Encryption of personal data at rest.

The key lies outside the database, in the environment or in a file, so that a backup of
the database alone gives no phone number away.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from odoo.exceptions import UserError
from odoo.tools import config

from .. import const

_VERSION = "v1"
_KEY_BYTES = 32
_NONCE_BYTES = 12


def encrypt(env, text):
    """Return a text encrypted with the key of this server.

    :param Environment env: Any environment of the database.
    :param str text: What must not be readable in the database.
    :return: The encrypted text, different each time; an empty text stays empty.
    :rtype: str
    """
    if not text:
        return ""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derive("encryption")).encrypt(nonce, text.encode(), b"")
    return f"{_VERSION}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(env, stored):
    """Return the text that :func:`encrypt` hid.

    :param Environment env: Any environment of the database.
    :param str stored: The encrypted text.
    :return: The text; an empty value stays empty.
    :rtype: str
    :raise UserError: If it was encrypted with another key, or is damaged.
    """
    if not stored:
        return ""
    version, _colon, data = stored.partition(":")
    try:
        raw = base64.b64decode(data, validate=True)
        if version != _VERSION:
            raise ValueError(version)
        opened = AESGCM(_derive("encryption")).decrypt(
            raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], b""
        )
    except (ValueError, InvalidTag) as error:
        raise UserError(
            env._(
                "Personal data cannot be read: it was encrypted with another key. Give"
                " this server the key file the data was written with."
            )
        ) from error
    return opened.decode()


def hmac_index(env, text):
    """Return a value that finds an encrypted text again without telling it.

    :param Environment env: Any environment of the database.
    :param str text: The text, in its normal form.
    :return: 64 hexadecimal digits; an empty text stays empty.
    :rtype: str
    """
    if not text:
        return ""
    return hmac.new(_derive("index"), text.encode(), hashlib.sha256).hexdigest()


def _derive(purpose):
    # One secret, a key per use: what an index tells must not help against encryption.
    return hmac.new(_load_key(), purpose.encode(), hashlib.sha256).digest()


def _load_key():
    if given := os.environ.get(const.FIELD_KEY_VARIABLE):
        return _parse_key(given, const.FIELD_KEY_VARIABLE)
    path = Path(
        config.get(const.FIELD_KEY_FILE_OPTION)
        or Path(config["data_dir"]) / "wechat_field.key"
    )
    try:
        return _parse_key(path.read_text(), path)
    except FileNotFoundError:
        return _create_key(path)


def _create_key(path):
    # O_EXCL and a rename by link: of two workers that start together, one wins and both
    # read the winner's key.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return _parse_key(path.read_text(), path)


def _parse_key(text, origin):
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise ValueError(f"{origin}: expected {_KEY_BYTES} bytes in base64")
    return key
