"""One bill file of WeChat Pay, kept as it came."""

import hashlib
import io

from odoo import fields, models
from odoo.exceptions import UserError

from .. import bill_const
from ..wechatpay.bill_rows import FUND_BILL, TRADE_BILL, fee_fen, read_rows
from ..wechatpay.errors import WechatPayBillFormatError

_LAYOUTS = {"trade": TRADE_BILL, "fund": FUND_BILL}


class WechatpayBill(models.Model):
    """A trade bill or fund-flow bill of one day and merchant."""

    _name = "wechatpay.bill"
    _description = "WeChat Pay Bill"
    _order = "date desc, kind"
    _rec_name = "kind"

    day_id = fields.Many2one(
        comodel_name="wechatpay.bill.day",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="day_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="day_id.date", store=True, string="Date")
    kind = fields.Selection(
        selection=bill_const.KINDS, required=True, readonly=True, string="Bill"
    )
    state = fields.Selection(
        selection=bill_const.BILL_STATES,
        required=True,
        readonly=True,
        default="awaited",
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment", string="File", readonly=True, copy=False
    )
    sha1 = fields.Char(
        string="SHA-1",
        help="The sum that proves the file; WeChat Pay signs the same one.",
        readonly=True,
        copy=False,
    )
    origin = fields.Selection(
        selection=[("download", "Fetched"), ("upload", "Uploaded by hand")],
        readonly=True,
        copy=False,
    )
    fetched_at = fields.Datetime(string="Stored On", readonly=True, copy=False)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    income = fields.Monetary(
        help="What the rows add to the balance.", readonly=True, copy=False
    )
    expense = fields.Monetary(
        help="What the rows take from the balance.", readonly=True, copy=False
    )
    fee = fields.Monetary(readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False)

    _day_kind_uniq = models.Constraint(
        "unique (day_id, kind)", "This day has such a bill already."
    )

    # === ACTION METHODS === #

    def action_download(self):
        """Hand out the file as it came.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    # === BUSINESS METHODS === #

    def _move(self, to_state, reason=None, **values):
        """Move the bill; the only place that writes its state.

        Note: `self.ensure_one()`

        :param str to_state: Where to, allowed by the table of moves.
        :param str reason: What went wrong, if something did.
        :param dict values: What else becomes known with the move.
        :raise ValueError: If the table does not allow the move.
        """
        self.ensure_one()
        if to_state != self.state:
            if to_state not in bill_const.BILL_MOVES[self.state]:
                raise ValueError(f"bill {self.id}: {self.state} -> {to_state}")
            self.env["wechatpay.bill.event"]._log(self, to_state, reason)
        self.write({"state": to_state, "problem": reason or False, **values})

    def _store(self, content, origin):
        """Keep a file that is proven or trusted; the very same one changes nothing.

        Note: `self.ensure_one()`

        :param bytes content: The unzipped file.
        :param str origin: `download` or `upload`.
        :raise UserError: If another file of the day is booked already.
        """
        self.ensure_one()
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if self.state == "stored":
            if sha1 == self.sha1:
                return
            raise UserError(
                self.env._(
                    "Another file of this day is booked already. Reset the day first."
                )
            )
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .with_context(wechatpay_is_bill=True)
            .create(
                {
                    "name": f"wechatpay-{self.kind}-{self.day_id._get_number()}"
                    f"-{self.day_id.date}.csv",
                    "raw": content,
                    "mimetype": "text/csv",
                    "res_model": self._name,
                    "res_id": self.id,
                    "public": False,
                }
            )
        )
        self._move(
            "stored",
            attachment_id=attachment.id,
            sha1=sha1,
            origin=origin,
            fetched_at=fields.Datetime.now(),
        )

    def _read_rows(self):
        """Return the typed rows of the stored file.

        Note: `self.ensure_one()`

        :rtype: list
        :raise WechatPayBillFormatError: If it is not a whole bill of this kind.
        """
        self.ensure_one()
        content = self.sudo().attachment_id.raw or b""
        return list(read_rows(io.BytesIO(content), _LAYOUTS[self.kind]))

    def _is_readable(self):
        if self.state != "stored":
            return True
        try:
            self._read_rows()
        except WechatPayBillFormatError:
            return False
        return True

    def _count(self, rows):
        """Write what the rows add up to."""
        amounts = [row.money_fen for row in rows]
        if self.kind == "trade":
            fee = fee_fen(sum(row.fee_units for row in rows))
        else:
            fee = -sum(row.money_fen for row in rows if row.kind == "fee")
        self.write(
            {
                "row_count": len(rows),
                "income": sum(fen for fen in amounts if fen > 0) / 100,
                "expense": -sum(fen for fen in amounts if fen < 0) / 100,
                "fee": fee / 100,
            }
        )
