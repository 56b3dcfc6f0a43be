"""The couriers' signatures against the platforms' published examples."""

import json
from pathlib import Path

import pytest

from sandbox.couriers import geo
from sandbox.couriers.dada import signing as dada
from sandbox.couriers.sf import signing as sf

FILE = Path(__file__).parents[2] / "tests/contract/vectors/delivery.json"
VECTORS = {one["id"]: one for one in json.loads(FILE.read_text())["vectors"]}


def of(prefix):
    return [one for name, one in VECTORS.items() if name.startswith(prefix)]


@pytest.mark.parametrize("vector", of("dada-req"), ids=lambda one: one["id"])
def test_dada_request_is_signed_as_published(vector):
    assert dada.signature(vector["params"], vector["secret"]) == vector["expected"]


@pytest.mark.parametrize("vector", of("dada-cb"), ids=lambda one: one["id"])
def test_dada_callback_has_the_published_checksum(vector):
    names = ("client_id", "order_id", "update_time")
    values = [vector["payload"][name] for name in names]

    assert dada.checksum(*values) == vector["expected"]


def test_dada_checksum_does_not_see_a_forged_status():
    real = VECTORS["dada-cb-1"]["payload"]
    forged = VECTORS["dada-neg-tampered-status"]["payload"]

    assert real["order_status"] != forged["order_status"]
    names = ("client_id", "order_id", "update_time")
    assert dada.checksum(*(forged[name] for name in names)) == forged["signature"]


@pytest.mark.parametrize("vector", of("sf-req"), ids=lambda one: one["id"])
def test_sf_body_is_signed_as_published(vector):
    raw = vector["raw_body"].encode()

    assert sf.sign(raw, vector["dev_id"], vector["dev_key"]) == vector["expected"]


def test_sf_never_signs_the_raw_digest():
    vector = VECTORS["sf-req-1"]
    signed = sf.sign(vector["raw_body"].encode(), vector["dev_id"], vector["dev_key"])

    assert signed != VECTORS["sf-neg-rawmd5"]["value"]


def test_baidu_and_gcj_differ_as_known():
    # The pair that every library of coordinates prints.
    gcj, baidu = (116.404, 39.915), (116.410369, 39.921337)

    assert geo.to_baidu(gcj) == pytest.approx(baidu, abs=2e-6)
    assert geo.from_baidu(baidu) == pytest.approx(gcj, abs=2e-5)


def test_distance_is_the_great_circle():
    # A degree of latitude.
    assert geo.distance_m((102, 25), (102, 26)) == pytest.approx(111_195, abs=2)
