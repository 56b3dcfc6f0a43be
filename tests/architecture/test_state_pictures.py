"""Each state machine is a table, and ARCHITECTURE.md draws exactly that table.

A picture names its table in its first line:

    ```mermaid
    stateDiagram-v2
        %% addons/wechat_payment/const.py PAYMENT_MOVES
        created --> notpay
    ```
"""

import ast
import re

import pytest

from tree import ADDONS, ROOT

ARCHITECTURE = ROOT / "ARCHITECTURE.md"
PICTURE = re.compile(r"```mermaid\nstateDiagram-v2\n(.*?)```", re.DOTALL)
OWNER = re.compile(r"%% (?P<file>\S+) (?P<table>\w+)")
EDGE = re.compile(r"^\s*(?P<source>\w+) --> (?P<target>\w+)", re.MULTILINE)


def tables() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return the moves of every table whose name ends in `_MOVES`."""
    found = {}
    for file in sorted([*ADDONS.glob("*/*const.py"), *ADDONS.glob("*/*/states.py")]):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if name.endswith("_MOVES"):
                    key = (str(file.relative_to(ROOT)), name)
                    found[key] = moves(ast.literal_eval(node.value))
    return found


def moves(table: dict) -> set[tuple[str, str]]:
    """Return pairs from either form: `{(a, b): who}` or `{a: {b, c}}`."""
    pairs = set()
    for key, value in table.items():
        pairs |= {key} if isinstance(key, tuple) else {(key, to) for to in value}
    return pairs


def pictures() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return the moves that ARCHITECTURE.md draws, by the table they name."""
    drawn = {}
    for text in PICTURE.findall(ARCHITECTURE.read_text()):
        owner = OWNER.search(text)
        assert owner, f"this picture names no table:\n{text}"
        drawn[owner["file"], owner["table"]] = set(EDGE.findall(text))
    return drawn


def draw(key: tuple[str, str], pairs: set[tuple[str, str]]) -> str:
    """Return the picture that would be right, to be pasted."""
    edges = "\n".join(f"    {a} --> {b}" for a, b in sorted(pairs))
    return f"```mermaid\nstateDiagram-v2\n    %% {key[0]} {key[1]}\n{edges}\n```"


@pytest.mark.parametrize("key", tables(), ids=lambda key: key[1])
def test_picture_shows_exactly_the_table(key):
    if not ARCHITECTURE.exists():
        pytest.skip("there is no ARCHITECTURE.md yet")
    assert pictures().get(key) == tables()[key], "draw this:\n" + draw(
        key, tables()[key]
    )


def test_both_forms_of_a_table_mean_the_same():
    assert moves({("a", "b"): {"staff"}}) == moves({"a": {"b"}, "b": set()})
