"""A payment proof on paper: what it says is decided elsewhere, here it is laid out.

Chinese is set in STSong-Light, which every reader of a Chinese device brings along or
replaces: nothing has to be installed or embedded. Its Latin letters are as wide as each
reader likes, so these and all numbers are set in Helvetica, the same everywhere.
"""

import io
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    HRFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

_FONT = "STSong-Light"
_LATIN_FONT = "Helvetica"
_LATIN = re.compile(r"[\x20-\x7e\xa0-\xff]+")
_MARGIN = 13 * mm
_WIDTH = A5[0] - 2 * _MARGIN
# What reportlab leaves free within the margins.
_PADDING = 6
_GREY = colors.HexColor("#5c5c5c")
_LINE = colors.HexColor("#d0d0d0")
# What the font's encoding has no place for.
_LAST_OF_PLANE = "\uffff"


@dataclass(frozen=True)
class ProofPage:
    """What stands on a payment proof, top to bottom.

    :ivar str title: What it is.
    :ivar str seller: Who received the money.
    :ivar str amount: How much, with its currency.
    :ivar str status: What became of it.
    :ivar list facts: Pairs of a name and a value.
    :ivar list dishes: What was bought: name, quantity, amount.
    :ivar tuple total: What the dishes come to: its name and the amount.
    :ivar list seal: Pairs that prove the fact.
    :ivar str footer: What the paper is good for, and what not.
    """

    title: str
    seller: str
    amount: str
    status: str
    facts: list
    dishes: list
    total: tuple
    seal: list
    footer: str


def render(pages):
    """Return payment proofs as PDF, each on a page of its own.

    :param list pages: What stands on them; at least one.
    :rtype: bytes
    """
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A5,
        title=_printable(pages[0].title),
        author=_printable(pages[0].seller),
        leftMargin=_MARGIN - _PADDING,
        rightMargin=_MARGIN - _PADDING,
        topMargin=_MARGIN - _PADDING,
        bottomMargin=_MARGIN - _PADDING,
        # The same facts are the same bytes.
        invariant=True,
    )
    story = []
    for page in pages:
        story += [*_story(page), PageBreak()]
    document.build(story[:-1])
    return stream.getvalue()


def _story(page):
    parts = [
        _text(page.seller, 11, alignment=TA_CENTER),
        _text(page.title, 10, alignment=TA_CENTER, textColor=_GREY),
        Spacer(1, 4 * mm),
        _text(page.amount, 24, alignment=TA_CENTER),
        _text(page.status, 10, alignment=TA_CENTER, textColor=_GREY),
        Spacer(1, 4 * mm),
        _rule(),
        _pairs(page.facts),
    ]
    if page.dishes:
        parts += [_rule(), _dishes(page.dishes, page.total)]
    if page.seal:
        parts += [_rule(), _pairs(page.seal, size=7.5)]
    return [
        *parts,
        _rule(),
        Spacer(1, 2 * mm),
        _text(page.footer, 7.5, textColor=_GREY),
    ]


def _pairs(pairs, size=9):
    rows = [
        [_text(name, size, textColor=_GREY), _text(value, size)]
        for name, value in pairs
    ]
    return Table(
        rows, colWidths=[0.32 * _WIDTH, 0.68 * _WIDTH], style=_plain_style(size)
    )


def _dishes(dishes, total):
    rows = [
        [_text(name, 9), _right(quantity), _right(amount)]
        for name, quantity, amount in dishes
    ]
    name, amount = total
    rows.append([_text(name, 9), "", _right(amount)])
    style = _plain_style(9)
    style.add("LINEABOVE", (0, -1), (-1, -1), 0.4, _LINE)
    widths = [0.64 * _WIDTH, 0.12 * _WIDTH, 0.24 * _WIDTH]
    return Table(rows, colWidths=widths, style=style)


def _plain_style(size):
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0.22 * size),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.22 * size),
        ]
    )


def _right(text):
    return _text(text, 9, alignment=TA_RIGHT)


def _text(text, size, **style):
    # Chinese breaks anywhere, and so does a hash.
    style = ParagraphStyle(
        "proof",
        fontName=_FONT,
        fontSize=size,
        leading=1.4 * size,
        wordWrap="CJK",
        **style,
    )
    return Paragraph(_in_fonts(_printable(text)), style)


def _in_fonts(text):
    """Return a text as reportlab's markup, each run of letters in the font it needs."""
    runs = re.split(f"({_LATIN.pattern})", text)
    return "".join(
        f'<font name="{_LATIN_FONT}">{escape(run)}</font>'
        if _LATIN.fullmatch(run)
        else escape(run)
        for run in runs
    )


def _printable(text):
    return "".join(
        letter if letter <= _LAST_OF_PLANE and letter.isprintable() else " "
        for letter in text
    )


def _rule():
    return HRFlowable(
        width="100%", thickness=0.4, color=_LINE, spaceBefore=5, spaceAfter=5
    )
