"""Endpoints and a URL conf of their own, to test the envelope without the product's endpoints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path, re_path
from rest_framework import serializers

from api import errors
from api.endpoint import endpoint, unknown_route
from api.fields import IsoDateTime, JsonObject, NoNulCharField, UuidField


class Point(serializers.Serializer[Any]):
    x = serializers.IntegerField()
    y = serializers.IntegerField(required=False)


class EchoInput(serializers.Serializer[Any]):
    id = UuidField(required=False)
    text = NoNulCharField(required=False, max_length=20)
    params = JsonObject(required=False)
    at = IsoDateTime(required=False)
    point = Point(required=False)
    points = Point(many=True, required=False)
    failure = serializers.CharField(required=False)


class EchoOutput(serializers.Serializer[Any]):
    got = JsonObject()
    at = IsoDateTime()
    id = UuidField()


class Broken(Exception):
    pass


FAILURES: dict[str, Exception] = {
    "not_found": errors.NotFound("There is no such run."),
    "conflict": errors.Conflict("That nonce was used for other params.", reason="nonce_reused"),
    "forbidden": errors.Forbidden("Only admins may do this."),
    "busy": errors.TooManyRequests("Too many requests. Wait a little.", retry_after=7),
    "unavailable": errors.Unavailable("The queue does not answer."),
    "database": OperationalError("password of the database is hunter2"),
    "broken": Broken("insides: hunter2"),
    "invalid": errors.InvalidInput("Use a number.", path=["points", 0, "x"]),
}


def open_gate(request: HttpRequest) -> str:
    if request.headers.get("x-api-key") == "wrong":
        raise errors.Unauthorized("This key is not known here.")
    return "opened"


@endpoint(open_gate, request=EchoInput, response=EchoOutput)
def echo(access: str, data: dict[str, Any]) -> dict[str, Any]:
    """Say back what was said.

    For tests.
    """
    assert access == "opened"
    if "failure" in data:
        raise FAILURES[data["failure"]]
    return {"got": {**data}, "at": datetime(2025, 1, 31, 12, 0, 0, 1500, tzinfo=UTC), "id": UUID(int=1)}


@endpoint(open_gate, request=EchoInput, response=EchoOutput)
def rotten(access: str, data: dict[str, Any]) -> dict[str, Any]:
    """Answer what is not documented."""
    return {"got": {}, "at": None, "id": UUID(int=1)}


urlpatterns = [
    path("v1/echo", echo),
    path("v1/rotten", rotten),
    re_path(r"^v1(?:/.*)?$", unknown_route),
]
handler400 = "libretto_site.failures.bad_request"
handler403 = "libretto_site.failures.forbidden"
handler404 = "libretto_site.failures.not_found"
handler500 = "libretto_site.failures.server_error"
