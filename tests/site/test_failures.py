"""Whatever fails outside our views: an envelope under /v1, a page elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from libretto_site.urls import handler400, handler403, handler404, handler500
from libretto_site.urls import urlpatterns as usual

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


ERRORS = {
    "broken": RuntimeError("hunter2"),
    "database": OperationalError("hunter2"),
    "denied": PermissionDenied("Only admins of the team may do this."),
    "odd": SuspiciousOperation("hunter2"),
}
urlpatterns = [
    *(path(f"v1/{name}", raising(error)) for name, error in ERRORS.items()),
    *(path(f"page/{name}", raising(error)) for name, error in ERRORS.items()),
    path("page/gone", raising(Http404("There is no such repair in this team."))),
    *usual,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("broken", 500, "INTERNAL_SERVER_ERROR"),
        ("database", 503, "SERVICE_UNAVAILABLE"),
        ("denied", 403, "FORBIDDEN"),
        ("odd", 400, "BAD_REQUEST"),
    ],
)
def test_failures(client: Client, name: str, status: int, code: str) -> None:
    api = client.post(f"/v1/{name}")
    body = json.loads(api.content)["json"]
    assert (api.status_code, body["status"], body["code"]) == (status, status, code)
    page = client.get(f"/page/{name}")
    assert page.status_code == status
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "hunter2" not in page.content.decode() + api.content.decode()
    assert body["message"] in page.content.decode()
    assert ("Retry-After" in page.headers) == (status == 503)


@pytest.mark.parametrize("path", ["/nothing", "/v1x", "/docs/", "/runs/nothing/here", "/static/nothing.css"])
def test_nothing_there(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_what_is_not_there_is_named(client: Client) -> None:
    page = client.get("/page/gone")
    assert page.status_code == 404
    assert "There is no such repair in this team." in page.content.decode()


@pytest.mark.parametrize("path", ["/api/auth/get-session", "//api/auth/api-key/list", "/api"])
def test_programs_that_ask_under_api_are_told_so(client: Client, path: str) -> None:
    """Clients of the contract ask for JSON there and show `message`."""
    response = client.get(f"http://testserver{path}")
    body = json.loads(response.content)["json"]
    assert (response.status_code, body["code"]) == (404, "NOT_FOUND")
    assert body["message"].startswith("There is no endpoint /api")


def test_an_unknown_host(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["good.example"]
    api = client.post("/v1/logs/list", headers={"host": "evil.example"})
    assert (api.status_code, json.loads(api.content)["json"]["code"]) == (400, "BAD_REQUEST")
    assert client.get("/sign-in", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/sign-in", headers={"host": "good.example"}).status_code == 200


def test_the_api_speaks_the_envelope_under_debug_too(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    assert json.loads(client.post("/v1/nothing").content)["json"]["code"] == "NOT_FOUND"
