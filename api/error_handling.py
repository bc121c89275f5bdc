"""From whatever was raised to the contract's answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from api import errors
from api.envelope import wrapped
from api.errors import ApiError
from api.issues import issues_of

logger = logging.getLogger(__name__)


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler."""
    known = as_api_error(error)
    if isinstance(known, errors.InternalError):
        logger.error("%s failed", context["request"].path, exc_info=error)
    return Response(known.body(), status=int(known.status_code), headers=known.headers)


def error_response(error: ApiError) -> HttpResponse:
    """The error where DRF is not at work."""
    return HttpResponse(
        wrapped(error.body()), status=int(error.status_code), headers=error.headers, content_type="application/json"
    )


def as_api_error(error: BaseException) -> ApiError:
    match error:
        case ApiError():
            found = error
        case ValidationError():
            found = errors.InvalidInput.many(issues_of(error.detail))
        case Http404():
            found = errors.NotFound("Not found.")
        case PermissionDenied():
            found = errors.Forbidden(str(error) or "This is not allowed.")
        case RequestDataTooBig():
            found = errors.PayloadTooLarge("The request is too large.")
        case SuspiciousOperation():
            found = errors.BadRequest("The request cannot be understood.")
        case OperationalError() | InterfaceError():
            logger.warning("The database does not answer: %s", error)
            found = errors.Unavailable("The server cannot reach its database. Try again in a moment.")
        case APIException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            found = errors.MethodNotAllowed(str(error.detail))
        case _:
            found = errors.InternalError("Something went wrong on the server. Its log has the details.")
    return found
