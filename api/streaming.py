"""Answers that are written while they are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse


def streamed(request: HttpRequest, chunks: Iterator[bytes], headers: Mapping[str, str]) -> HttpResponseBase:
    """To HEAD, the headers alone: nothing is taken from `chunks`."""
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", **headers}
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    content = _in_own_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    return StreamingHttpResponse(content, headers=headers)


async def _in_own_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """In the request's thread: its database connection is given back when the request ends."""
    following = sync_to_async(lambda: next(chunks, None), thread_sensitive=True)
    while (chunk := await following()) is not None:
        yield chunk
