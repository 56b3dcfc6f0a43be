"""Bills that come sealed: the movements of a shop, for its service provider.

The file is sealed with a key made for it, and that key with the certificate of whoever
asks. A long file comes in parts. See
https://pay.weixin.qq.com/docs/partner/apis/partner-mini-program-payment/get-sub-mch-fund-flow-bill.html
and https://pay.weixin.qq.com/doc/v3/partner/4014314390. Last seen: November 2026.
"""

import hashlib
import io
from dataclasses import dataclass
from urllib.parse import urlencode

from .aead import ALGORITHM, open_sealed
from .bill_files import BillFile, target_of, write_bounded
from .errors import WechatPayContentError

_PATH = "/v3/bill/sub-merchant-fundflowbill"
# Each part holds gigabytes; a shop's day has one.
_MOST_PARTS = 100


@dataclass(frozen=True)
class _Part:
    """One part of a sealed file: where it is, and how it is opened."""

    address: str
    sealed_key: str
    nonce: str
    sha1: str

    @classmethod
    def from_json(cls, content):
        names = ("download_url", "encrypt_key", "nonce", "hash_value")
        values = [content.get(name) for name in names]
        if content.get("hash_type") != "SHA1" or not all(
            isinstance(value, str) and value for value in values
        ):
            raise WechatPayContentError("a part of the bill cannot be opened")
        return cls(*values)


class SealedBillCalls:
    """The part of the client that fetches sealed bills."""

    def download_sealed_fund_bill(self, day, file):
        """Write the fund-flow bill of the shop to a file, opened and proven.

        It is asked for unzipped: the documents do not say whether the seal is around
        the zip or within it.

        :param date day: A past day in Beijing, at most three months ago.
        :param file: An open binary file.
        :rtype: BillFile
        :raise WechatPayDecryptionError: If our key does not open it.
        :raise WechatPayError: See :meth:`WechatPayClient._call`; a service provider
            without the permission is refused.
        """
        query = {
            **self._account.sub_members,
            "bill_date": day.isoformat(),
            "account_type": "BASIC",
            "algorithm": ALGORITHM,
        }
        content = self._call("GET", f"{_PATH}?{urlencode(query)}")
        digest, size = hashlib.sha1(usedforsecurity=False), 0
        for part in _parts_of(content):
            plain = self._open_part(part)
            digest.update(plain)
            size += len(plain)
            write_bounded(file, plain, size)
        return BillFile(digest.hexdigest(), size)

    def _open_part(self, part):
        sealed = io.BytesIO()

        def take(chunk):
            write_bounded(sealed, chunk, sealed.tell() + len(chunk))

        target = target_of(part.address)
        self._check_status(
            self._transport.download(
                self._base_urls[0] + target, self._headers("GET", target, b""), take
            )
        )
        key = self._merchant.key.decrypt(part.sealed_key)
        plain = open_sealed(key, part.nonce, sealed.getvalue())
        # The seal proves it already; which of the two the sum is of is not said.
        if part.sha1.lower() not in (_sha1(plain), _sha1(sealed.getvalue())):
            raise WechatPayContentError("the bill is not the one that was announced")
        return plain


def _parts_of(content):
    """Return the parts of an announced file, in their order.

    :rtype: list[_Part]
    """
    parts = content.get("download_bill_list")
    if not isinstance(parts, list) or not 0 < len(parts) <= _MOST_PARTS:
        raise WechatPayContentError("the answer has no parts of the bill")
    numbers = [
        part.get("bill_sequence") if isinstance(part, dict) else None for part in parts
    ]
    if content.get("download_bill_count") != len(parts) or sorted(
        number for number in numbers if isinstance(number, int)
    ) != list(range(1, len(parts) + 1)):
        raise WechatPayContentError("a part of the bill is missing")
    return [
        _Part.from_json(part)
        for part in sorted(parts, key=lambda part: part["bill_sequence"])
    ]


def _sha1(content):
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
