"""Who asks, and whose order it is: a merchant directly, or a partner for one.

https://pay.weixin.qq.com/doc/v3/partner/4012085810
"""

from dataclasses import dataclass

from ..merchants import DIRECT, PARTNER, SUB
from .errors import PayError, param_error


@dataclass(frozen=True)
class Party:
    """The merchant whose money it is, the one who signed, and the payer.

    `appid` is the app whose user pays.
    """

    signer: object
    mchid: str
    appid: str
    openid: str | None = None
    sp_mchid: str | None = None
    sp_appid: str | None = None
    sub_appid: str | None = None
    sp_openid: str | None = None

    def columns(self):
        """Return what an order remembers of its party."""
        names = "mchid appid openid sp_mchid sp_appid sub_appid sp_openid".split()
        return {name: getattr(self, name) for name in names}


class DirectDeals:
    """A merchant who deals with WeChat Pay itself."""

    kind = DIRECT
    root = "/v3/pay/transactions"
    query_names = ("mchid",)

    def __init__(self, world):
        self._world = world

    def of_body(self, body, merchant):
        """Return the party of an order's body, its names checked."""
        self.check_mchids(body, merchant)
        check_app(merchant, body["appid"], "/appid")
        openid = body.get("payer", {}).get("openid")
        if openid is not None:
            check_openid(self._world, body["appid"], openid, "/payer/openid")
        return Party(merchant, merchant.mchid, body["appid"], openid)

    def of_code(self, body, merchant, payer):
        """Return the party of a payment code, whose owner is known by the code."""
        self.check_mchids(body, merchant)
        check_app(merchant, body["appid"], "/appid")
        openid = payer_openid(self._world, body["appid"], payer)
        return Party(merchant, merchant.mchid, body["appid"], openid)

    def check_mchids(self, names, merchant):
        """Return the merchant whose money it is, by the names in a body or query."""
        check_kind(merchant, self.kind)
        check_merchant(merchant, names["mchid"])
        return merchant.mchid


class PartnerDeals:
    """A partner (service provider) who deals for its sub-merchants."""

    kind = PARTNER
    root = "/v3/pay/partner/transactions"
    query_names = ("sp_mchid", "sub_mchid")

    def __init__(self, world):
        self._world = world

    def of_body(self, body, merchant):
        """Return the party of an order's body, its names checked."""
        mchid = self.check_mchids(body, merchant)
        apps = self._apps(body, merchant, mchid)
        payer = body.get("payer", {})
        openid, sp_openid, appid = None, None, apps["sub_appid"] or apps["sp_appid"]
        if "payer" in body:
            names = [name for name in ("sp_openid", "sub_openid") if name in payer]
            if len(names) != 1 or (names == ["sub_openid"] and not apps["sub_appid"]):
                raise param_error(
                    "/payer",
                    "sp_openid和sub_openid必须二选一，传sub_openid时sub_appid必填",
                    "one of sp_openid and sub_openid, the latter with sub_appid",
                )
            appid = apps["sp_appid" if names == ["sp_openid"] else "sub_appid"]
            openid = payer[names[0]]
            check_openid(self._world, appid, openid, f"/payer/{names[0]}")
            sp_openid = self._sp_openid(apps["sp_appid"], appid, openid)
        return Party(
            merchant, mchid, appid, openid, merchant.mchid, sp_openid=sp_openid, **apps
        )

    def of_code(self, body, merchant, payer):
        """Return the party of a payment code, whose owner is known by the code."""
        mchid = self.check_mchids(body, merchant)
        apps = self._apps(body, merchant, mchid)
        appid = apps["sub_appid"] or apps["sp_appid"]
        return Party(
            merchant,
            mchid,
            appid,
            payer_openid(self._world, appid, payer),
            merchant.mchid,
            sp_openid=payer_openid(self._world, apps["sp_appid"], payer),
            **apps,
        )

    def check_mchids(self, names, merchant):
        """Return the sub-merchant whose money it is, if it is this partner's."""
        check_kind(merchant, self.kind)
        if names["sp_mchid"] != merchant.mchid:
            raise param_error(
                "/sp_mchid",
                "服务商商户号与签名商户不一致",
                f"sp_mchid must be the one that signed: {merchant.mchid}",
                names["sp_mchid"],
            )
        return check_sub(self._world, merchant, names["sub_mchid"])

    def _apps(self, body, merchant, mchid):
        check_app(merchant, body["sp_appid"], "/sp_appid")
        sub_appid = body.get("sub_appid")
        if sub_appid is not None:
            sub = self._world.keys.merchant_of(mchid)
            check_app(sub, sub_appid, "/sub_appid")
        return {"sp_appid": body["sp_appid"], "sub_appid": sub_appid}

    def _sp_openid(self, sp_appid, appid, openid):
        if appid == sp_appid:
            return openid
        payer = self._world.users.find(appid, openid)["name"]
        return payer_openid(self._world, sp_appid, payer)


def payer_openid(world, appid, name):
    """Return the openid that a person has for an app."""
    return world.users.named(appid, name)


def check_kind(merchant, kind):
    """Raise unless a merchant may use the paths of its kind."""
    if merchant.kind != kind:
        raise PayError(
            403,
            "NO_AUTH",
            "商户号无权使用该接口",
            issue=f"these paths are for {kind} merchants; "
            f"{merchant.mchid} is a {merchant.kind} merchant",
        )


def check_sub(world, merchant, sub_mchid):
    """Return a sub-merchant's number if the partner may act for it.

    :raise PayError: If it is unknown, or another's.
    """
    sub = world.keys.merchant_of(sub_mchid)
    if sub is None or sub.kind != SUB:
        raise PayError(
            400,
            "MCH_NOT_EXISTS",
            "商户号不存在",
            field="/sub_mchid",
            value=sub_mchid,
            issue=f"sub-merchants: {world.keys.merchants.subs_of(merchant.mchid)}",
        )
    if sub.partner != merchant.mchid:
        raise PayError(
            403,
            "NO_AUTH",
            "服务商与子商户没有受理关系",
            field="/sub_mchid",
            value=sub_mchid,
            issue="the sub-merchant belongs to another partner",
        )
    return sub_mchid


def check_merchant(merchant, mchid):
    """Raise unless the body names the merchant who signed."""
    if mchid != merchant.mchid:
        raise param_error(
            "/mchid",
            "商户号与签名商户不一致",
            f"mchid must be the one that signed: {merchant.mchid}",
            mchid,
        )


def check_app(merchant, appid, field):
    """Raise unless an app is bound to a merchant."""
    if appid not in merchant.appids:
        raise PayError(
            400,
            "APPID_MCHID_NOT_MATCH",
            "商户号和appid不匹配",
            field=field,
            value=appid,
            location="body",
            issue=f"apps bound to {merchant.mchid}: {list(merchant.appids)}",
        )


def check_openid(world, appid, openid, field):
    """Raise unless an app knows a user."""
    if world.users.find(appid, openid) is None:
        raise param_error(
            field,
            "无效的openid",
            "this app never saw this openid: log the user in first",
            openid,
        )
