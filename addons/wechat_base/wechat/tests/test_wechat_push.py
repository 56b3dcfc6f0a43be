import base64
import json

import pytest
from wechatpy.crypto import WeChatCrypto

from wechat import errors
from wechat.push import PushKeys, PushProof, check_aes_key, check_url, open_message
from wechat.user_data import open_user_data

APPID = "wx0123456789abcdef"
KEYS = PushKeys("t0ken", base64.b64encode(b"k" * 32).decode().rstrip("="), APPID)
MESSAGE = {"MsgType": "event", "Event": "trade_manage_remind_access_api", "n": "米线"}


def sealed(content, keys=KEYS, appid=APPID):
    """Return what WeChat pushes: the sealed text and what proves it."""
    crypto = WeChatCrypto(keys.token, keys.encoding_aes_key, appid)
    text = content if isinstance(content, str) else json.dumps(content)
    xml = crypto.encrypt_message(text, "n0nce", "1714112445")
    encrypted = xml.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    signature = xml.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    return encrypted, PushProof(signature, "1714112445", "n0nce")


def test_pushed_message_is_opened():
    encrypted, proof = sealed(MESSAGE)

    assert open_message(encrypted, KEYS, proof) == MESSAGE


@pytest.mark.parametrize("change", ["msg_signature", "timestamp", "nonce"])
def test_changed_proof_is_refused(change):
    encrypted, proof = sealed(MESSAGE)
    parts = {**proof.__dict__, change: "0" * 40}

    with pytest.raises(errors.WechatSignatureError):
        open_message(encrypted, KEYS, PushProof(**parts))


def test_changed_message_is_refused():
    encrypted, proof = sealed(MESSAGE)

    with pytest.raises(errors.WechatSignatureError):
        open_message(encrypted[:-4] + "AAA=", KEYS, proof)


def test_message_for_another_mini_program_is_refused():
    encrypted, proof = sealed(MESSAGE, appid="wx9999999999999999")

    with pytest.raises(errors.WechatContentError):
        open_message(encrypted, KEYS, proof)


@pytest.mark.parametrize("content", ["not json", "[]", "7", "<xml></xml>"])
def test_proven_nonsense_is_a_typed_error(content):
    encrypted, proof = sealed(content)

    with pytest.raises(errors.WechatContentError):
        open_message(encrypted, KEYS, proof)


@pytest.mark.parametrize("key", [None, "", "x" * 42, "x" * 44, "%" * 43])
def test_malformed_aes_key_is_refused(key):
    with pytest.raises(ValueError, match="43"):
        check_aes_key(key)


@pytest.mark.parametrize("signature", [None, "", "0" * 40, "x"])
def test_address_is_checked(signature):
    assert not check_url("t0ken", signature, "1714036504", "1514711492")


@pytest.mark.parametrize(
    ("session_key", "data", "iv"),
    [
        ("", "", ""),
        ("tiihtNczf5v6AKRyjwEUhQ==", "AAAA", "r7BXXKkLb8qrSNn05n0qiA=="),
        ("%%%", "AAAA", "%%%"),
        ("tiihtNczf5v6AKRyjwEUhQ==", "A" * 64, "r7BXXKkLb8qrSNn05n0qiA=="),
    ],
)
def test_data_that_cannot_be_opened_is_a_typed_error(session_key, data, iv):
    with pytest.raises(errors.WechatContentError):
        open_user_data(APPID, session_key, data, iv)
