"""The file that has the tax platform issue many fapiao at once."""

import io
from itertools import count

import xlsxwriter
from odoo import models
from odoo.exceptions import UserError

# The two sheets of the batch template (批量开票导入模板) and the columns of it that a
# restaurant fills, as of 2025 and from memory: the platform matches them by name.
_HEAD_SHEET = "1-发票基本信息"
_HEAD = (
    "发票流水号",
    "发票类型",
    "是否含税",
    "受票方自然人标识",
    "购买方名称",
    "购买方纳税人识别号",
    "备注",
)
_LINE_SHEET = "2-发票明细信息"
_LINES = ("发票流水号", "项目名称", "商品和服务税收编码", "金额", "税率")
_ORDINARY = "普通发票"
# Catering (餐饮服务) in the classification of the State Taxation Administration.
_CATERING = ("餐饮服务", "3070401000000000000")
_DATE = "%Y%m%d"


class WechatFapiao(models.Model):
    """A fapiao that is issued with many others."""

    _inherit = "wechat.fapiao"

    def action_export(self):
        """Hand out the file for the tax platform, of what is to be issued.

        :rtype: dict
        :raise UserError: If nothing of the chosen is to be issued.
        """
        self.check_access("read")
        due = self.filtered(
            lambda one: one.state in ("requested", "changed") and one.amount > 0
        )
        if not due:
            raise UserError(self.env._("None of these is to be issued."))
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"fapiao-{len(due)}.xlsx",
                "raw": due._make_export(),
                "mimetype": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _make_export(self):
        """Return the file: one row for each fapiao on each of its two sheets.

        :rtype: bytes
        """
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            heads, lines = (
                book.add_worksheet(name) for name in (_HEAD_SHEET, _LINE_SHEET)
            )
            text = book.add_format({"num_format": "@"})
            heads.write_row(0, 0, _HEAD)
            lines.write_row(0, 0, _LINES)
            for row, fapiao in zip(count(1), self, strict=False):
                for column, cell in enumerate(fapiao._prepare_head()):
                    # Numbers of 18 digits and titles that begin with "=" stay text.
                    heads.write_string(row, column, cell, text)
                *words, amount = fapiao._prepare_line()
                for column, cell in enumerate(words):
                    lines.write_string(row, column, cell, text)
                lines.write_number(row, len(words), amount)
        return file.getvalue()

    def _prepare_head(self):
        is_person = self.kind == "individual"
        return (
            self._get_serial(),
            _ORDINARY,
            "是",
            "是" if is_person else "否",
            self.title,
            self.tax_number or "",
            self.number or "",
        )

    def _prepare_line(self):
        return (self._get_serial(), *_CATERING, self.amount)

    def _get_serial(self):
        return f"{self.create_date.strftime(_DATE)}{self.id:08}"
