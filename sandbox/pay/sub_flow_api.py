"""Answers /v3/bill/sub-merchant-fundflowbill: a shop's account, sealed for its partner.

https://pay.weixin.qq.com/doc/v3/partner/4012760686 - the file is encrypted with a key
of its own, and that key with the partner's certificate.
"""

import base64
import secrets
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..merchants import PARTNER
from ..web import Response, Route
from .bills_api import DOWNLOAD_PATH, choice, packed
from .ledger import ACCOUNTS
from .parties import check_kind, check_sub
from .transactions_api import check_query_names

ALGORITHM = "AEAD_AES_256_GCM"
_API = "pay.sub_fundflowbill"


class SubFlowApi:
    """The fund-flow bill of one sub-merchant."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        path = "/v3/bill/sub-merchant-fundflowbill"
        return [Route("GET", path, _API, self.offer)]

    def offer(self, request, merchant):
        """Make the bill of a sub-merchant; return where it is downloaded."""
        check_kind(merchant, PARTNER)
        needed = ("sub_mchid", "bill_date", "account_type", "algorithm")
        check_query_names(request, needed, ("tar_type",))
        query, bills = request.query, self._world.bills
        account = choice(query, "account_type", ACCOUNTS, None)
        choice(query, "algorithm", (ALGORITHM,), None)
        tar_type = choice(query, "tar_type", ("GZIP",), None)
        sub_mchid = check_sub(self._world, merchant, query["sub_mchid"])
        day = bills.day_of(query["bill_date"])
        sheet = bills.flow(sub_mchid, day, account)
        content, digest = bills.make(sheet, _API, day)
        key, nonce = secrets.token_bytes(32), secrets.token_hex(6)
        plain = packed(content) if tar_type else content
        sealed = AESGCM(key).encrypt(nonce.encode(), plain, b"")
        token = bills.keep(sealed, merchant.mchid)
        query = urlencode({"token": token})
        return Response.json(
            {
                "download_bill_count": 1,
                "download_bill_list": [
                    {
                        "bill_sequence": 1,
                        "download_url": f"{request.base_url}{DOWNLOAD_PATH}?{query}",
                        "encrypt_key": _sealed_for(merchant, key),
                        "hash_type": "SHA1",
                        "hash_value": digest,
                        "nonce": nonce,
                    }
                ],
            }
        )


def _sealed_for(merchant, key):
    certificate = x509.load_pem_x509_certificate(merchant.certificate_pem.encode())
    sealed = certificate.public_key().encrypt(
        key,
        padding.OAEP(
            mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None
        ),
    )
    return base64.b64encode(sealed).decode()
