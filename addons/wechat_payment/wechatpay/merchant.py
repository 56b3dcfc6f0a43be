"""Who is paid, and who asks: a merchant by itself, or through a service provider.

See https://pay.weixin.qq.com/doc/v3/partner/4012085801. Last seen: November 2026.
"""

from dataclasses import dataclass

from .keys import PrivateKey

_DIRECT_PATH = "/v3/pay/transactions"
_PARTNER_PATH = "/v3/pay/partner/transactions"


@dataclass(frozen=True)
class Account:
    """The numbers that say who is paid.

    :ivar str appid: The mini-program or official account; the service provider's, if
        there is a service provider.
    :ivar str mchid: The merchant number of whoever signs.
    :ivar str sub_mchid: The merchant number of the shop, if a service provider signs
        for it; empty for a direct merchant.
    :ivar str sub_appid: The shop's own mini-program, if it has one.
    """

    appid: str
    mchid: str
    sub_mchid: str = ""
    sub_appid: str = ""

    @classmethod
    def of_order(cls, body):
        """Return who is paid by an order that was asked for.

        :param dict body: What :attr:`members` once became a part of.
        :rtype: Account
        """
        if "sp_mchid" not in body:
            return cls(body["appid"], body["mchid"])
        return cls(
            body["sp_appid"],
            body["sp_mchid"],
            body["sub_mchid"],
            body.get("sub_appid", ""),
        )

    @property
    def is_partner(self):
        """Whether a service provider signs for the shop."""
        return bool(self.sub_mchid)

    @property
    def receiving_mchid(self):
        """The merchant number whose balance grows.

        :rtype: str
        """
        return self.sub_mchid or self.mchid

    @property
    def orders_path(self):
        """Where the calls about payments begin."""
        return _PARTNER_PATH if self.is_partner else _DIRECT_PATH

    @property
    def paying_appid(self):
        """The AppID in which the payer is known, which a phone must name when paying.

        :rtype: str
        """
        return self.sub_appid or self.appid

    @property
    def mchid_members(self):
        """The merchant numbers, as query and close calls name them.

        :rtype: dict
        """
        if not self.is_partner:
            return {"mchid": self.mchid}
        return {"sp_mchid": self.mchid, "sub_mchid": self.sub_mchid}

    @property
    def members(self):
        """The AppIDs and merchant numbers, as the body of an order names them.

        :rtype: dict
        """
        if not self.is_partner:
            return {"appid": self.appid, "mchid": self.mchid}
        sub_appid = {"sub_appid": self.sub_appid} if self.sub_appid else {}
        return {"sp_appid": self.appid, **self.mchid_members, **sub_appid}

    @property
    def sub_members(self):
        """What refunds and bills name beside the signature: the shop, if it is not us.

        :rtype: dict
        """
        return {"sub_mchid": self.sub_mchid} if self.is_partner else {}

    def payer(self, openid):
        """Return the payer, named in the AppID that knows it.

        :rtype: dict
        """
        if not self.is_partner:
            return {"openid": openid}
        return {"sub_openid" if self.sub_appid else "sp_openid": openid}


@dataclass(frozen=True)
class Merchant:
    """Who asks: the numbers and the key that signs."""

    account: Account
    key: PrivateKey
