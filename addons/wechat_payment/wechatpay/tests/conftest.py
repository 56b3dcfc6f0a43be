"""A merchant and WeChat Pay, with keys made for this run."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from wechatpay_samples import (
    APIV3_KEY,
    MERCHANT_SERIAL,
    PUBLIC_KEY_ID,
    WechatPay,
    pem_of,
    public_pem_of,
)

from wechatpay.keys import PrivateKey, Verifiers
from wechatpay.notification import NotificationKeys


@pytest.fixture(scope="session")
def wechat_pay():
    return WechatPay()


@pytest.fixture(scope="session")
def merchant_rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def merchant_key(merchant_rsa_key):
    return PrivateKey.from_pem(MERCHANT_SERIAL, pem_of(merchant_rsa_key))


@pytest.fixture(scope="session")
def verifiers(wechat_pay):
    return Verifiers.from_texts(PUBLIC_KEY_ID, public_pem_of(wechat_pay.key))


@pytest.fixture(scope="session")
def notification_keys(wechat_pay):
    return NotificationKeys.from_texts(
        APIV3_KEY,
        public_key_id=PUBLIC_KEY_ID,
        public_key=public_pem_of(wechat_pay.key),
    )
