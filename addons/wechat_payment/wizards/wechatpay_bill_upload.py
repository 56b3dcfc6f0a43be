"""A bill that an accountant fetched from WeChat's pages by hand."""

import base64
import gzip
import io
import zlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import bill_const, const
from ..wechatpay.bill_rows import BEIJING, FUND_BILL, TRADE_BILL, read_rows
from ..wechatpay.errors import WechatPayBillFormatError

_BOM = b"\xef\xbb\xbf"


class WechatpayBillUpload(models.TransientModel):
    """Reads an uploaded file: which bill and day it is, it says itself."""

    _name = "wechatpay.bill.upload"
    _description = "Upload a WeChat Pay Bill"

    merchant = fields.Selection(
        selection="_get_merchants",
        required=True,
        default=lambda self: (self._get_merchants() or [(False,)])[0][0],
    )
    date = fields.Date(
        string="Day",
        required=True,
        help="The day of the bill, in Beijing.",
        default=lambda self: fields.Date.subtract(fields.Date.today(), days=1),
    )
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    @api.model
    def _get_merchants(self):
        """Return the merchants of the user's companies.

        Accountants may not read the providers themselves, which hold keys.

        :rtype: list
        """
        providers = (
            self.env["payment.provider"]
            .sudo()
            .search(
                [
                    ("code", "=", const.PROVIDER_CODE),
                    ("state", "!=", "disabled"),
                    ("company_id", "in", self.env.companies.ids),
                ],
                order="id",
            )
        )
        return [
            (str(known.id), f"{known.name} ({known.wechatpay_mchid})")
            for known in providers
        ]

    def action_upload(self):
        """Keep the file and book the day, if both bills are there.

        :return: The day.
        :rtype: dict
        :raise AccessError: If the user does not work on these books.
        :raise UserError: If it is not a whole bill of this merchant and day.
        """
        self.ensure_one()
        days = self.env["wechatpay.bill.day"]
        days._check_accountant()
        if self.merchant not in dict(self._get_merchants()):
            raise AccessError(self.env._("This merchant is of another company."))
        content = self._unpack()
        kind, rows = self._recognise(content)
        provider_sudo = self.env["payment.provider"].sudo().browse(int(self.merchant))
        self._check_rows(kind, rows, provider_sudo.wechatpay_mchid)
        day = days.sudo()._ensure(provider_sudo, self.date)
        bill = day.bill_ids.filtered(lambda known: known.kind == kind)
        if not bill:
            raise UserError(
                self.env._(
                    "Of this shop only the trade bill counts: its service provider does"
                    " not fetch the balance."
                )
            )
        bill._store(content, "upload")
        day._import()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wechatpay.bill.day",
            "res_id": day.id,
            "view_mode": "form",
        }

    def _unpack(self):
        content = base64.b64decode(self.file)
        if len(content) > bill_const.MAX_UPLOAD_BYTES:
            raise UserError(self.env._("This file is too long for a bill."))
        if content.startswith(b"\x1f\x8b"):
            try:
                with gzip.open(io.BytesIO(content)) as file:
                    content = file.read(bill_const.MAX_UPLOAD_BYTES + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise UserError(self.env._("This file is damaged.")) from error
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            # Spreadsheet programs in China save in this encoding.
            content = _BOM + content.decode("gb18030", "replace").encode()
        return content

    def _recognise(self, content):
        """Return the kind of bill and its rows.

        :rtype: tuple
        """
        problems = []
        for kind, layout in (("trade", TRADE_BILL), ("fund", FUND_BILL)):
            try:
                return kind, list(read_rows(io.BytesIO(content), layout))
            except WechatPayBillFormatError as error:
                problems.append(str(error))
        raise UserError(
            self.env._(
                "This is not a whole bill as WeChat Pay makes it (%(trade)s; %(fund)s)."
                " Upload the file as it came, without opening it in a spreadsheet.",
                trade=problems[0],
                fund=problems[1],
            )
        )

    def _check_rows(self, kind, rows, mchid):
        moments = [row.traded_at if kind == "trade" else row.booked_at for row in rows]
        if any(moment.astimezone(BEIJING).date() != self.date for moment in moments):
            raise UserError(self.env._("This bill is of another day."))
        if kind == "trade" and any(row.mchid != mchid for row in rows):
            raise UserError(self.env._("This bill is of another merchant."))
