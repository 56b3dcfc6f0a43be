"""Fapiao: what a guest's invoice is to say, and what became of it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from .base import Fen, Request, Utc, View, clean_note

MAX_TITLE = 100

# The code of an organisation in China (统一社会信用代码), see GB 32100-2015: 17
# characters and a check character, without the letters that look like digits.
TAX_NUMBER_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TAX_NUMBER_LENGTH = 18

FapiaoKind = Literal["individual", "company"]
FapiaoState = Literal["requested", "issued", "changed", "refused", "withdrawn"]


def is_tax_number(text: str) -> bool:
    """Return whether it is the code of an organisation, to its check character.

    See GB 32100-2015: each place weighs a power of three, and the sum of all is a
    multiple of 31.
    """
    if len(text) != TAX_NUMBER_LENGTH or not set(text) <= set(TAX_NUMBER_ALPHABET):
        return False
    *places, check = (TAX_NUMBER_ALPHABET.index(letter) for letter in text)
    total = sum(value * pow(3, place, 31) for place, value in enumerate(places))
    return (total + check) % 31 == 0


def _clean_number(text: str) -> str:
    # Copied from a business card: blanks between the groups, small letters.
    return "".join(text.split()).upper()


Title = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TITLE),
    AfterValidator(clean_note),
    Field(description="The name on the fapiao (发票抬头)."),
]
TaxNumber = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_clean_number),
    Field(description="纳税人识别号; for companies only, 18 characters (GB 32100)."),
]


class FapiaoRequest(Request):
    """What the fapiao is to say. Never an amount: the server knows what was paid."""

    kind: FapiaoKind
    title: Title
    tax_number: TaxNumber = ""

    def find_problem(self) -> str:
        """Return the name of the field that no fapiao could say, or nothing.

        A title of blanks, a company without a true number, a person with one: right in
        form, so that no schema can say it.
        """
        if not self.title:
            return "title"
        is_right = (
            is_tax_number(self.tax_number)
            if self.kind == "company"
            else not self.tax_number
        )
        return "" if is_right else "tax_number"


class FapiaoStateView(View):
    """A state that a request has reached."""

    state: FapiaoState
    at: Utc


class FapiaoView(View):
    """The fapiao of an order, and what can be done about it."""

    order_uuid: str
    number: str
    can_request: bool
    can_withdraw: bool
    amount_fen: Fen = Field(description="What was paid, less what was given back.")
    state: FapiaoState | None = Field(description="null until somebody asks for it.")
    kind: FapiaoKind | None
    title: str
    tax_number: str
    fapiao_number: str = Field(description="Its own number, once it is issued.")
    url: str = Field(description="Where the guest can fetch it; empty if not known.")
    answer: str = Field(description="Why it was declined.")
    states: list[FapiaoStateView]
