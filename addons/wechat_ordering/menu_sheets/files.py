"""Reading the files: CSV and Excel workbooks become rows of raw cells."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .problems import Problem
from .sheets import SHEETS

MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 100


@dataclass
class RawSheet:
    """A sheet as it stands in a file: its heading row and the rows below it."""

    key: str
    headings: list
    rows: list  # of (row number as the user sees it, list of cells)


def read_file(name, content):
    """Return the sheets of one file.

    :param str name: Its name: a CSV file is named as its sheet.
    :param bytes content: What is in it.
    :return: `(list of RawSheet, list of Problem)`.
    """
    if len(content) > MAX_BYTES:
        return [], [Problem("file_too_large", params={"file": name})]
    suffix = PurePath(name).suffix.lower()
    if suffix == ".csv":
        return _read_csv(name, content)
    if suffix == ".xlsx":
        return _read_workbook(name, content)
    return [], [Problem("unknown_file", params={"file": name})]


def find_sheet(name):
    """Return the sheet with this key or name in either language, or None."""
    wanted = name.strip().lower()
    for sheet in SHEETS.values():
        if wanted in (sheet.key, sheet.zh.lower(), sheet.en.lower()):
            return sheet
    return None


def _read_csv(name, content):
    sheet = find_sheet(PurePath(name).stem)
    if not sheet:
        return [], [Problem("unknown_sheet", params={"name": name})]
    text = _decode(content)
    if text is None:
        return [], [Problem("unknown_encoding", sheet.key, params={"file": name})]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    numbered = []
    try:
        start = 1
        for cells in reader:
            numbered.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        return [], [Problem("broken_row", sheet.key, reader.line_num)]
    return _make_sheet(sheet, numbered)


def _decode(content):
    # Excel in China saves "CSV" in GB 18030, everything else writes UTF-8.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_workbook(name, content):
    try:
        if _unpacked_size(content) > MAX_UNPACKED:
            return [], [Problem("file_too_large", params={"file": name})]
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        return [], [Problem("broken_file", params={"file": name})]
    sheets, problems = [], []
    for worksheet in workbook.worksheets:
        sheet = find_sheet(worksheet.title)
        if not sheet:
            # A workbook may carry notes of its owner; only its sheets are ours.
            continue
        found, wrong = _make_sheet(sheet, _numbered(worksheet))
        sheets += found
        problems += wrong
    workbook.close()
    if not sheets and not problems:
        problems.append(Problem("no_sheet", params={"file": name}))
    return sheets, problems


def _unpacked_size(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(info.file_size for info in archive.infolist())


def _numbered(worksheet):
    rows = worksheet.iter_rows(
        max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True
    )
    return [(number, list(cells)) for number, cells in enumerate(rows, 1)]


def _make_sheet(sheet, numbered):
    rows = [
        (number, cells) for number, cells in numbered if any(map(_is_filled, cells))
    ]
    if not rows:
        return [], [Problem("empty_sheet", sheet.key)]
    if len(rows) > MAX_ROWS:
        return [], [Problem("too_many_rows", sheet.key, params={"limit": MAX_ROWS})]
    (_number, headings), *body = rows
    return [RawSheet(sheet.key, headings, body)], []


def _is_filled(cell):
    return cell is not None and str(cell).strip() != ""
