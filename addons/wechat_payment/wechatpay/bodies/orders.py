"""The bodies that prepare a payment.

See https://pay.weixin.qq.com/doc/v3/merchant/4012791856 (JSAPI and mini-program),
https://pay.weixin.qq.com/doc/v3/merchant/4012791877 (Native) and
https://pay.weixin.qq.com/doc/v3/merchant/4012791834 (H5); of a service provider:
https://pay.weixin.qq.com/doc/v3/partner/4012085801. Last seen: November 2026.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .common import order_members, rfc3339


@dataclass(frozen=True, kw_only=True)
class NativeOrder:
    """A payment to prepare as a QR code that the payer scans.

    :ivar str out_trade_no: Our number, never used before.
    :ivar str description: What the payer reads; cut to WeChat's limit.
    :ivar int total_fen: The amount.
    :ivar datetime expires_at: Until when it can be paid, with a time zone.
    :ivar str notify_url: Where notifications go; without a query string.
    :cvar str kind: The last word of the address that takes it.
    """

    out_trade_no: str
    description: str
    total_fen: int
    expires_at: datetime
    notify_url: str

    kind: ClassVar[str] = "native"

    def to_json(self, account):
        """Return the body of the request.

        :param Account account: Who is paid.
        :rtype: dict
        :raise ValueError: If the number or the amount is not one WeChat Pay takes.
        """
        return {
            **order_members(self, account),
            "time_expire": rfc3339(self.expires_at),
            "notify_url": self.notify_url,
        }


@dataclass(frozen=True, kw_only=True)
class JsapiOrder(NativeOrder):
    """A payment to prepare in a mini-program or a page of an official account.

    :ivar str openid: Who will pay.
    """

    openid: str

    kind: ClassVar[str] = "jsapi"

    def to_json(self, account):
        """Return the body of the request; see :meth:`NativeOrder.to_json`."""
        return {**super().to_json(account), "payer": account.payer(self.openid)}


@dataclass(frozen=True, kw_only=True)
class H5Order(NativeOrder):
    """A payment to prepare in the browser of a phone.

    :ivar str client_ip: The address of the phone, which must be the very one that
        opens the payment afterwards.
    """

    client_ip: str

    kind: ClassVar[str] = "h5"

    def to_json(self, account):
        """Return the body of the request; see :meth:`NativeOrder.to_json`."""
        return {
            **super().to_json(account),
            "scene_info": {
                "payer_client_ip": self.client_ip,
                "h5_info": {"type": "Wap"},
            },
        }
