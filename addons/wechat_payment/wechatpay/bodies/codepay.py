"""The bodies of payments by code.

See https://pay.weixin.qq.com/doc/v3/merchant/4012382150; of a service provider:
https://pay.weixin.qq.com/doc/v3/partner/4012382150. Last seen: November 2026.
"""

from dataclasses import dataclass
from typing import ClassVar

from .common import encode, order_members

MAX_STORE_ID_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class CodepayOrder:
    """A payment whose payer shows a code to the cashier.

    :ivar str out_trade_no: Our number, never used before: each code needs its own.
    :ivar str description: What the payer reads; cut to WeChat's limit.
    :ivar int total_fen: The amount.
    :ivar str store_id: Our name of the shop.
    :cvar str kind: The last word of the address that takes it.
    """

    out_trade_no: str
    description: str
    total_fen: int
    store_id: str

    kind: ClassVar[str] = "codepay"

    def to_json(self, account):
        """Return the body of the request but for the code itself.

        The code opens the payer's purse for a minute, so it is added to what is sent
        and kept nowhere: see :func:`with_auth_code`.

        :param Account account: Who is paid.
        :rtype: dict
        :raise ValueError: If the number or the amount is not one WeChat Pay takes.
        """
        return {
            **order_members(self, account),
            "scene_info": {
                "store_info": {"out_id": self.store_id[:MAX_STORE_ID_LENGTH]}
            },
        }


def with_auth_code(asked, auth_code):
    """Return the body of a payment by code as it is sent.

    :param dict asked: What :meth:`CodepayOrder.to_json` made.
    :param str auth_code: What the payer's phone shows.
    :rtype: bytes
    """
    return encode({**asked, "payer": {"auth_code": auth_code}})
