"""How each kind of vector of a courier platform is checked, with our clients."""

import json

import pytest
from courier_clients import client

from carriers.dada import Dada
from carriers.dada import signing as dada_signing
from carriers.errors import CarrierSignatureError
from carriers.neutral import CallbackMessage
from carriers.sf import SfIntracity
from carriers.sf import signing as sf_signing
from carriers.shansong import signing as shansong_signing
from carriers.uu import signing as uu_signing


def check_dada_request(vector):
    assert dada_signing.sign(vector["params"], vector["secret"]) == vector["expected"]


def check_dada_callback(vector):
    payload = vector["payload"]
    values = (payload[name] for name in ("client_id", "order_id", "update_time"))
    assert dada_signing.callback_checksum(*map(str, values)) == vector["expected"]

    told = {"order_status": 2, **payload, "signature": vector["expected"]}
    event = client(Dada).parse_callback(_message(told))
    assert event.number == payload["order_id"]
    assert not event.is_trusted


def check_sf_sign(vector):
    body = vector["raw_body"].encode()
    keys = (vector["dev_id"], vector["dev_key"])

    assert sf_signing.sign(body, *keys) == vector["expected"]
    assert sf_signing.is_signed(body, vector["expected"], *keys)
    assert not sf_signing.is_signed(body + b" ", vector["expected"], *keys)


def check_shansong_request(vector):
    assert (
        shansong_signing.sign(vector["params"], vector["secret"]) == vector["expected"]
    )


def check_uu_sign(vector):
    biz, key, timestamp = vector["biz"], vector["key"], vector["timestamp"]

    assert uu_signing.sign(biz, key, timestamp) == vector["expected"]
    assert uu_signing.is_signed(biz, vector["expected"], key, timestamp)
    assert not uu_signing.is_signed(biz, vector["expected"], key, timestamp + 1)


def check_is_not_intracity(vector):
    body = vector["raw_body"].encode()

    signature = sf_signing.sign(body, vector["timestamp"], vector["checkword"])

    assert signature != vector["expected"]


def refuse_lower_case(case, vector):
    assert dada_signing.sign(vector["params"], vector["secret"]) != case["value"]


def refuse_to_trust_a_checksum(case, vector):
    event = client(Dada).parse_callback(_message(case["payload"]))

    assert event.provider_status == str(case["payload"]["order_status"])
    assert not event.is_trusted


def refuse_raw_digest(case, vector):
    sf = SfIntracity(
        {"dev_id": vector["dev_id"], "dev_key": vector["dev_key"]},
        client(SfIntracity)._surroundings,
    )
    with pytest.raises(CarrierSignatureError):
        sf.parse_callback(
            CallbackMessage(vector["raw_body"].encode(), {"sign": case["value"]})
        )


def _message(content):
    return CallbackMessage(json.dumps(content, ensure_ascii=False).encode())


CHECKS = {
    ("dada", "request_signature"): check_dada_request,
    ("dada", "callback_signature"): check_dada_callback,
    ("sf_intracity", "request_and_callback_sign"): check_sf_sign,
    ("shansong", "request_sign"): check_shansong_request,
    ("uupt_v3", "request_sign"): check_uu_sign,
    ("sf_express_fengqiao", "contrast"): check_is_not_intracity,
}

NEGATIVE_CHECKS = {
    "dada-neg-lowercase": refuse_lower_case,
    "dada-neg-tampered-status": refuse_to_trust_a_checksum,
    "sf-neg-rawmd5": refuse_raw_digest,
}
