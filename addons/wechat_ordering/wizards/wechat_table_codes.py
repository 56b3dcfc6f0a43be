"""Printing the codes that guests scan at their tables."""

import base64
import io
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

# The page a scan opens; WeChat hands it the code as its scene.
SCAN_PAGE = "pages/menu/menu"

# A scene has at most 32 characters; this one has 128 bits, which nobody guesses.
CODE_BYTES = 16

# Every PDF reader brings this Chinese font, so that no font file need be shipped.
FONT = "STSong-Light"

COLUMNS, ROWS = 3, 4
CELL_WIDTH, CELL_HEIGHT = 62 * mm, 68 * mm
CODE_SIZE = 48 * mm


class WechatTableCodes(models.TransientModel):
    """Makes new codes for tables and lays them out on A4, ready to cut."""

    _name = "wechat.table.codes"
    _description = "Print Table Codes"

    store_id = fields.Many2one(
        "wechat.store",
        required=True,
        default=lambda self: self.env["wechat.store"].search([], limit=1),
    )
    table_ids = fields.Many2many(
        "restaurant.table",
        string="Tables",
        compute="_compute_table_ids",
        store=True,
        readonly=False,
        domain="[('wechat_store_id', '=', store_id)]",
    )
    has_codes = fields.Boolean(compute="_compute_has_codes")
    pdf = fields.Binary(readonly=True, attachment=False)
    pdf_name = fields.Char(readonly=True)

    @api.depends("store_id")
    def _compute_table_ids(self):
        """Propose the tables that have no code yet, or else all of them."""
        for wizard in self:
            tables = wizard.store_id._get_tables()
            without = tables.filtered(lambda t: not t.sudo().wechat_code_hash)
            wizard.table_ids = without or tables

    @api.depends("table_ids")
    def _compute_has_codes(self):
        """Tell whether printing makes codes on the tables worthless."""
        for wizard in self:
            wizard.has_codes = any(wizard.table_ids.sudo().mapped("wechat_code_hash"))

    def action_print(self):
        """Make a new code for each table and return the sheet to print.

        The pictures come from WeChat first and the tables are written last: no row is
        locked while we wait, and if WeChat refuses, the old codes stay valid.

        :raise UserError: If there is nothing to print, or no WeChat account.
        :raise AccessError: If the user is not a manager.
        """
        self.ensure_one()
        if not self.env.user.has_group("wechat_ordering.group_manager"):
            raise AccessError(self.env._("Only a manager makes table codes."))
        if not self.store_id.account_id:
            raise UserError(
                self.env._(
                    "%s has no WeChat account yet. Set one on the store first.",
                    self.store_id.name,
                )
            )
        if not self.table_ids:
            raise UserError(
                self.env._(
                    "%s has no tables. Draw its floor in the Point of Sale first.",
                    self.store_id.name,
                )
            )
        codes = {table: secrets.token_urlsafe(CODE_BYTES) for table in self.table_ids}
        account_sudo = self.store_id.account_id.sudo()
        pictures = {
            table: account_sudo._get_unlimited_code(code, SCAN_PAGE)
            for table, code in codes.items()
        }
        for table, code in codes.items():
            table.sudo()._wechat_rotate_code(code)
        self.pdf = base64.b64encode(self._draw_sheet(pictures))
        self.pdf_name = f"{self.store_id.code}-table-codes.pdf"
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _draw_sheet(self, pictures):
        """Return a PDF with one card for each table.

        :param dict[restaurant.table, bytes] pictures: The code of each table, an image.
        :rtype: bytes
        """
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4)
        canvas.setTitle(f"{self.store_id.name}")
        for index, (table, picture) in enumerate(pictures.items()):
            cell = index % (COLUMNS * ROWS)
            if index and not cell:
                canvas.showPage()
            self._draw_card(canvas, cell, table, picture)
        canvas.save()
        return buffer.getvalue()

    def _draw_card(self, canvas, cell, table, picture):
        """Draw the card of one table into a cell of the page."""
        left = 12 * mm + (cell % COLUMNS) * CELL_WIDTH
        top = A4[1] - 12 * mm - (cell // COLUMNS) * CELL_HEIGHT
        middle = left + CELL_WIDTH / 2
        canvas.setStrokeGray(0.7)
        canvas.setDash(2, 2)
        canvas.rect(left, top - CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT)
        canvas.setFont(FONT, 11)
        canvas.drawCentredString(middle, top - 7 * mm, self.store_id.name)
        canvas.drawImage(
            ImageReader(io.BytesIO(picture)),
            middle - CODE_SIZE / 2,
            top - 9 * mm - CODE_SIZE,
            CODE_SIZE,
            CODE_SIZE,
            mask="auto",
        )
        canvas.setFont(FONT, 13)
        canvas.drawCentredString(
            middle,
            top - CELL_HEIGHT + 5 * mm,
            self.env._("Table %s · scan to order", table.table_number),
        )
