"""Notifications of payments and refunds.

See https://pay.weixin.qq.com/doc/v3/merchant/4012075249. Last seen: November 2026.
"""

from dataclasses import dataclass, replace

from .aead import ALGORITHM, decrypt
from .content import Refund, Trade, parse_object
from .errors import WechatPayContentError
from .keys import Verifiers, check_apiv3_key
from .proof import text_of
from .signing import SignedMessage

PAYMENT_EVENT = "TRANSACTION.SUCCESS"
ECHO_EVENT = "SECURITY_ECHO.SUCCESS"
REFUND_EVENTS = frozenset({"REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"})


@dataclass(frozen=True)
class NotificationKeys:
    """What opens the notifications of one merchant."""

    verifiers: Verifiers
    apiv3_key: bytes

    @classmethod
    def from_texts(cls, apiv3_key, **texts):
        """Return the keys of a merchant's settings.

        :param str apiv3_key: The API v3 key.
        :param str texts: See :meth:`Verifiers.from_texts`.
        :raise WechatPayConfigurationError: If one is malformed.
        """
        return cls(Verifiers.from_texts(**texts), check_apiv3_key(apiv3_key))


@dataclass(frozen=True)
class Notification:
    """A notification whose origin and age are proven."""

    id: str
    event_type: str
    content: dict

    @property
    def is_payment(self):
        """Whether it tells of a payment."""
        return self.event_type == PAYMENT_EVENT

    @property
    def is_refund(self):
        """Whether it tells of a refund."""
        return self.event_type in REFUND_EVENTS

    @property
    def is_echo(self):
        """Whether it repeats a word that was sent to try the settings."""
        return self.event_type == ECHO_EVENT

    @property
    def trade(self):
        """The payment it tells of.

        :rtype: Trade
        :raise WechatPayContentError: If it is malformed.
        """
        return Trade.from_json(self.content)

    @property
    def refund(self):
        """The refund it tells of.

        :rtype: Refund
        :raise WechatPayContentError: If it is malformed.
        """
        return Refund.from_json(self.content)


def parse_notification(headers, body, *, keys, now):
    """Return the message WeChat Pay sent, once its origin and its age are proven.

    See https://pay.weixin.qq.com/doc/v3/merchant/4012075249.

    :param Mapping headers: The HTTP headers, their names in any case.
    :param bytes body: The raw body, never one put together again from its JSON.
    :param NotificationKeys keys: What opens the merchant's notifications.
    :param float now: Unix seconds.
    :rtype: Notification
    :raise WechatPaySignatureError: If the signature is missing, wrong or too old.
    :raise WechatPayDecryptionError: If the API v3 key does not open the message.
    :raise WechatPayContentError: If it is proven, yet not what the documents describe.
    """
    signed = SignedMessage.from_http(headers, body)
    signed.check_age(now)
    proof = signed.verify(keys.verifiers)
    return _open(parse_object(signed.body, proof), keys.apiv3_key)


def open_resource(envelope, apiv3_key):
    """Return what is sealed in a notification, as bytes.

    :param dict envelope: The notification.
    :param bytes apiv3_key: The API v3 key.
    :raise WechatPayDecryptionError: If the key does not open it.
    :raise WechatPayContentError: If it is not sealed as the documents describe.
    """
    resource = envelope.get("resource")
    if not isinstance(resource, dict) or resource.get("algorithm") != ALGORITHM:
        raise WechatPayContentError(f"the resource is not sealed with {ALGORITHM}")
    texts = {
        name: resource.get(name) or ""
        for name in ("nonce", "associated_data", "ciphertext")
    }
    if not all(isinstance(text, str) for text in texts.values()):
        raise WechatPayContentError("the resource is malformed")
    return decrypt(apiv3_key, **texts)


def _open(envelope, apiv3_key):
    opened = open_resource(envelope, apiv3_key)
    proof = replace(envelope.proof, resource=text_of(opened))
    return Notification(
        id=str(envelope.get("id") or ""),
        event_type=str(envelope.get("event_type") or ""),
        content=parse_object(opened, proof),
    )
