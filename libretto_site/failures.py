"""What Django answers when no view could: the envelope under /v1, a page elsewhere."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404

from api.error_handling import as_api_error, error_response
from api.errors import ApiError, Forbidden, NotFound


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, as_api_error(exception), "400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    error = as_api_error(exception)
    if _is_api(request):
        return error_response(error)
    return render(request, "403.html", {"reason": error.message}, status=HTTPStatus.FORBIDDEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return forbidden(request, Forbidden("This form is out of date. Go back, reload the page and send it again."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return error_response(NotFound(f"There is no endpoint {request.path}. See /docs/api for those there are."))
    return render(request, "404.html", {"reason": _said_by_view(exception)}, status=HTTPStatus.NOT_FOUND)


def _said_by_view(exception: Exception) -> str:
    """Its sentence: "There is no such run in this team." Of an address that no view has, nothing."""
    said = exception.args[0] if exception.args else ""
    return said if isinstance(said, str) and not isinstance(exception, Resolver404) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled; it has logged it already."""
    return _answer(request, as_api_error(sys.exc_info()[1] or Exception()), "500.html")


def _answer(request: HttpRequest, error: ApiError, template: str) -> HttpResponse:
    """The page is rendered without the request: nothing on it may need what just failed."""
    if _is_api(request):
        return error_response(error)
    page = render_to_string(template, {"reason": error.message})
    return HttpResponse(page, status=int(error.status_code), headers=error.headers)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/v1/")
