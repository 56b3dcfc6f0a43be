"""The texts of the add-ons: from Odoo into templates, from there into Chinese."""

import subprocess
from pathlib import Path

from . import database
from .errors import HouseError
from .settings import Settings

# The dev environment has polib; these scripts have the standard library only.
MERGE = """
import pathlib, sys, polib
new, folder, addon = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(exist_ok=True)
template = polib.pofile(new)
template.save(str(folder / f"{addon}.pot"))
chinese = folder / "zh_CN.po"
texts = polib.pofile(str(chinese)) if chinese.exists() else polib.POFile()
texts.metadata = {**template.metadata, "Language": "zh_CN"}
texts.merge(template)
for entry in texts.obsolete_entries():
    texts.remove(entry)
texts.save(str(chinese))
left = [entry for entry in texts if not entry.translated()]
print(f"    {addon}: {len(texts)} texts, {len(left)} not in Chinese yet")
"""
COMPARE = """
import sys, polib
new, old = ({entry.msgid for entry in polib.pofile(name)} for name in sys.argv[1:])
for text in sorted(new - old):
    print(f"not in the template: {text}")
for text in sorted(old - new):
    print(f"no longer in the add-on: {text}")
"""


def export(settings: Settings, db_name: str, addons: list[str], folder: Path) -> None:
    """Write the templates of installed add-ons into a folder."""
    database.run_script(
        settings,
        db_name,
        "export_texts",
        ADDONS=",".join(addons),
        FOLDER=str(folder),
    )


def merge(settings: Settings, new: Path, folder: Path, addon: str) -> str:
    """Bring an add-on's i18n folder up to a new template; return what is left to do."""
    return _polib(settings, MERGE, new, folder, addon)


def differences(settings: Settings, new: Path, old: Path) -> str:
    """Return how the texts of two templates differ, one line each; empty if not."""
    return _polib(settings, COMPARE, new, old)


def _polib(settings: Settings, script: str, *arguments: object) -> str:
    done = subprocess.run(
        [settings.prefix / "dev/bin/python", "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1]
        raise HouseError(
            f"a translation file cannot be read: {reason}",
            "Mend the file the line names, then run it again.",
        )
    return done.stdout.rstrip()
