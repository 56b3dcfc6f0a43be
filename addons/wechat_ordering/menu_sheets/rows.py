"""From raw cells to rows of values, each problem with its row and column."""

from dataclasses import dataclass, field
from itertools import zip_longest

from .cells import parse_cell
from .problems import CellError, Problem
from .sheets import SHEETS

#: The template's row of explanations starts with this; it is not a row of the menu.
HELP_MARK = "#"


@dataclass
class Row:
    """A row of a sheet: its number and the values of the columns that are there.

    A cell that could not be read is None, and `broken`.
    """

    number: int
    values: dict
    broken: set = field(default_factory=set)

    def __getitem__(self, key):
        return self.values[key]

    def get(self, key, default=None):
        """Return a value, or the default where the column or the cell is empty."""
        value = self.values.get(key)
        return default if value is None else value


def read_rows(raw):
    """Return the rows of a raw sheet, and what is wrong with them.

    :param RawSheet raw: The sheet.
    :return: `(list of Row, list of Problem)`.
    """
    sheet = SHEETS[raw.key]
    columns, problems = _match_headings(sheet, raw.headings)
    missing = [column for column in sheet.required if column not in columns]
    problems += [Problem("missing_column", sheet.key, 0, c.key) for c in missing]
    if missing:
        return [], problems
    rows = []
    for number, cells in raw.rows:
        if str(cells[0] or "").strip().startswith(HELP_MARK):
            continue
        row, wrong = _read_row(sheet, columns, number, cells)
        rows.append(row)
        problems += wrong
    return rows, problems


def _match_headings(sheet, headings):
    columns, problems = [], []
    for heading in headings:
        column = sheet.column(heading)
        if column is None and str(heading or "").strip():
            problems.append(
                Problem("unknown_column", sheet.key, params={"name": str(heading)})
            )
        elif column is not None and column in columns:
            problems.append(Problem("double_column", sheet.key, 0, column.key))
        columns.append(column)
    return columns, problems


def _read_row(sheet, columns, number, cells):
    values, problems, broken = {}, [], set()
    for column, raw in zip_longest(columns, cells):
        if column is None:
            if str(raw or "").strip():
                problems.append(
                    Problem("no_heading", sheet.key, number, "", {"value": str(raw)})
                )
            continue
        try:
            values[column.key] = parse_cell(column.kind, raw)
        except CellError as error:
            values[column.key] = None
            broken.add(column.key)
            problems.append(
                Problem(error.code, sheet.key, number, column.key, error.params)
            )
    for column in sheet.required:
        if values.get(column.key) is None and column.key not in broken:
            problems.append(Problem("missing_value", sheet.key, number, column.key))
    return Row(number, values, broken), problems
