"""How vouchers are sealed: in order, without a gap, one sealer for each merchant."""

from odoo import api, fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.wechat_base.tools.intent import run_committed, try_lock
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .. import voucher_const
from ..wechatpay.vouchers import FIRST, Voucher

# The columns of a voucher's facts and proof, in the order of :class:`Voucher`.
FACT_COLUMNS = (
    *("mchid", "kind", "out_trade_no", "out_refund_no", "wechat_number"),
    *("amount_fen", "occurred_at", "recorded_at", "source", "transaction_id"),
    "company_id",
    *("verification", "serial", "signed_timestamp", "nonce", "signature"),
    *("body", "resource", "key_fingerprint"),
)
_NUMBERS = ("amount_fen", "transaction_id", "company_id")


class WechatpayVoucher(models.Model):
    """Vouchers that wait for their seal."""

    _inherit = "wechatpay.voucher"

    @api.model
    def _seal_all(self):
        """Seal all vouchers that wait for it."""
        self.env.cr.execute(
            "SELECT DISTINCT mchid FROM wechatpay_voucher WHERE sequence IS NULL"
        )
        for (mchid,) in self.env.cr.fetchall():
            self._seal(mchid)

    @api.model
    def _seal(self, mchid):
        """Seal a merchant's vouchers in the order in which they were written.

        Committed in batches on a cursor of its own: one that began before another
        sealer ended would not see where the chain ends.

        :param str mchid: The merchant number.
        :raise RetryableJobError: If somebody else is at it and does not end.
        """
        try:
            while run_committed(
                self.env, lambda env: self.with_env(env)._seal_batch(mchid)
            ):
                pass
        except ConcurrencyError as error:
            raise RetryableJobError(str(error), seconds=5) from error

    def _seal_batch(self, mchid):
        try_lock(self.env, f"wechatpay-seal-{mchid}")
        sequence, head = self._get_head(mchid)
        rows = self._read_unsealed(mchid)
        now = fields.Datetime.now()
        seals = []
        for voucher_id, *facts in rows:
            sequence += 1
            sealed = voucher_of(facts).seal(sequence, head)
            seals.append((voucher_id, sequence, head, sealed, now))
            head = sealed
        if seals:
            self._write_seals(seals)
        return len(seals) == voucher_const.SEAL_BATCH

    def _get_head(self, mchid):
        """Return the number and the hash of the last sealed voucher.

        :rtype: tuple
        """
        self.env.cr.execute(
            SQL(
                "SELECT sequence, hash FROM wechatpay_voucher"
                " WHERE mchid = %s AND sequence IS NOT NULL"
                " ORDER BY sequence DESC LIMIT 1",
                mchid,
            )
        )
        return self.env.cr.fetchone() or (0, FIRST)

    def _read_unsealed(self, mchid):
        self.env.cr.execute(
            SQL(
                "SELECT id, %s FROM wechatpay_voucher"
                " WHERE mchid = %s AND sequence IS NULL ORDER BY id LIMIT %s",
                SQL(", ").join(map(SQL.identifier, FACT_COLUMNS)),
                mchid,
                voucher_const.SEAL_BATCH,
            )
        )
        return self.env.cr.fetchall()

    def _write_seals(self, seals):
        self.env.cr.execute(
            SQL(
                "UPDATE wechatpay_voucher v SET sequence = s.sequence,"
                " previous_hash = s.previous_hash, hash = s.hash,"
                " sealed_at = s.sealed_at"
                " FROM (VALUES %s) AS s(id, sequence, previous_hash, hash, sealed_at)"
                " WHERE v.id = s.id",
                SQL(", ").join(seals),
            )
        )
        self.invalidate_model(flush=False)


def voucher_of(facts):
    """Return the pure voucher of a row's facts.

    :param list facts: The values of `FACT_COLUMNS`.
    :rtype: Voucher
    """
    named = zip(FACT_COLUMNS, facts, strict=True)
    return Voucher(*(_plain(name, value) for name, value in named))


def _plain(name, value):
    if name in _NUMBERS:
        return value
    return fields.Datetime.to_string(value) if hasattr(value, "year") else value or ""
