"""Facts of money that nobody can change unnoticed: sealing and checking vouchers.

Each voucher keeps the signed message that proves it. Sealed, it also says which voucher
of the merchant came before it: its hash covers its own facts and the hash of that one.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timezone

from .content import Refund, Trade, parse_object
from .errors import WechatPayDecryptionError, WechatPayError
from .keys import Verifiers, kept_verifier
from .notification import open_resource
from .proof import SHARED_KEY, SIGNATURE
from .signing import SignedMessage

# What the hash of a first voucher covers in place of a hash before it.
FIRST = "0" * 64
# The form of what is hashed; another form would be another version.
_VERSION = 1
_REFUND_KINDS = {
    "refund": "SUCCESS",
    "refund_closed": "CLOSED",
    "refund_abnormal": "ABNORMAL",
}
_PAYMENT_KINDS = {
    "payment": {"SUCCESS", "REFUND"},
    "reversal": {"REVOKED"},
}


@dataclass(frozen=True)
class Voucher:
    """One fact and its proof, as it was written down."""

    mchid: str
    kind: str
    out_trade_no: str
    out_refund_no: str
    wechat_number: str
    amount_fen: int
    occurred_at: str
    recorded_at: str
    source: str
    transaction_id: int
    company_id: int
    verification: str
    serial: str
    timestamp: str
    nonce: str
    signature: str
    body: str
    resource: str
    key_fingerprint: str

    def seal(self, sequence, previous_hash):
        """Return the hash that seals this voucher in its place.

        :param int sequence: Its number among the merchant's, from 1 without a gap.
        :param str previous_hash: The hash of the one before; :data:`FIRST` for 1.
        :return: 64 hex digits.
        :rtype: str
        """
        covered = [_VERSION, sequence, previous_hash, asdict(self)]
        text = json.dumps(covered, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def find_problem(self, key_pem, apiv3_key=None):
        """Return what is wrong with the voucher itself, or nothing.

        :param str|None key_pem: The public key that was kept under its fingerprint.
        :param bytes|None apiv3_key: The merchant's API v3 key. One that was changed
            since does not open an old message; that is no fault of the voucher.
        :return: `unproven`, `no_key`, `signature`, `resource` or `facts`.
        :rtype: str|None
        """
        if self.verification == SHARED_KEY:
            return None
        if self.verification != SIGNATURE:
            return "unproven"
        if not key_pem:
            return "no_key"
        if not self._is_signed_with(key_pem):
            return "signature"
        if not self._is_opened_right(apiv3_key):
            return "resource"
        return None if self._tells_its_facts() else "facts"

    def _is_signed_with(self, key_pem):
        try:
            verifier = kept_verifier(self.serial, key_pem)
            if verifier.fingerprint != self.key_fingerprint:
                return False
            SignedMessage(
                serial=self.serial,
                timestamp=int(self.timestamp),
                nonce=self.nonce,
                signature=base64.b64decode(self.signature, validate=True),
                body=self.body.encode(),
            ).verify(Verifiers([verifier]))
        except (WechatPayError, ValueError, binascii.Error):
            return False
        return True

    def _is_opened_right(self, apiv3_key):
        if not (self.resource and apiv3_key):
            return True
        try:
            envelope = parse_object(self.body.encode())
            return open_resource(envelope, apiv3_key) == self.resource.encode()
        except WechatPayDecryptionError:
            # The merchant has another key by now: this proves nothing against it. What
            # was changed fails by its signature, or by its seal.
            return True
        except WechatPayError:
            return False

    def _tells_its_facts(self):
        try:
            content = parse_object((self.resource or self.body).encode())
            if self.kind in _REFUND_KINDS:
                told = refund_facts(Refund.from_json(content))
                return told == self._facts() and self._has_status(content)
            trade = Trade.from_json(content)
        except WechatPayError:
            return False
        told = trade_facts(trade)
        return told == self._facts() and (
            trade.trade_state in _PAYMENT_KINDS.get(self.kind, ())
        )

    def _has_status(self, content):
        return Refund.from_json(content).status == _REFUND_KINDS[self.kind]

    def _facts(self):
        return (
            self.out_trade_no,
            self.out_refund_no,
            self.wechat_number,
            self.amount_fen,
            self.occurred_at,
        )


def trade_facts(trade):
    """Return the facts of a payment that its voucher repeats.

    :param Trade trade: What WeChat Pay says.
    :return: Our number, nothing, WeChat's number, fen, and when it happened.
    :rtype: tuple
    """
    return (
        trade.out_trade_no,
        "",
        trade.transaction_id,
        trade.total_fen or 0,
        _moment(trade.success_time),
    )


def refund_facts(refund):
    """Return the facts of a refund that its voucher repeats; see above.

    :param Refund refund: What WeChat Pay says.
    :rtype: tuple
    """
    return (
        refund.out_trade_no,
        refund.out_refund_no,
        refund.refund_id,
        refund.refund_fen,
        _moment(refund.success_time),
    )


def _moment(text):
    """Return when something happened, in UTC, `2026-11-25 04:00:00`; or nothing.

    :param str text: RFC 3339, as APIv3 says it.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
