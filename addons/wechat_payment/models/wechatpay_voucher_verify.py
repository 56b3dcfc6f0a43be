"""Whether the vouchers still say what WeChat Pay said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const, voucher_const
from ..wechatpay.errors import WechatPayConfigurationError
from ..wechatpay.keys import check_apiv3_key
from ..wechatpay.vouchers import FIRST
from .wechatpay_voucher_seal import FACT_COLUMNS, voucher_of

_BATCH = 1000


@dataclass
class ChainReport:
    """What is known of one merchant's vouchers after a check.

    :ivar str mchid: The merchant number.
    :ivar int sealed: How many sealed vouchers were checked and found right.
    :ivar str head: The hash of the last of them: written down elsewhere, it proves
        later that none of them was changed or taken away since.
    :ivar int unsealed: How many wait for their seal.
    :ivar datetime unsealed_since: Since when the oldest of them waits.
    :ivar bool is_late: Whether that is longer than it can take.
    :ivar str problem: What is wrong first, see `voucher_const.PROBLEMS`; or nothing.
    :ivar int voucher_id: Where that is: the first break.
    :ivar str number: The number of the payment or refund it is about.
    :ivar int expected: The place in the chain it has, or should have.
    """

    mchid: str
    sealed: int = 0
    head: str = FIRST
    unsealed: int = 0
    unsealed_since: datetime | None = None
    is_late: bool = False
    problem: str = ""
    voucher_id: int = 0
    number: str = ""
    expected: int = 0
    fingerprints: set = field(default_factory=set)

    @property
    def is_sound(self):
        """Whether nothing is wrong; what waits for its seal is no fault yet."""
        return not (self.problem or self.is_late)

    def blame(self, problem, voucher_id, number, expected):
        """Keep the first break; what follows it proves nothing any more."""
        if not self.problem:
            self.problem = problem
            self.voucher_id = voucher_id
            self.number = number
            self.expected = expected


class WechatpayVoucher(models.Model):
    """Vouchers that can be checked at any time."""

    _inherit = "wechatpay.voucher"

    @api.model
    def _verify(self):
        """Check the chain of each merchant and the signature of each voucher.

        Reads everything in one picture of the database; changes nothing.

        :return: One report for each merchant, by number.
        :rtype: list
        """
        self.env.flush_all()
        self.env.cr.execute("SELECT fingerprint, pem FROM wechatpay_voucher_key")
        keys = dict(self.env.cr.fetchall())
        opening_keys = self._get_opening_keys()
        reports = {}
        for mchid in self._get_merchants():
            report = reports[mchid] = ChainReport(mchid)
            self._verify_chain(report, keys, opening_keys.get(mchid))
            self._verify_unsealed(report, keys, opening_keys.get(mchid))
        for mchid, tx_number in self._find_missing():
            report = reports.setdefault(mchid, ChainReport(mchid))
            report.blame("missing", 0, tx_number, 0)
        return [reports[mchid] for mchid in sorted(reports)]

    def _get_merchants(self):
        self.env.cr.execute("SELECT DISTINCT mchid FROM wechatpay_voucher")
        return [mchid for (mchid,) in self.env.cr.fetchall()]

    def _get_opening_keys(self):
        """Return the API v3 key of each merchant that still has one, by number."""
        opening_keys = {}
        providers = self.env["payment.provider"].sudo().with_context(active_test=False)
        for provider in providers.search([("code", "=", const.PROVIDER_CODE)]):
            mchid = provider.wechatpay_sub_mchid or provider.wechatpay_mchid
            try:
                opening_keys[mchid] = check_apiv3_key(provider.wechatpay_apiv3_key)
            except WechatPayConfigurationError:
                continue
        return opening_keys

    def _verify_chain(self, report, keys, opening_key):
        for voucher_id, sequence, previous, sealed, voucher in self._read_sealed(
            report.mchid
        ):
            expected = report.sealed + 1
            problem = _find_break(report, sequence, previous, sealed, voucher)
            problem = problem or voucher.find_problem(
                keys.get(voucher.key_fingerprint), opening_key
            )
            if problem:
                number = voucher.out_refund_no or voucher.out_trade_no
                report.blame(problem, voucher_id, number, expected)
                return
            report.sealed, report.head = expected, sealed
            report.fingerprints.add(voucher.key_fingerprint)

    def _read_sealed(self, mchid):
        """Yield the sealed vouchers in their order, a batch at a time."""
        sequence = None
        while True:
            # A voucher whose number was made too small is read as well, first.
            self.env.cr.execute(
                SQL(
                    "SELECT id, sequence, previous_hash, hash, %s"
                    " FROM wechatpay_voucher WHERE mchid = %s"
                    " AND sequence IS NOT NULL AND %s ORDER BY sequence LIMIT %s",
                    SQL(", ").join(map(SQL.identifier, FACT_COLUMNS)),
                    mchid,
                    SQL("TRUE") if sequence is None else SQL("sequence > %s", sequence),
                    _BATCH,
                )
            )
            rows = self.env.cr.fetchall()
            for voucher_id, sequence, previous, sealed, *facts in rows:
                yield voucher_id, sequence, previous, sealed, voucher_of(facts)
            if len(rows) < _BATCH:
                return

    def _verify_unsealed(self, report, keys, opening_key):
        late = timedelta(seconds=voucher_const.SEAL_LATE_SECONDS)
        self.env.cr.execute(
            SQL(
                "SELECT id, %s FROM wechatpay_voucher"
                " WHERE mchid = %s AND sequence IS NULL ORDER BY id",
                SQL(", ").join(map(SQL.identifier, FACT_COLUMNS)),
                report.mchid,
            )
        )
        for voucher_id, *facts in self.env.cr.fetchall():
            voucher = voucher_of(facts)
            report.unsealed += 1
            if not report.unsealed_since:
                since = fields.Datetime.to_datetime(voucher.recorded_at)
                report.unsealed_since = since
                report.is_late = since < fields.Datetime.now() - late
            problem = voucher.find_problem(
                keys.get(voucher.key_fingerprint), opening_key
            )
            if problem:
                number = voucher.out_refund_no or voucher.out_trade_no
                report.blame(problem, voucher_id, number, 0)

    def _find_missing(self):
        """Return the payments and refunds that are done and have no voucher.

        A chain whose end was cut off is still a chain: only what it should tell of
        shows the cut.

        :return: Pairs of merchant number and our number.
        :rtype: list
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT t.id
                  FROM payment_transaction t
                 WHERE (t.wechatpay_state IN %s
                        AND t.operation IS DISTINCT FROM 'refund'
                        AND NOT EXISTS (SELECT 1 FROM wechatpay_voucher v
                                         WHERE v.transaction_id = t.id
                                           AND v.kind = 'payment'))
                    OR (t.wechatpay_state = 'success' AND t.operation = 'refund'
                        AND NOT EXISTS (SELECT 1 FROM wechatpay_voucher v
                                         WHERE v.transaction_id = t.id
                                           AND v.kind = 'refund'))
                 ORDER BY t.id
                """,
                const.PAID_STATES,
            )
        )
        ids = [tx_id for (tx_id,) in self.env.cr.fetchall()]
        transactions = self.env["payment.transaction"].sudo().browse(ids)
        return [(self._get_mchid(tx), tx.reference) for tx in transactions]


def _find_break(report, sequence, previous, sealed, voucher):
    if sequence != report.sealed + 1:
        return "gap"
    if previous != report.head:
        return "previous"
    return "hash" if voucher.seal(sequence, previous) != sealed else None
