"""One endpoint of /v1: gate, then input, then the function, then the answer in its envelope.

    @endpoint(access.api_member, request=JobRef, response=JobView)
    def get(access: Access, data: dict[str, Any]) -> dict[str, Any]:
        '''Tell how a run is doing.'''

The docstring's first line is the endpoint's summary in the OpenAPI document, the rest its description.
`data` holds the validated input; optional fields that were not sent are absent. Unknown ones are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.errors import NotFound
from api.request_body import read_input
from api.response_check import check

A = TypeVar("A")
Function = Callable[[A, dict[str, Any]], dict[str, Any]]


class NoInput(Serializer[Any]):
    """The input of an endpoint that takes none."""


@dataclass(frozen=True)
class Endpoint:
    gate: Callable[[HttpRequest], Any]
    function: Callable[[Any, dict[str, Any]], dict[str, Any]]
    request: type[Serializer[Any]]
    response: type[Serializer[Any]]
    max_body_bytes: Callable[[], int]

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        access = self.gate(request)
        # Not DRF's `request.data`: it takes a body without Content-Length for an empty one.
        serializer = self.request(data=read_input(request, max_bytes=self.max_body_bytes()))
        serializer.is_valid(raise_exception=True)
        result = self.function(access, serializer.validated_data)
        if settings.API_CHECK_RESPONSES:
            check(result, self.response())
        return result


class AnyAccept(BaseContentNegotiation):
    """There is one form of answer, whatever `Accept` says."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class EndpointView(APIView):
    content_negotiation_class = AnyAccept
    endpoint: ClassVar[Endpoint | None] = None

    def post(self, request: Request) -> Response:
        assert self.endpoint is not None  # noqa: S101
        return Response(self.endpoint.answer(request._request))

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)


class UnknownRouteView(APIView):
    content_negotiation_class = AnyAccept
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(f"There is no endpoint {request.path}. See /docs/api for those there are.")


def endpoint(
    gate: Callable[[HttpRequest], A],
    *,
    request: type[Serializer[Any]],
    response: type[Serializer[Any]],
    max_body_bytes: Callable[[], int] = lambda: settings.REQUEST_MAX_BYTES,
) -> Callable[[Function[A]], Callable[..., HttpResponse]]:
    """Makes a `POST` view of a function. `gate` raises unless the request may come in; its value is the
    function's first argument. `response` is what the function promises to return, for the OpenAPI document;
    tests hold it to that. `max_body_bytes` may raise the usual limit of a request."""

    def decorate(function: Function[A]) -> Callable[..., HttpResponse]:
        made = Endpoint(gate, function, request, response, max_body_bytes)
        view: Callable[..., HttpResponse] = EndpointView.as_view(endpoint=made)
        return update_wrapper(view, function, updated=())

    return decorate


unknown_route = UnknownRouteView.as_view()
