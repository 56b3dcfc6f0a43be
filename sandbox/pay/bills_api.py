"""Answers /v3/bill/tradebill, /v3/bill/fundflowbill and the download of their files.

https://pay.weixin.qq.com/doc/v3/merchant/4012791866 and .../4012791867
"""

import gzip
from urllib.parse import urlencode

from ..merchants import PARTNER
from ..web import Response, Route
from .errors import param_error
from .ledger import ACCOUNTS
from .parties import check_sub
from .sheets import TRADE_COLUMNS
from .transactions_api import check_query_names

DOWNLOAD_PATH = "/v3/billdownload/file"


class BillsApi:
    """Bills of a day, of merchants who deal themselves and of partners."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        bare = {"unsigned": True}
        return [
            Route("GET", "/v3/bill/tradebill", "pay.tradebill", self.trade),
            Route("GET", "/v3/bill/fundflowbill", "pay.fundflowbill", self.flow),
            Route("GET", DOWNLOAD_PATH, "pay.bill_download", self.download, bare),
        ]

    def trade(self, request, merchant):
        """Make a trade bill; return where it is downloaded."""
        optional = ["bill_type", "tar_type"]
        if merchant.kind == PARTNER:
            optional.append("sub_mchid")
        check_query_names(request, ("bill_date",), optional)
        query = request.query
        bill_type = choice(query, "bill_type", TRADE_COLUMNS, "ALL")
        sub_mchid = query.get("sub_mchid")
        if sub_mchid is not None:
            check_sub(self._world, merchant, sub_mchid)
        day = self._world.bills.day_of(query["bill_date"])
        sheet = self._world.bills.trade(merchant, day, bill_type, sub_mchid)
        return self._offer(request, merchant, sheet, day, "pay.tradebill")

    def flow(self, request, merchant):
        """Make a fund-flow bill; return where it is downloaded."""
        check_query_names(request, ("bill_date",), ("account_type", "tar_type"))
        query = request.query
        account = choice(query, "account_type", ACCOUNTS, ACCOUNTS[0])
        day = self._world.bills.day_of(query["bill_date"])
        sheet = self._world.bills.flow(merchant.mchid, day, account)
        return self._offer(request, merchant, sheet, day, "pay.fundflowbill")

    def download(self, request, merchant):
        """Return a bill's file; its answer is not signed."""
        check_query_names(request, ("token",), ("tartype",))
        content = self._world.bills.file_of(request.query["token"], merchant.mchid)
        if request.query.get("tartype") == "gzip":
            return Response(200, packed(content), "application/x-gzip")
        return Response(200, content, "text/plain; charset=utf-8")

    def _offer(self, request, merchant, sheet, day, api):
        tar_type = choice(request.query, "tar_type", ("GZIP",), None)
        content, digest = self._world.bills.make(sheet, api, day)
        token = self._world.bills.keep(content, merchant.mchid)
        query = {"token": token}
        if tar_type:
            query["tartype"] = "gzip"
        return Response.json(
            {
                "hash_type": "SHA1",
                "hash_value": digest,
                "download_url": f"{request.base_url}{DOWNLOAD_PATH}?{urlencode(query)}",
            }
        )


def packed(content):
    """Return a file compressed; without a time inside, so the same is the same."""
    return gzip.compress(content, mtime=0)


def choice(query, name, choices, default):
    """Return a query's value, or the default if there is none.

    :raise PayError: If it is none of the choices.
    """
    value = query.get(name, default)
    if value is not default and value not in choices:
        raise param_error(
            name,
            f"{name}枚举值不合法",
            f"one of {list(choices)}",
            value,
            location="query",
        )
    return value
