"""Answers with files from storage: by the piece, in constant memory, with byte ranges."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from recordings.byte_ranges import NotSatisfiable, Span, wanted_span

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file in storage."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Body:
    """Files that are sent one after the other as if they were one. `etag` is quoted and changes with the bytes."""

    parts: Sequence[Part]
    content_type: str
    etag: str

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


def answer_with(request: HttpRequest, body: Body) -> HttpResponseBase:
    """200, 206, 304, 412 or 416, to GET and HEAD."""
    headers = {"Accept-Ranges": "bytes", "ETag": body.etag, "Cache-Control": "private, no-cache"}
    unchanged = get_conditional_response(request, etag=body.etag)
    if unchanged is not None:
        return _with(unchanged, headers)
    try:
        span = wanted_span(_range_header(request, body), size=body.size)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{body.size}"})
    status, sent = (206, span) if span else (200, Span(0, body.size))
    headers |= {"Content-Length": str(sent.length), "Content-Type": body.content_type}
    if span:
        headers["Content-Range"] = f"bytes {span.start}-{span.last}/{body.size}"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_content(request, body, sent), status=status, headers=headers)


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _range_header(request: HttpRequest, body: Body) -> str | None:
    """None where the range was meant for another version of the file."""
    known = request.headers.get("If-Range")
    return request.headers.get("Range") if known is None or known.strip() == body.etag else None


def _content(request: HttpRequest, body: Body, span: Span) -> Iterator[bytes] | AsyncIterator[bytes]:
    """Under ASGI Django would read a plain iterator to its end before sending the first byte."""
    chunks = _chunks(body.parts, span)
    return _in_threads(chunks) if isinstance(request, ASGIRequest) else chunks


async def _in_threads(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk


def _chunks(parts: Sequence[Part], span: Span) -> Iterator[bytes]:
    """The bytes of `span`. A file that has become shorter ends the connection: the length was promised."""
    skip, left = span.start, span.length
    for part in parts:
        if skip >= part.size:
            skip -= part.size
            continue
        wanted = min(left, part.size - skip)
        with default_storage.open(part.path) as file:
            file.seek(skip)
            while wanted:
                chunk = file.read(min(CHUNK_BYTES, wanted))
                if not chunk:
                    raise EOFError(f"{part.path} is shorter than its row says.")
                wanted, left = wanted - len(chunk), left - len(chunk)
                yield chunk
        if not left:
            return
        skip = 0
