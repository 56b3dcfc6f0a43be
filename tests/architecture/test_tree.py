"""What the tree must not hold."""

import re

from tree import ROOT, tracked_files

TEXT = {
    *(".py", ".xml", ".csv", ".js", ".ts", ".md", ".toml", ".txt", ".sh", ".json"),
    *(".wxml", ".wxss", ".yml", ".yaml", ".conf", ".cfg", ".po", ".pot", ".service"),
}
HOME = re.compile(r"(?<![\w.])/(?:home|Users)/\w+")
SECRET = re.compile(r"-----BEGIN (?:RSA |EC )?PRIVATE KEY-----")
MAX_BYTES = 1_000_000


def _texts():
    for path in tracked_files():
        if path.suffix in TEXT or not path.suffix:
            yield path.relative_to(ROOT), path.read_text(errors="replace")


def test_no_file_names_a_folder_of_its_author():
    wrong = [str(path) for path, text in _texts() if HOME.search(text)]
    assert not wrong


def test_no_file_holds_a_private_key():
    wrong = [str(path) for path, text in _texts() if SECRET.search(text)]
    allowed = [path for path in wrong if path.startswith(("tests/", "sandbox/tests/"))]
    assert wrong == allowed


def test_no_file_is_huge():
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.stat().st_size > MAX_BYTES
    ]
    assert not wrong
