"""Our client and our notification parser, with what the sandbox handed out."""

import secrets
import time

from wechatpay.client import WechatPayClient
from wechatpay.keys import PrivateKey, Verifiers
from wechatpay.merchant import Account, Merchant
from wechatpay.notification import NotificationKeys
from wechatpay.transport import HttpTransport

TIMEOUT_S = 10


def account_of(merchant):
    """Return the numbers of a merchant, as our client wants them."""
    credentials = merchant.credentials
    return Account(
        credentials["appid"],
        credentials["mchid"],
        getattr(merchant, "sub_mchid", ""),
        getattr(merchant, "sub_appid", ""),
    )


def verifiers_of(merchant):
    """Return the keys our client verifies with: public key and certificate."""
    credentials = merchant.credentials
    return Verifiers.from_texts(
        credentials["public_key_id"],
        credentials["public_key_pem"],
        credentials["platform_certificate_pem"],
    )


def client_of(merchant, account, base_urls=None):
    """Return our client for a merchant of the sandbox."""
    credentials = merchant.credentials
    key = PrivateKey.from_pem(
        credentials["merchant_serial"], credentials["merchant_private_key_pem"]
    )
    return WechatPayClient(
        Merchant(account, key),
        verifiers_of(merchant),
        transport=HttpTransport((TIMEOUT_S, TIMEOUT_S)),
        clock=time.time,
        nonce=lambda: secrets.token_hex(16),
        base_urls=base_urls or (merchant.base_url,),
    )


def notification_keys_of(merchant):
    """Return what our notification parser opens a merchant's messages with."""
    return NotificationKeys(
        verifiers_of(merchant), merchant.credentials["apiv3_key"].encode()
    )
