"""The API's documentation: the OpenAPI document and the page that shows it. Needs no key."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from api.error_handling import error_response
from api.errors import MethodNotAllowed


@cache
def document() -> dict[str, Any]:
    """Endpoints do not change while the server runs, so it is made once."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@csrf_exempt  # refuses other methods by itself, in the envelope
def openapi(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return error_response(MethodNotAllowed("The OpenAPI document can only be read. Use GET."))
    return JsonResponse(document())


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
