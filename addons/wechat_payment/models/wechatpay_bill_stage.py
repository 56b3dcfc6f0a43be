"""Where the rows of a day are made ready, before they are kept.

A row of a bill learns from the other bill, from payments and from what is booked for
it. In the table of all rows each of that would write it anew, with all its indexes and
foreign keys, and the planner would know nothing of rows so new: now and then it joins
everything with everything. So they grow up in a table of the transaction's own, which
is analysed, and are kept in one statement, once they know all.
See docs/adr/0019-rows-of-bills-are-staged.md.
"""

from odoo import api, models
from odoo.tools import SQL

from .. import bill_const

_STAGE = SQL.identifier(bill_const.STAGE)
# What the planner has to know to join rows with payments and with each other.
_TELLING = (
    "bill_id",
    "is_money",
    "kind",
    "wechat_number",
    "own_number",
    "payment_number",
    "payment_own_number",
)
# What matching finds out.
_FOUND = (
    "transaction_id",
    "pos_payment_id",
    "session_id",
    "account_payment_id",
    "our_amount",
    "match",
)


class WechatpayBillLine(models.Model):
    """A row that was on the stage before."""

    _inherit = "wechatpay.bill.line"

    @api.model
    def _open_stage(self):
        """Make room for rows; the end of the transaction clears it away."""
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE IF NOT EXISTS %(stage)s"
                " (LIKE %(table)s INCLUDING DEFAULTS) ON COMMIT DROP;"
                " TRUNCATE %(stage)s",
                stage=_STAGE,
                table=SQL.identifier(self._table),
            )
        )

    @api.model
    def _analyse_stage(self):
        """Tell the planner what is on the stage."""
        columns = SQL(", ").join(map(SQL.identifier, _TELLING))
        self.env.cr.execute(SQL("ANALYZE %s (%s)", _STAGE, columns))

    @api.model
    def _stage_kept(self, which):
        """Bring rows that are kept already back on the stage.

        :param SQL which: A condition on `line`.
        """
        self.flush_model()
        self._open_stage()
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s SELECT line.* FROM %s line WHERE %s",
                _STAGE,
                SQL.identifier(self._table),
                which,
            )
        )
        self._analyse_stage()

    @api.model
    def _keep_staged(self):
        """Keep the rows of the stage, which are new."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s SELECT * FROM %s ORDER BY id",
                SQL.identifier(self._table),
                _STAGE,
            )
        )
        self.invalidate_model()

    @api.model
    def _keep_found(self):
        """Write what was found out about rows that are kept already."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s line SET %s FROM %s staged WHERE staged.id = line.id",
                SQL.identifier(self._table),
                SQL(", ").join(
                    SQL("%s = staged.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in _FOUND
                ),
                _STAGE,
            )
        )
        self.invalidate_model()

    @api.model
    def _tie_staged(self, ties):
        """Say of rows on the stage in which statement lines they are booked.

        :param dict ties: Statement line's id to the ids of its rows.
        """
        pairs = [(row, line) for line, rows in ties.items() for row in rows]
        if not pairs:
            return
        rows, lines = map(list, zip(*pairs, strict=True))
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s staged
                   SET statement_line_id = tie.statement_line_id
                  FROM UNNEST(%s, %s) AS tie (row_id, statement_line_id)
                 WHERE staged.id = tie.row_id
                """,
                _STAGE,
                rows,
                lines,
            )
        )
