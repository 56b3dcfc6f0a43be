"""The bills of a day: asked for, fetched, proven and kept.

See https://pay.weixin.qq.com/doc/v3/merchant/4012791866 (trade bill) and
https://pay.weixin.qq.com/doc/v3/merchant/4012791867 (fund-flow bill). Last seen:
November 2026.
"""

import hashlib
import zlib
from urllib.parse import urlencode

from .bill_files import BillFile, target_of, write_bounded
from .errors import WechatPayContentError
from .sealed_bills import SealedBillCalls

TRADE = "trade"
FUND = "fund"

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_PATHS = {TRADE: "/v3/bill/tradebill", FUND: "/v3/bill/fundflowbill"}
_OPTIONS = {TRADE: {"bill_type": "ALL"}, FUND: {"account_type": "BASIC"}}


class BillCalls(SealedBillCalls):
    """The part of the client that fetches bills."""

    def download_bill(self, kind, day, file):
        """Write the bill of a day to a file, unzipped and proven.

        The address lives five minutes, so it is asked for and used in one go. The file
        itself is not signed: the sum in the signed answer proves it.

        Whoever signs for a shop gets the shop's movements, which come sealed.

        :param str kind: :data:`TRADE` or :data:`FUND`.
        :param date day: A past day in Beijing, at most three months ago.
        :param file: An open binary file.
        :rtype: BillFile
        :raise WechatPayBillNotReadyError: If WeChat Pay is still making it.
        :raise WechatPayNoBillError: If nothing happened that day.
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        if kind == FUND and self._account.is_partner:
            return self.download_sealed_fund_bill(day, file)
        query = {"bill_date": day.isoformat(), **_OPTIONS[kind], "tar_type": "GZIP"}
        if kind == TRADE:
            query |= self._account.sub_members
        content = self._call("GET", f"{_PATHS[kind]}?{urlencode(query)}")
        address, wanted = content.get("download_url"), content.get("hash_value")
        if content.get("hash_type") != "SHA1" or not isinstance(wanted, str):
            raise WechatPayContentError("the answer has no SHA1 of the bill")
        if not isinstance(address, str):
            raise WechatPayContentError("the answer has no address of the bill")
        fetched = self._fetch_bill(target_of(address), file)
        if fetched.sha1 != wanted.lower():
            raise WechatPayContentError("the bill is not the one that was announced")
        return fetched

    def _fetch_bill(self, target, file):
        unpacked = _Unpacked(file)
        answer = self._transport.download(
            self._base_urls[0] + target,
            self._headers("GET", target, b""),
            unpacked.take,
        )
        self._check_status(answer)
        return unpacked.close()


class _Unpacked:
    """Unzips what comes in pieces, counts it and adds it up.

    A proxy that unzips on the way is no harm: the sum is one of the plain file.
    """

    def __init__(self, file):
        self._file = file
        self._sum = hashlib.sha1(usedforsecurity=False)
        self._size = 0
        self._unzip = None

    def take(self, chunk):
        """Take the next piece of the file."""
        if self._unzip is None:
            is_zipped = chunk.startswith(_GZIP_MAGIC)
            self._unzip = zlib.decompressobj(_GZIP) if is_zipped else False
        if not self._unzip:
            self._keep(chunk)
            return
        try:
            while chunk:
                # A few kilobytes can unzip to gigabytes: never all of it at once.
                plain = self._unzip.decompress(chunk, 1024 * 1024)
                chunk = self._unzip.unconsumed_tail
                self._keep(plain)
        except zlib.error as error:
            raise WechatPayContentError("the bill is damaged") from error

    def close(self):
        """Return what came.

        :rtype: BillFile
        :raise WechatPayContentError: If the end is missing.
        """
        if self._unzip and not self._unzip.eof:
            raise WechatPayContentError("the bill is cut off")
        return BillFile(self._sum.hexdigest(), self._size)

    def _keep(self, plain):
        self._size += len(plain)
        self._sum.update(plain)
        write_bounded(self._file, plain, self._size)
