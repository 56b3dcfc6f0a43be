"""What proves a fact: the message as WeChat Pay signed it, kept to be proven again.

A notification or an answer is proven once, when it comes. Its :class:`Proof` travels
with the content from there on, so that whoever writes the fact down can keep both.
"""

import base64
from dataclasses import dataclass

from .errors import WechatPayContentError

SIGNATURE = "signature"
SHARED_KEY = "shared_key"


@dataclass(frozen=True)
class Proof:
    """A message that was proven, with all that its signature covers.

    :ivar str scheme: `signature` if WeChat Pay's public key proves it to anybody;
        `shared_key` if only whoever knows the merchant's APIv2 key can tell.
    :ivar str serial: Which public key it is signed with.
    :ivar str timestamp: Unix seconds, as they were signed.
    :ivar str nonce: The nonce that was signed.
    :ivar str signature: The signature, base64.
    :ivar str body: The raw body.
    :ivar str resource: What was sealed in a notification, as it was opened.
    :ivar str key_fingerprint: The SHA-256 of the public key.
    :ivar str key_pem: The public key itself.
    """

    scheme: str
    body: str
    serial: str = ""
    timestamp: str = ""
    nonce: str = ""
    signature: str = ""
    resource: str = ""
    key_fingerprint: str = ""
    key_pem: str = ""

    @classmethod
    def of_signed(cls, signed, verifier):
        """Return the proof that a verified message is.

        :param SignedMessage signed: The message.
        :param Verifier verifier: The key that proved it.
        :rtype: Proof
        :raise WechatPayContentError: If the body is not UTF-8.
        """
        return cls(
            SIGNATURE,
            text_of(signed.body),
            serial=signed.serial,
            timestamp=str(signed.timestamp),
            nonce=signed.nonce,
            signature=base64.b64encode(signed.signature).decode(),
            key_fingerprint=verifier.fingerprint,
            key_pem=verifier.pem,
        )


class ProvenObject(dict):
    """A JSON object, and the message that proves it.

    :ivar Proof|None proof: The message; None if nothing does.
    """

    proof = None

    @classmethod
    def of(cls, content, proof):
        """Return an object with its proof."""
        proven = cls(content)
        proven.proof = proof
        return proven


def text_of(body):
    """Return the text of a body; its bytes can be had again from it.

    :raise WechatPayContentError: If it is not UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise WechatPayContentError("the message is not UTF-8") from error
