"""The calls of a mini-program's server that wechatpy lacks, in the shape of its own."""

import re

from wechatpy.client.api.base import BaseWeChatAPI

from .errors import WechatContentError

# https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/
# getUnlimitedQRCode.html. Last seen: November 2026.
SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
ENV_VERSIONS = ("release", "trial", "develop")

# How the goods come to the buyer, see upload_shipping_info.
SAME_CITY = 2
VIRTUAL = 3
SELF_PICK_UP = 4
# What WeChat replaces with the number of the payment, out_trade_no.
ORDER_NUMBER = "${商品订单号}"
_OWN_NUMBER = 1
_UNIFIED_DELIVERY = 1
_MAX_ITEM_DESCRIPTION = 120

_IMAGE_STARTS = (b"\x89PNG\r\n", b"\xff\xd8\xff")


class MiniProgramApi(BaseWeChatAPI):
    """Login, codes, messages, checks and shipping of a mini-program."""

    def code_to_session(self, code):
        """Return who a login code belongs to. It needs no access token.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/
        code2Session.html.

        :param str code: What `wx.login` gave the phone; good for one use.
        :return: `openid`, `session_key` and, where there is one, `unionid`.
        :rtype: dict
        :raise WechatCodeError: If the code is wrong, old or used.
        :raise WechatError: If the call fails otherwise.
        """
        content = self._get_object(
            "sns/jscode2session",
            params={
                "access_token": None,
                "appid": self.appid,
                "secret": self.secret,
                "js_code": code,
                "grant_type": "authorization_code",
            },
        )
        return {
            "openid": _text(content, "openid"),
            "session_key": _text(content, "session_key"),
            "unionid": content.get("unionid") or "",
        }

    def get_phone_number(self, code):
        """Return the phone number that a diner chose to give. WeChat charges for it.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/
        phone-number/getPhoneNumber.html.

        :param str code: What the phone's button gave; good for one use.
        :return: The number with its country code, e.g. `+8613800138000`.
        :rtype: str
        :raise WechatError: If the call fails.
        """
        content = self._post_object(
            "wxa/business/getuserphonenumber", data={"code": code}
        )
        info = content.get("phone_info")
        if not isinstance(info, dict):
            raise WechatContentError("the answer has no phone_info")
        return f"+{_text(info, 'countryCode')}{_text(info, 'purePhoneNumber')}"

    def get_unlimited_code(
        self, scene, page=None, *, check_path=True, env_version="release", width=430
    ):
        """Return the picture of a mini-program code.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/
        qr-code/getUnlimitedQRCode.html.

        :param str scene: What the page learns, at most 32 plain characters.
        :param str page: The page, without a slash at the beginning; the home page if
            none.
        :param bool check_path: Whether the page must be in the released version.
        :param str env_version: Which version opens: release, trial or develop.
        :param int width: 280 to 1280 pixels.
        :return: A PNG or JPEG.
        :rtype: bytes
        :raise ValueError: If the scene or the version is not one WeChat takes.
        :raise WechatError: If the call fails.
        """
        if not SCENE.fullmatch(scene):
            raise ValueError(f"{scene!r} is not a valid scene")
        if env_version not in ENV_VERSIONS:
            raise ValueError(f"{env_version!r} is not one of {ENV_VERSIONS}")
        data = {
            "scene": scene,
            "check_path": check_path,
            "env_version": env_version,
            "width": width,
        }
        if page:
            data["page"] = page
        answer = self._post("wxa/getwxacodeunlimit", data=data)
        image = getattr(answer, "content", b"")
        if not image.startswith(_IMAGE_STARTS):
            raise WechatContentError("the answer is not a picture")
        return image

    def send_subscribe_message(
        self, openid, template_id, data, *, page=None, state="formal", lang="zh_CN"
    ):
        """Send a message that the diner asked for with a tap.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/
        mp-message-management/subscribe-message/sendMessage.html.

        :param str openid: Who gets it.
        :param str template_id: Which message.
        :param dict data: The text of each field, by its name in the template.
        :param str page: What a tap opens; nothing if none.
        :param str state: Which version it opens: formal, trial or developer.
        :param str lang: The language of the frame around the message.
        :raise WechatRecipientError: If the diner allows no (more) message.
        :raise WechatError: If the call fails otherwise.
        """
        message = {
            "touser": openid,
            "template_id": template_id,
            "data": {name: {"value": text} for name, text in data.items()},
            "miniprogram_state": state,
            "lang": lang,
        }
        if page:
            message["page"] = page
        self._post_object("cgi-bin/message/subscribe/send", data=message)

    def check_text(self, content, openid, scene):
        """Return whether a text may be shown to others.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/
        sec-check/msgSecCheck.html.

        :param str content: At most 2,500 characters.
        :param str openid: Who wrote it; they used the mini-program within two hours.
        :param int scene: 1 profile, 2 comment, 3 forum, 4 social log.
        :return: `pass`, `review` or `risky`.
        :rtype: str
        :raise WechatError: If the call fails.
        """
        answer = self._post_object(
            "wxa/msg_sec_check",
            data={
                "version": 2,
                "scene": scene,
                "openid": openid,
                "content": content,
            },
        )
        result = answer.get("result")
        if not isinstance(result, dict):
            raise WechatContentError("the answer has no result")
        return _text(result, "suggest")

    def upload_shipping_info(self, *, shipment, openid, upload_time):
        """Tell WeChat that the goods of a payment are delivered, so that it pays out.

        See https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/
        business-capabilities/order-shipping/order-shipping.html. Repeating a finished
        upload counts as the single correction WeChat allows.

        :param Shipment shipment: What was delivered, and how.
        :param str openid: Who paid.
        :param str upload_time: When, RFC 3339 with milliseconds.
        :raise WechatError: If the call fails.
        """
        self._post_object(
            "wxa/sec/order/upload_shipping_info",
            data={
                "order_key": {
                    "order_number_type": _OWN_NUMBER,
                    "mchid": shipment.mchid,
                    "out_trade_no": shipment.out_trade_no,
                },
                "logistics_type": shipment.logistics_type,
                "delivery_mode": _UNIFIED_DELIVERY,
                "shipping_list": [
                    {"item_desc": shipment.description[:_MAX_ITEM_DESCRIPTION]}
                ],
                "upload_time": upload_time,
                "payer": {"openid": openid},
            },
        )

    def update_order_detail_path(self, path):
        """Tell WeChat which page its own list of orders opens (订单中心).

        See https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/
        business-capabilities/order-center/order-center.html.

        :param str path: The page; :data:`ORDER_NUMBER` in it stands for the number of
            the payment.
        :raise ValueError: If the page would not learn the number.
        :raise WechatError: If the call fails.
        """
        if ORDER_NUMBER not in path:
            raise ValueError(f"{path!r} does not contain {ORDER_NUMBER}")
        self._post_object("wxa/sec/order/update_order_detail_path", data={"path": path})

    def is_trade_managed(self):
        """Return whether WeChat holds money back until shipping is told.

        See the page of :meth:`upload_shipping_info`.

        :rtype: bool
        :raise WechatError: If the call fails.
        """
        answer = self._post_object(
            "wxa/sec/order/is_trade_managed", data={"appid": self.appid}
        )
        return bool(answer.get("is_trade_managed"))

    def _get_object(self, url, **options):
        return _object(self._get(url, **options))

    def _post_object(self, url, **options):
        return _object(self._post(url, **options))


def _object(answer):
    # wechatpy hands over the bare response when it is not JSON.
    if not isinstance(answer, dict):
        raise WechatContentError("the answer is not a JSON object")
    return answer


def _text(content, name):
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise WechatContentError(f"the answer has no {name}")
    return value
