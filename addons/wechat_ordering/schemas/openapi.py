"""Writes the OpenAPI 3.1 document of the diner API from its own schemas."""

import re

from pydantic.json_schema import models_json_schema

from .base import NoFields
from .errors import ERRORS, ErrorView
from .operation import API_PREFIX, PATH_PARAMETERS, UPLOAD_FIELD
from .operations import (
    CANCEL_ORDER,
    CHECK_PAYMENT,
    GET_ORDER,
    OPERATIONS,
    PAY_ORDER,
    PLACE_ORDER,
)

API_VERSION = "1.0.0"
JSON = "application/json"
REF = "#/components/schemas/{model}"
BEARER = "diner"

ACCEPT_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "Language of names and messages; Chinese unless English is asked.",
    "schema": {"type": "string", "default": "zh-CN"},
}
# Where an order that was answered can be used next.
LINKED = (PLACE_ORDER, GET_ORDER)
LINKS = {
    operation.id: {
        "operationId": operation.id,
        "parameters": {"uuid": "$response.body#/uuid"},
    }
    for operation in (GET_ORDER, PAY_ORDER, CHECK_PAYMENT, CANCEL_ORDER)
}
# Statuses whose answers say when to come back.
RETRY_STATUSES = (429, 503)


def build_openapi():
    """Return the whole document.

    :rtype: dict
    """
    references, components = _describe_models()
    paths = {}
    for operation in OPERATIONS:
        path = paths.setdefault(API_PREFIX + operation.path, {})
        path[operation.method.lower()] = _describe_operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "WeChat ordering: diner API",
            "version": API_VERSION,
            "description": "What the mini-program speaks with the restaurant.",
            "license": {"name": "LGPL-3.0", "identifier": "LGPL-3.0-only"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "parameters": {"AcceptLanguage": ACCEPT_LANGUAGE},
            "securitySchemes": {BEARER: {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe_models():
    """Return where each model is described, and all descriptions."""
    bodies = {o.body for o in OPERATIONS if o.body}
    answers = {m for o in OPERATIONS for m in o.answers.values() if m} | {ErrorView}
    wanted = [
        *((model, "validation") for model in _by_name(bodies)),
        *((model, "serialization") for model in _by_name(answers)),
    ]
    references, document = models_json_schema(wanted, ref_template=REF)
    return {model: ref for (model, _mode), ref in references.items()}, document["$defs"]


def _by_name(models):
    return sorted(models, key=lambda model: model.__name__)


def _describe_operation(operation, references):
    described = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": list(operation.tags),
        "parameters": _describe_parameters(operation),
        "responses": _describe_responses(operation, references),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.is_diner:
        described["security"] = [{BEARER: []}]
    if operation.body:
        described["requestBody"] = {
            "required": operation.body is not NoFields,
            "content": {JSON: {"schema": references[operation.body]}},
        }
    if operation.upload_bytes:
        described["requestBody"] = _describe_upload(operation)
    return described


def _describe_upload(operation):
    file = {
        "type": "string",
        "contentMediaType": "application/octet-stream",
        "description": f"At most {operation.upload_bytes} bytes.",
    }
    schema = {
        "type": "object",
        "properties": {UPLOAD_FIELD: file},
        "required": [UPLOAD_FIELD],
        "additionalProperties": False,
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _describe_parameters(operation):
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": PATH_PARAMETERS[name],
        }
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    if operation.query:
        schema = operation.query.model_json_schema(ref_template=REF)
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": _plain(field)}
            for name, field in schema["properties"].items()
        ]
    return [*parameters, {"$ref": "#/components/parameters/AcceptLanguage"}]


def _plain(field):
    """Return the schema of a query field: absent is the query's way to say null."""
    variants = field.pop("anyOf", None)
    if variants:
        field |= next(variant for variant in variants if variant["type"] != "null")
        field.pop("default", None)
    return field


def _describe_responses(operation, references):
    responses = {}
    for status, model in operation.answers.items():
        response = {"description": "Not modified." if status == 304 else "Done."}
        if model:
            response["content"] = {JSON: {"schema": references[model]}}
        if operation in LINKED and status != 304:
            response["links"] = LINKS
        if operation.has_etag:
            response["headers"] = {"ETag": {"schema": {"type": "string"}}}
        responses[str(status)] = response
    for status, codes in _errors_by_status(operation.all_errors).items():
        responses[str(status)] = _describe_error(status, codes, references)
    return responses


def _errors_by_status(codes):
    by_status = {}
    for code in codes:
        by_status.setdefault(ERRORS[code].status, []).append(code)
    return dict(sorted(by_status.items()))


def _describe_error(status, codes, references):
    described = {
        "description": "\n".join(f"- `{c}`: {ERRORS[c].meaning}" for c in codes),
        "content": {JSON: {"schema": references[ErrorView]}},
    }
    if status in RETRY_STATUSES:
        described["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}
        }
    return described
