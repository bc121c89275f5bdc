"""One error shape, whatever fails and wherever."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import Client

from api.error_handling import as_api_error
from tests.factories import Api

pytestmark = pytest.mark.urls("tests.api.sample_endpoints")


def error(data: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    status, body = Api(key).post("echo", data)
    assert status == body["status"]
    assert set(body) <= {"defined", "code", "status", "message", "data"}
    return dict(body)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        ("not_found", 404, "NOT_FOUND"),
        ("conflict", 409, "CONFLICT"),
        ("forbidden", 403, "FORBIDDEN"),
        ("busy", 429, "TOO_MANY_REQUESTS"),
        ("unavailable", 503, "SERVICE_UNAVAILABLE"),
        ("database", 503, "SERVICE_UNAVAILABLE"),
        ("invalid", 400, "BAD_REQUEST"),
    ],
)
def test_planned_errors(failure: str, status: int, code: str) -> None:
    body = error({"failure": failure})
    assert (body["defined"], body["status"], body["code"]) == (True, status, code)


def test_a_conflict_has_its_reason() -> None:
    assert error({"failure": "conflict"})["data"] == {"reason": "nonce_reused"}


def test_an_issue_raised_by_hand_looks_like_any_other() -> None:
    body = error({"failure": "invalid"})
    assert body["message"] == "Input validation failed: points.0.x: Use a number"
    assert body["data"] == {"issues": [{"code": "custom", "message": "Use a number.", "path": ["points", 0, "x"]}]}


def test_a_bad_uuid_looks_as_the_contract_says() -> None:
    body = error({"id": "nope"})
    assert body["message"] == "Input validation failed: id: Invalid uuid"
    assert body["data"]["issues"] == [
        {"validation": "uuid", "code": "invalid_string", "message": "Invalid uuid", "path": ["id"]}
    ]


def test_issues_lead_into_arrays_and_objects() -> None:
    body = error({"points": [{"x": 1}, {"y": "far"}], "point": {"x": "near"}, "text": "a" * 21})
    found = {(tuple(issue["path"]), issue["code"]) for issue in body["data"]["issues"]}
    assert found == {
        (("points", 1, "x"), "invalid_type"),
        (("points", 1, "y"), "invalid_type"),
        (("point", "x"), "invalid_type"),
        (("text",), "too_big"),
    }
    assert "points.1.x: This field is required; points.1.y: A valid integer is required" in body["message"]


def test_a_message_stays_readable_when_much_is_wrong() -> None:
    body = error({"points": [{}] * 1000})
    assert body["message"].endswith("points.9.x: This field is required; and 990 more")
    assert len(body["data"]["issues"]) == 1000


@pytest.mark.parametrize("points", ["x", {"x": 1}, [[1]], [None], 3])
def test_a_wrong_shape_is_an_issue_of_its_field(points: Any) -> None:
    assert error({"points": points})["data"]["issues"][0]["path"][0] == "points"


def test_an_unplanned_error_tells_nothing_and_logs_everything(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="api.error_handling"):
        body = error({"failure": "broken"})
    assert (body["defined"], body["status"], body["code"]) == (False, 500, "INTERNAL_SERVER_ERROR")
    assert "hunter2" not in str(body)
    assert "hunter2" in caplog.text
    assert "Traceback" in caplog.text


def test_a_database_that_is_down_tells_nothing_of_itself() -> None:
    assert "hunter2" not in str(error({"failure": "database"}))


@pytest.mark.parametrize(("failure", "seconds"), [("busy", "7"), ("unavailable", "5"), ("database", "5")])
def test_waiting_is_told_in_seconds(failure: str, seconds: str) -> None:
    response = Client().post("/v1/echo", {"failure": failure}, content_type="application/json")
    assert response.headers["Retry-After"] == seconds


def test_the_gate_comes_before_the_body() -> None:
    response = Client(headers={"x-api-key": "wrong"}).post("/v1/echo", b"{broken", content_type="application/json")
    assert response.status_code == 401
    assert "x-api-key" in response.headers["WWW-Authenticate"]


def test_half_a_character_in_the_input_does_not_break_the_error() -> None:
    response = Client().post("/v1/echo", b'{"failure": "\\ud800", "text": "\\ud800"}', content_type="application/json")
    assert response.status_code == 400
    assert json.loads(response.content)["json"]["data"]["issues"]


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/", "/v1", "/v1/echo/", "http://testserver//v1//nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
def test_an_unknown_route_is_an_error_like_any_other(method: str, path: str) -> None:
    response = Client().generic(method, path)
    body = json.loads(response.content)["json"]
    assert (response.status_code, body["code"], body["defined"]) == (404, "NOT_FOUND", True)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_an_error_like_any_other(method: str) -> None:
    response = Client().generic(method, "/v1/echo")
    body = json.loads(response.content)["json"]
    assert (response.status_code, body["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "POST, OPTIONS"


def test_head_and_options() -> None:
    head = Client().head("/v1/echo")
    assert (head.status_code, head.content) == (405, b"")
    options = Client().options("/v1/echo")
    assert (options.status_code, options.content, options.headers["Allow"]) == (204, b"", "POST, OPTIONS")
    assert options.headers["Content-Length"] == "0"  # a body that the test client hides would break the connection
    assert "Content-Type" not in options.headers


@pytest.mark.parametrize(
    ("raised", "status"),
    [(RequestDataTooBig(), 413), (SuspiciousOperation(), 400), (PermissionDenied(), 403), (Http404(), 404)],
)
def test_the_frameworks_errors_are_translated(raised: Exception, status: int) -> None:
    assert as_api_error(raised).status_code == status
