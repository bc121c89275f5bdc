from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from rest_framework import serializers

from api.envelope import wrapped
from api.fields import IsoDateTime
from api.response_check import UndocumentedAnswer, check
from tests.api.sample_endpoints import Point
from tests.factories import Api

usual_urls = pytest.mark.urls("tests.api.sample_endpoints")


@usual_urls
def test_the_answer_is_wrapped_and_its_dates_have_milliseconds() -> None:
    response = Client().post("/v1/echo", b"{}", content_type="application/json")
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content) == {
        "json": {"got": {}, "at": "2025-01-31T12:00:00.001Z", "id": "00000000-0000-0000-0000-000000000001"}
    }


@usual_urls
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html", "image/png", "nonsense"])
def test_there_is_one_form_of_answer(accept: str) -> None:
    response = Client(headers={"accept": accept}).post("/v1/echo", b"{}", content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


@usual_urls
def test_a_client_needs_no_csrf_token() -> None:
    response = Client(enforce_csrf_checks=True).post("/v1/echo", b"{}", content_type="application/json")
    assert response.status_code == 200


@usual_urls
def test_tests_notice_an_answer_that_is_not_documented(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="api.error_handling"):
        status, _ = Api().post("rotten")
    assert status == 500
    assert "json.at is null; declare allow_null=True" in caplog.text


class Shape(serializers.Serializer[Any]):
    name = serializers.CharField()
    note = serializers.CharField(required=False, allow_null=True)
    at = IsoDateTime()
    points = Point(many=True)
    names = serializers.ListField(child=serializers.CharField())


GOOD = {"name": "a", "at": datetime.now(UTC), "points": [{"x": 1}], "names": ["a"]}


@pytest.mark.parametrize(
    "more", [{}, {"note": None}, {"note": "a"}, {"points": []}, {"at": "2025-01-31T12:00:00.000Z"}]
)
def test_documented_answers(more: dict[str, Any]) -> None:
    check({**GOOD, **more}, Shape())


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"extra": 1}, "json.extra is not declared in Shape"),
        ({"name": None}, "json.name is null"),
        ({"name": 3}, "json.name is 3, but documented as CharField"),
        ({"points": [{"x": 1, "z": 2}]}, "json.points.0.z is not declared in Point"),
        ({"points": [{"y": 1}]}, "json.points.0.x is missing; Point promises it"),
        ({"points": [None]}, "json.points.0 is null"),
        ({"points": {}}, "json.points is {}, not a list"),
        ({"names": ["a", 1]}, "json.names.1 is 1, but documented as CharField"),
    ],
)
def test_undocumented_answers(more: dict[str, Any], problem: str) -> None:
    with pytest.raises(UndocumentedAnswer, match=problem):
        check({**GOOD, **more}, Shape())


def test_a_missing_key_is_noticed() -> None:
    with pytest.raises(UndocumentedAnswer, match=r"json\.name is missing; Shape promises it"):
        check({key: value for key, value in GOOD.items() if key != "name"}, Shape())


def test_wrapping() -> None:
    assert wrapped({"id": UUID(int=1), "on": date(2025, 1, 31)}) == (
        b'{"json":{"id":"00000000-0000-0000-0000-000000000001","on":"2025-01-31"}}'
    )
    assert json.loads(wrapped("\ud800é"))["json"] == "\ud800é"
    with pytest.raises(TypeError, match="set has no JSON form"):
        wrapped({1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        wrapped(float("nan"))
