"""What the tree must not hold."""

import re

from tree import ROOT, tracked_files

TEXT = {
    *(".py", ".xml", ".csv", ".js", ".ts", ".md", ".toml", ".txt", ".sh", ".json"),
    *(".wxml", ".wxss", ".yml", ".yaml", ".conf", ".cfg", ".po", ".pot", ".service"),
}
HOME = re.compile(r"(?<![\w.])/(?:home|Users)/\w+")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{200,}")
MAX_BYTES = 1_000_000


def _texts():
    for path in tracked_files():
        if path.suffix in TEXT or not path.suffix:
            yield path.relative_to(ROOT), path.read_text(errors="replace")


def test_no_file_names_a_folder_of_its_author():
    wrong = [str(path) for path, text in _texts() if HOME.search(text)]
    assert not wrong


def test_no_file_holds_a_private_key():
    assert not [str(path) for path, text in _texts() if SECRET.search(text)]


def test_no_file_is_huge():
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.stat().st_size > MAX_BYTES
    ]
    assert not wrong
