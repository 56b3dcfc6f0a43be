"""A restaurant's menu as spreadsheets: what the sheets hold, how they are read.

Pure Python: no Odoo here. :func:`read_menu` turns uploaded files into a checked
:class:`Menu` or into :class:`Problem` objects that name sheet, row and column.
"""

from .menu import Known, Menu, read_menu
from .nutrition import estimate_nutrition
from .problems import Problem
from .sheets import SHEETS, Column, Sheet
from .template import write_template

__all__ = [
    "SHEETS",
    "Column",
    "Known",
    "Menu",
    "Problem",
    "Sheet",
    "estimate_nutrition",
    "read_menu",
    "write_template",
]
