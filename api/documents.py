"""The API's documentation: the OpenAPI document and the page that shows it. Needs no key."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@cache
def document() -> dict[str, Any]:
    """Endpoints do not change while the server runs, so it is made once."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(document())


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
