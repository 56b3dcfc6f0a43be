"""Published vectors of courier platforms, run through our clients.

As with WeChat Pay's: the vectors of this folder always run, a folder named by
VECTORS_DIR adds its own, and what this file does not know is skipped by its name.
"""

import base64
import hashlib
import json

import courier_kinds
import pytest
from test_vectors import OWN_FOLDER, named, vector_files


def cases_of(path, *, is_negative):
    """Return the vectors of couriers in a file, or those that must be refused."""
    content = json.loads(path.read_text(encoding="utf-8"))
    vectors = [one for one in content.get("vectors", []) if "platform" in one]
    by_id = {vector["id"]: vector for vector in vectors}
    return [
        {**vector, "base": by_id.get(vector.get("of"))}
        for vector in vectors
        if (vector["kind"] == "negative") == is_negative
    ]


def collected(*, is_negative):
    """Return the cases of every file, as pytest parameters."""
    return [
        named(path, case)
        for path in vector_files()
        for case in cases_of(path, is_negative=is_negative)
    ]


@pytest.mark.parametrize("vector", collected(is_negative=False))
def test_courier_vector(vector):
    check = courier_kinds.CHECKS.get((vector["platform"], vector["kind"]))
    if check is None:
        pytest.skip(f"{vector['id']}: no client for {vector['platform']}")

    check(vector)


@pytest.mark.parametrize("case", collected(is_negative=True))
def test_negative_case_is_refused(case):
    check = courier_kinds.NEGATIVE_CHECKS.get(case["id"])
    if check is None or case["base"] is None:
        pytest.skip(f"{case['id']}: no check for it")

    check(case, case["base"])


def test_vectors_of_our_carriers_are_all_checked():
    path = OWN_FOLDER / "delivery.json"
    left_out = {
        vector["platform"]
        for vector in cases_of(path, is_negative=False)
        if (vector["platform"], vector["kind"]) not in courier_kinds.CHECKS
    }

    # We have no client for these.
    assert left_out == {
        "meituan_peisong",
        "kuaidi100_bsamecity",
        "wechat_immediate_delivery",
    }
    negative = {case["id"] for case in cases_of(path, is_negative=True)}
    assert negative == set(courier_kinds.NEGATIVE_CHECKS)


def test_own_vectors_are_the_published_ones():
    content = (OWN_FOLDER / "delivery.json").read_bytes()
    digest = base64.b16encode(hashlib.sha256(content).digest()).decode().lower()

    assert digest == (OWN_FOLDER / "delivery.sha256").read_text().split()[0]
