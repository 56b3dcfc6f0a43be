"""What can be wrong in a sheet, in a form that any language can tell."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing to correct.

    The code says what is wrong and `params` what the sentence needs; the sentence
    itself is written where the user's language is known.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    params: dict = field(default_factory=dict, hash=False)


class CellError(ValueError):
    """A cell that cannot be understood."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params
