"""A priced basket."""

from dataclasses import dataclass, field
from decimal import Decimal

from .catalog import Dish, OptionValue


@dataclass(slots=True)
class QuoteLine:
    """A line of a quote; it becomes a line of the order.

    A set meal is a line without a price whose `children` carry it. A reward, once there
    are any, is a line with a negative price: totals and taxes need no other case.

    :param unit_fen: The unit price on the order line.
    :param subtotal_fen: The line without tax.
    :param total_fen: The line with tax.
    """

    dish: Dish
    quantity: int
    unit_fen: int
    options: tuple[OptionValue, ...] = ()
    note: str = ""
    combo_item_id: int | None = None
    extra_fen: int = 0
    children: list["QuoteLine"] = field(default_factory=list)
    subtotal_fen: int = 0
    total_fen: int = 0

    @property
    def fen(self):
        """The line as the tax engine sees it: unit price times quantity."""
        return self.unit_fen * self.quantity

    @property
    def shown_total_fen(self):
        """What the diner pays for the line and its dishes, with tax."""
        return self.total_fen + sum(child.total_fen for child in self.children)

    @property
    def shown_unit_fen(self):
        """What one of it costs, with tax; exact where taxes are in the prices."""
        return round(self.shown_total_fen / self.quantity)


@dataclass(slots=True)
class Quote:
    """What a basket costs.

    :param needs: What it takes from each stock counter.
    :param lang: The language the diner reads it in.
    """

    menu_version: str
    lines: list[QuoteLine]
    tax_fen: int = 0
    total_fen: int = 0
    needs: dict[int, Decimal] = field(default_factory=dict)
    lang: str = "zh_CN"

    @property
    def flat_lines(self):
        """All order lines, each set meal before its dishes."""
        return [each for line in self.lines for each in (line, *line.children)]

    @property
    def discount_fen(self):
        """What rewards take off."""
        return -sum(min(0, line.shown_total_fen) for line in self.lines)

    @property
    def subtotal_fen(self):
        """The sum before rewards."""
        return self.total_fen + self.discount_fen

    def to_document(self):
        """Return the quote as the diner API shows it (QuoteView)."""
        return {
            "menu_version": self.menu_version,
            "lines": [_show_line(line, self.lang) for line in self.lines],
            "subtotal_fen": self.subtotal_fen,
            "discount_fen": self.discount_fen,
            "tax_fen": self.tax_fen,
            "total_fen": self.total_fen,
        }


def _show_line(line, lang):
    return {
        "dish_id": line.dish.id,
        "name": line.dish.names[lang],
        "quantity": line.quantity,
        "options": _show_options(line, lang),
        "combo": [
            {
                "item_id": child.combo_item_id,
                "dish_id": child.dish.id,
                "name": child.dish.names[lang],
                "quantity": child.quantity,
                "extra_fen": child.extra_fen,
                "options": _show_options(child, lang),
            }
            for child in line.children
        ],
        "unit_price_fen": line.shown_unit_fen,
        "total_fen": line.shown_total_fen,
        "note": line.note,
    }


def _show_options(line, lang):
    return [
        {"id": value.id, "name": value.names[lang], "extra_fen": value.shown_fen}
        for value in line.options
    ]
