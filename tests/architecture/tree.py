"""The tree as the architecture tests see it: add-ons, packages, imports."""

import ast
import pathlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"

# Protocol and domain code that plain pytest runs, without Odoo.
PURE_PACKAGES = (
    "wechat_base/wechat",
    "wechat_payment/wechatpay",
    "delivery_connector/carriers",
    "wechat_ordering/pricing",
    "wechat_ordering/schemas",
)


@dataclass(frozen=True)
class Import:
    """One import statement: `level` counts the leading dots."""

    file: pathlib.Path
    line: int
    module: str
    level: int

    def __str__(self) -> str:
        """Return the place and the statement, as an editor can open it."""
        place = f"{self.file.relative_to(ROOT)}:{self.line}"
        return f"{place} imports {'.' * self.level}{self.module}"


def addon_names() -> list[str]:
    """Return the suite's add-ons."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def manifest(addon: str) -> dict:
    """Return an add-on's manifest."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def python_files(folder: pathlib.Path) -> list[pathlib.Path]:
    """Return the Python files of a folder, sorted."""
    return sorted(folder.rglob("*.py"))


def imports(file: pathlib.Path) -> Iterator[Import]:
    """Yield every import of a file, also those inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(file, node.lineno, alias.name, 0)
        elif isinstance(node, ast.ImportFrom):
            yield Import(file, node.lineno, node.module or "", node.level)


def tracked_files() -> list[pathlib.Path]:
    """Return the files that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]
