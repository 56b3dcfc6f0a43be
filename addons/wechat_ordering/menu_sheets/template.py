"""The empty workbook that a shop fills in."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .rows import HELP_MARK
from .sheets import SHEETS

_HEAD = PatternFill("solid", fgColor="0B7A4B")
_HELP = PatternFill("solid", fgColor="EEF5F1")

#: One small dish that shows how the sheets belong together.
_EXAMPLES = {
    "categories": [{"code": "noodles", "name_zh": "米线", "name_en": "Noodles"}],
    "menu": [
        {
            "code": "N01",
            "category": "noodles",
            "name_zh": "小锅米线",
            "name_en": "Small-Pot Noodles",
            "price": 20,
            "options": "spice",
            "spicy": 1,
            "description_zh": "一碗一锅单煮。",
            "description_en": "Cooked one bowl at a time.",
        }
    ],
    "options": [
        {
            "group": "spice",
            "group_zh": "辣度",
            "group_en": "Spice",
            "kind": "single",
            "min": 1,
            "max": 1,
            "value": value,
            "value_zh": zh,
            "value_en": en,
            "extra": 0,
            "default": default,
        }
        for value, zh, en, default in (
            ("none", "不辣", "Not spicy", ""),
            ("mild", "微辣", "Mild", 1),
        )
    ],
    "ingredients": [
        {
            "code": "rice_noodle",
            "name_zh": "鲜米线",
            "name_en": "Rice noodles",
            "unit": "kg",
            "cost": 6,
        }
    ],
    "recipes": [
        {"dish": "N01", "ingredient": "rice_noodle", "quantity": 220, "unit": "g"}
    ],
}


def write_template(lang):
    """Return the workbook with headings, explanations and one example dish.

    :param str lang: `zh` for Chinese headings, else English.
    :rtype: bytes
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in SHEETS.values():
        _write_sheet(workbook, sheet, "zh" if lang == "zh" else "en")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(workbook, sheet, lang):
    worksheet = workbook.create_sheet(getattr(sheet, lang))
    worksheet.freeze_panes = "B3"
    for index, column in enumerate(sheet.columns, 1):
        mark = "*" if column.is_required or column.is_required_new else ""
        head = worksheet.cell(1, index, getattr(column, lang) + mark)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        text = getattr(column, f"help_{lang}")
        note = worksheet.cell(2, index, f"{HELP_MARK} {text}" if index == 1 else text)
        note.fill = _HELP
        note.alignment = Alignment(wrap_text=True, vertical="top")
        worksheet.column_dimensions[get_column_letter(index)].width = 18
        for row, example in enumerate(_EXAMPLES.get(sheet.key, ()), 3):
            worksheet.cell(row, index, example.get(column.key))
