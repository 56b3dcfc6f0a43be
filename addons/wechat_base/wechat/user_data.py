"""Data that the phone hands over encrypted with its session key.

See https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html.
Last seen: November 2026.
"""

import json

from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import WeChatException

from .errors import WechatContentError


def open_user_data(appid, session_key, encrypted_data, iv):
    """Return what the phone encrypted, once it is clear for whom.

    :param str appid: Our mini-program; data of another one is refused.
    :param str session_key: What the login gave, base64.
    :param str encrypted_data: What the phone sent, base64.
    :param str iv: What the phone sent with it, base64.
    :rtype: dict
    :raise WechatContentError: If it cannot be opened, or is for another mini-program.
    """
    try:
        content = WeChatWxaCrypto(session_key, iv, appid).decrypt_message(
            encrypted_data
        )
    except (WeChatException, ValueError, KeyError, TypeError, IndexError) as error:
        raise WechatContentError("the data cannot be opened") from error
    # On wrong padding wechatpy may return less than was sent, and JSON is what tells.
    if not isinstance(content, dict):
        raise WechatContentError(
            f"the data is not an object: {json.dumps(content)[:40]}"
        )
    return content
