"""The page before and after a step. What is shown was written by a page and by a workflow: it runs nothing, loads
nothing from elsewhere and has no address of its own.

A sandboxed page is nobody's: the browser sends no cookie when it loads style sheets and pictures. So their addresses
are signed links. They stay the same for an hour, for the browser to keep what it has loaded.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Literal, cast

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from recordings.models import Artifact
from replay.details import MOMENTS, trace_of
from replay.traces import opened
from replay.viewing import Viewing
from runtime.tracing.snapshot_index import SnapshotMissing

POLICY = (
    "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline' data:; img-src 'self' data:; "
    "font-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
RESOURCE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
CONTENT_TYPES = {
    "text/css",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "image/x-icon",
    "image/vnd.microsoft.icon",
    "image/svg+xml",
    "font/woff",
    "font/woff2",
    "font/ttf",
    "font/otf",
    "font/collection",
    "application/font-woff",
    "application/font-woff2",
    "application/vnd.ms-fontobject",
    "application/x-font-ttf",
    "application/x-font-woff",
}
HOUR = 3600
SIGNER = Signer(sep=".", salt="replay.snapshots")


@require_safe
def snapshot(request: HttpRequest, viewing: Viewing, key: str, moment: str) -> HttpResponse:
    """HTML; a sentence as text when there is no such page."""
    trace = trace_of(viewing) if viewing.steps and moment in MOMENTS else None
    try:
        if trace is None:
            raise SnapshotMissing("This page is not kept.")
        return _safe(HttpResponse(_html(trace, key, moment)))
    except SnapshotMissing as missing:
        return _safe(HttpResponse(str(missing), status=404, content_type="text/plain; charset=utf-8"))


@require_safe
def resource(request: HttpRequest, token: str, sha1: str) -> HttpResponse:
    """A style sheet, picture or font of the pages in one trace, to whoever holds the link."""
    trace = Artifact.objects.filter(pk=_trace_of(token), kind="trace").first()
    found = _file(trace, sha1) if trace else None
    if found is None:
        raise Http404("There is no such file in this trace.")
    content, content_type = found
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = RESOURCE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Access-Control-Allow-Origin"] = "*"  # a page that is nobody's gets fonts in no other way
    patch_cache_control(response, private=True, max_age=HOUR)
    return response


def _file(trace: Artifact, sha1: str) -> tuple[bytes, str] | None:
    try:
        with opened(trace) as snapshots:
            found = snapshots.resource(sha1)
    except SnapshotMissing:
        return None
    if found is None:
        return None
    content_type = found[1].partition(";")[0].strip().lower()
    return (found[0], content_type) if content_type in CONTENT_TYPES else None


def _html(trace: Artifact, key: str, moment: str) -> str:
    with opened(trace) as snapshots:
        url = partial(_resource_path, resource_token(trace))
        return snapshots.html(key, cast(Literal["before", "after"], moment), resource_url=url)


def _safe(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _resource_path(token: str, sha1: str) -> str:
    return reverse("snapshot-resource", args=[token, sha1])


def resource_token(trace: Artifact) -> str:
    ends = (int(time.time()) + settings.LINK_SECONDS) // HOUR * HOUR + HOUR
    return SIGNER.sign(f"{trace.pk}.{ends}")


def _trace_of(token: str) -> int:
    try:
        pk, _, ends = SIGNER.unsign(token).partition(".")
    except BadSignature:
        raise Http404("This link does not work.") from None
    if int(ends) < time.time():
        raise Http404("This link has expired.")
    return int(pk)
