"""Published vectors of WeChat Pay and of the mini-program, run through our code.

The vectors of this folder always run; a folder named by VECTORS_DIR adds its `*.json`
of the same form. A vector of a kind this file does not know is skipped by its name.
"""

import base64
import hashlib
import json
import os
import pathlib

import kinds
import pytest

OWN_FOLDER = pathlib.Path(__file__).parent / "vectors"


def vector_files():
    """Return every file of vectors, ours first."""
    folders = [OWN_FOLDER]
    if extra := os.environ.get("VECTORS_DIR"):
        folders.append(pathlib.Path(extra))
    return [path for folder in folders for path in sorted(folder.glob("*.json"))]


def vectors_of(path):
    """Return the vectors of a file, each with the keys of its file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    keys = content.get("public_keys", {})
    vectors = content.get("vectors", [])
    # Those of courier platforms have a file of their own.
    return [{**one, "keys": keys} for one in vectors if "platform" not in one]


def negative_cases_of(path):
    """Return the cases of a file that must be refused, each with its vector."""
    content = json.loads(path.read_text(encoding="utf-8"))
    by_id = {vector["id"]: vector for vector in vectors_of(path)}
    return [
        {**case, "vector": by_id.get(case.get("base"))}
        for case in content.get("negative_cases", [])
    ]


def named(path, case):
    """Return a case as a pytest parameter."""
    return pytest.param(case, id=f"{path.stem}-{case['id']}")


VECTORS = [named(path, case) for path in vector_files() for case in vectors_of(path)]
NEGATIVE_CASES = [
    named(path, case) for path in vector_files() for case in negative_cases_of(path)
]


@pytest.mark.parametrize("vector", VECTORS)
def test_vector(vector):
    check = kinds.CHECKS.get(vector.get("kind"))
    if check is None:
        pytest.skip(f"{vector['id']}: no check for the kind {vector.get('kind')!r}")

    check(vector)


@pytest.mark.parametrize("case", NEGATIVE_CASES)
def test_negative_case_is_refused(case):
    check = kinds.NEGATIVE_CHECKS.get(case["id"])
    if check is None or case["vector"] is None:
        pytest.skip(f"{case['id']}: no check for {case.get('change')!r}")

    check(case["vector"])


def test_own_vectors_are_all_checked():
    own = [vector for path in OWN_FOLDER.glob("*.json") for vector in vectors_of(path)]

    assert {vector["kind"] for vector in own} <= set(kinds.CHECKS)
    assert len(own) == 11


def test_own_vectors_are_the_published_ones():
    content = (OWN_FOLDER / "wechatpay.json").read_bytes()
    digest = base64.b16encode(hashlib.sha256(content).digest()).decode().lower()

    assert digest == (OWN_FOLDER / "wechatpay.sha256").read_text().split()[0]
