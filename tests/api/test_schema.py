"""The OpenAPI document names every endpoint of /v1, with words and shapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from api import documents
from tests.permissions import routes

NOT_ENDPOINTS = {"v1/openapi.json"}


@pytest.fixture
def document() -> dict[str, Any]:
    documents.document.cache_clear()
    response = Client().get("/v1/openapi.json")
    assert response.status_code == 200
    return dict(json.loads(response.content))


def endpoints() -> set[str]:
    return {route for route in routes() if route.startswith("v1/")} - NOT_ENDPOINTS


def test_every_endpoint_is_documented(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == {f"/{route}" for route in endpoints()}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], f"{path} has no docstring."
            assert operation["description"], f"{path} has no docstring."
            assert operation["summary"][0].isupper(), f"{path}: {operation['summary']}"


def test_operations_are_told_apart(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operations in document["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids)) > 0


def test_both_ways_are_wrapped(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            for holder in (operation["requestBody"], operation["responses"]["200"]):
                assert holder["content"]["application/json"]["schema"]["required"] == ["json"]
            assert operation["security"] == [{"api_key": []}]
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Error"}


def test_texts_that_must_not_be_empty_say_so(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for schema, field in (("NewJob", "workflow"), ("NewCredential", "value"), ("NewDeployment", "source")):
        assert schemas[schema]["properties"][field]["minLength"] == 1
    assert "minLength" not in schemas["NewDeployment"]["properties"]["entry_point"]  # "" is as good as none


def test_the_document_is_valid_and_was_made_without_guessing(document: dict[str, Any]) -> None:
    validate_schema(document)  # type: ignore[no-untyped-call]
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        documents.document.cache_clear()
        documents.document()
        assert list(GENERATOR_STATS._warn_cache) == []  # two serializers of one name are the usual reason
        assert list(GENERATOR_STATS._error_cache) == []


def test_the_document_can_only_be_read() -> None:
    response = Client(enforce_csrf_checks=True).post("/v1/openapi.json")
    assert (response.status_code, json.loads(response.content)["json"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert Client().head("/v1/openapi.json").status_code == 200


def test_the_page_asks_only_this_server() -> None:
    page = Client().get("/docs/api").content.decode()
    assert "/v1/openapi.json" in page
    assert "http://" not in page
    assert "https://" not in page
