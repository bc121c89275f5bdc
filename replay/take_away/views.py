"""GET <base>/download.zip, for members and for holders of a share link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from api.streaming import streamed
from replay.page import page_of
from replay.take_away.contents import contents_of, file_name_of
from replay.take_away.streamed_zip import zip_chunks
from replay.viewing import Viewing


@require_safe
def download(request: HttpRequest, viewing: Viewing) -> HttpResponseBase:
    """What there is now: a run that goes on can be taken away, too."""
    page = page_of(viewing)
    disposition = str(content_disposition_header(True, file_name_of(page, viewing)))
    headers = {"Content-Type": "application/zip", "Content-Disposition": disposition}
    return streamed(request, zip_chunks(contents_of(page, viewing)), headers)
