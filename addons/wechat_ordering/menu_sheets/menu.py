"""The menu in the sheets, checked as a whole."""

from dataclasses import dataclass, field

from .checks import check_menu
from .files import read_file
from .problems import Problem
from .rows import read_rows


@dataclass(frozen=True)
class Known:
    """Codes that are there already, so that a sheet may leave them out."""

    categories: frozenset = frozenset()
    dishes: frozenset = frozenset()
    set_meals: frozenset = frozenset()
    ingredients: dict = field(default_factory=dict)  # code -> unit
    options: frozenset = frozenset()  # (group, value)
    dish_options: dict = field(default_factory=dict)  # dish -> set of groups


@dataclass
class Menu:
    """The rows of each sheet; a sheet that was not given is empty."""

    categories: list = field(default_factory=list)
    menu: list = field(default_factory=list)
    options: list = field(default_factory=list)
    combos: list = field(default_factory=list)
    ingredients: list = field(default_factory=list)
    recipes: list = field(default_factory=list)

    @property
    def option_groups(self):
        """The rows of each option group: `{group: [row, ...]}`."""
        return _group(self.options, "group")

    @property
    def combo_groups(self):
        """The rows of each place of a set meal: `{(dish, group): [row, ...]}`."""
        return _group(self.combos, "dish", "group")


def read_menu(files, known=None):
    """Read and check the files of a menu.

    :param files: `(name, bytes)` of each file: workbooks, or a CSV file for each sheet.
    :param Known known: What the restaurant has already.
    :return: `(Menu, list of Problem)`. The menu may be used if there is no problem.
    """
    menu, problems, seen = Menu(), [], set()
    for name, content in files:
        sheets, wrong = read_file(name, content)
        problems += wrong
        for raw in sheets:
            if raw.key in seen:
                problems.append(Problem("double_sheet", raw.key))
                continue
            seen.add(raw.key)
            rows, wrong = read_rows(raw)
            problems += wrong
            setattr(menu, raw.key, rows)
    problems += check_menu(menu, known or Known())
    return menu, problems


def _group(rows, *keys):
    groups = {}
    for row in rows:
        name = tuple(row.get(key) for key in keys)
        groups.setdefault(name if len(keys) > 1 else name[0], []).append(row)
    return groups
