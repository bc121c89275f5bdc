"""GET <base>/download.zip, for members and for holders of a share link."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from replay.page import page_of
from replay.take_away.contents import contents_of, file_name_of
from replay.take_away.streamed_zip import zip_chunks
from replay.viewing import Viewing


@require_safe
def download(request: HttpRequest, viewing: Viewing) -> HttpResponseBase:
    """What there is now: a run that goes on can be taken away, too."""
    page = page_of(viewing)
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": str(content_disposition_header(True, file_name_of(page, viewing))),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    chunks = zip_chunks(contents_of(page, viewing))
    content = _in_own_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    return StreamingHttpResponse(content, headers=headers)


async def _in_own_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """In the request's thread: its database connection is given back when the request ends."""
    following = sync_to_async(lambda: next(chunks, None), thread_sensitive=True)
    while (chunk := await following()) is not None:
        yield chunk
