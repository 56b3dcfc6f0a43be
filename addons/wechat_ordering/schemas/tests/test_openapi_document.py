import json
import pathlib
import re

import pytest

from schemas.errors import ERRORS
from schemas.openapi import build_openapi
from schemas.operation import API_PREFIX
from schemas.operations import OPERATIONS

DOCUMENT = build_openapi()
GUIDE = (pathlib.Path(__file__).parents[4] / "docs" / "api.md").read_text()


def walk(node):
    yield node
    children = node.values() if isinstance(node, dict) else node
    if isinstance(node, (dict, list)):
        for child in children:
            yield from walk(child)


def test_every_reference_leads_somewhere():
    references = {
        node["$ref"]
        for node in walk(DOCUMENT)
        if isinstance(node, dict) and "$ref" in node
    }

    for reference in references:
        target = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_operation_is_described(operation):
    described = DOCUMENT["paths"][API_PREFIX + operation.path][operation.method.lower()]

    statuses = {ERRORS[code].status for code in operation.all_errors}
    assert set(described["responses"]) == {
        str(status) for status in statuses | set(operation.answers)
    }
    assert bool(described.get("security")) == operation.is_diner


def test_operation_ids_are_unique():
    assert len({o.id for o in OPERATIONS}) == len(OPERATIONS)


def test_every_error_is_answered_by_some_operation_or_by_routing():
    answered = {code for o in OPERATIONS for code in o.all_errors}

    assert set(ERRORS) - answered == {"method_not_allowed"}


def test_requests_refuse_unknown_fields_and_answers_may_grow():
    schemas = DOCUMENT["components"]["schemas"]

    assert schemas["OrderRequest"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["OrderView"]


def test_limits_are_told():
    line = DOCUMENT["components"]["schemas"]["Line"]["properties"]

    assert line["dish_id"]["minimum"] == 1
    assert (line["quantity"]["minimum"], line["quantity"]["maximum"]) == (1, 99)


def test_document_is_stable():
    assert json.dumps(build_openapi()) == json.dumps(DOCUMENT)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_guide_tells_of_each_route(operation):
    assert f"`{operation.method} {operation.path}`" in GUIDE


@pytest.mark.parametrize("code", ERRORS)
def test_guide_lists_each_error_with_its_status(code):
    row = rf"^\| `{code}` \| {ERRORS[code].status} \|"

    assert re.search(row, GUIDE, re.MULTILINE)


@pytest.mark.parametrize(
    "limit", sorted({o.limit for o in OPERATIONS if o.limit}), ids=lambda li: li.bucket
)
def test_guide_lists_each_limit(limit):
    row = rf"^\| [^|]+ \| {limit.by} \| {limit.burst} \| {limit.per_minute} a minute \|"

    assert re.search(row, GUIDE, re.MULTILINE)


def test_guide_names_no_error_that_is_gone():
    rows = re.findall(r"^\| `([a-z_]+)` \| \d{3} \|", GUIDE, re.MULTILINE)

    assert set(rows) == set(ERRORS)
