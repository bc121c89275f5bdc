"""What signed links show. No sign-in: whoever holds the link may see that one thing, until it expires."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from recordings import links, playback
from recordings.models import Artifact, Recording, RecordingState
from recordings.streaming import Body, Part, answer_with

View = Callable[..., HttpResponseBase]  # (request, token, …)

# The page as it was, without scripts, frames or forms: it cannot do anything to us. What it loads is its own site's, by
# the <base> that the engine writes into it.
SNAPSHOT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline' *; img-src * data:; font-src * data:; "
    "form-action 'none'; frame-ancestors 'self'"
)
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"


class Refused(Exception):
    """There is nothing to show, for a reason that people are told."""

    def __init__(self, status: int, problem: str, remedy: str) -> None:
        self.status, self.problem, self.remedy = status, problem, remedy


def signed(view: View) -> View:
    """Tells what is wrong with a link, as a page or as text, and keeps links out of other sites' logs."""

    @csrf_exempt  # refuses other methods by itself, without a word of forms
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        try:
            response = view(request, token, **rest)
        except links.LinkInvalid:
            response = _refuse(request, Refused(404, "This link does not work", "Check that it was copied whole."))
        except links.LinkExpired:
            remedy = "Open the run again, or call /v1/recordings/get, for a new link."
            response = _refuse(request, Refused(410, "This link has expired", remedy))
        except Refused as refused:
            response = _refuse(request, refused)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Accept"])
        return response

    return guarded


@signed
def recording(request: HttpRequest, token: str) -> HttpResponseBase:
    """The player to browsers, the file to everybody else."""
    return _player(request, token) if _wants_page(request) else _video(request, token)


@signed
def video(request: HttpRequest, token: str) -> HttpResponseBase:
    return _video(request, token)


@signed
def artifact(request: HttpRequest, token: str) -> HttpResponseBase:
    kept = Artifact.objects.filter(pk=links.artifact_of(token)).first()
    if kept is None:
        raise Refused(410, "This file is no longer kept", "Files of a run are deleted after some time.")
    content_type = "text/plain" if kept.kind == "aria_snapshot" else kept.content_type
    if content_type.startswith("text/"):
        content_type += "; charset=utf-8"
    response = answer_with(request, Body([Part(kept.path, kept.bytes)], content_type, f'"{kept.pk}-{kept.bytes}"'))
    response.headers["Content-Security-Policy"] = SNAPSHOT_POLICY if kept.kind == "page_html" else FILE_POLICY
    name = f"{kept.kind}-{kept.session_id.hex[:8]}.{kept.path.rpartition('.')[2]}"
    disposition = "attachment" if kept.kind == "trace" else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _player(request: HttpRequest, token: str) -> HttpResponse:
    session_id, expires_at = links.session_of(token)
    shown = _recording_of(session_id)
    body = playback.body_of(shown)
    response = render(
        request,
        "recordings/player.html",
        {
            "token": token,
            "recording": shown,
            "session": shown.session,
            "growing": shown.state != RecordingState.READY,
            "size": body.size if body else 0,
            "length": playback.readable(playback.duration_ms_of(shown)) if body else "",
            "file_name": playback.file_name_of(shown),
            "expires_at": expires_at,
        },
    )
    add_never_cache_headers(response)
    return response


def _video(request: HttpRequest, token: str) -> HttpResponseBase:
    shown = _recording_of(links.session_of(token)[0])
    body = playback.body_of(shown)
    if body is None:
        raise Refused(404, "There is nothing to play yet", "Try again in a moment.")
    response = answer_with(request, body)
    response.headers["Content-Disposition"] = playback.disposition_of(shown, request)
    return response


def _recording_of(session_id: UUID) -> Recording:
    found = Recording.objects.select_related("session").filter(session_id=session_id).first()
    if found is None or found.state == RecordingState.EMPTY:
        raise Refused(404, "Nothing was recorded", "The browser ended before it showed a picture.")
    if found.state == RecordingState.EXPIRED:
        when = f"It expired on {found.expired_at:%-d %B %Y}." if found.expired_at else "It is deleted after some time."
        raise Refused(410, "This recording is no longer kept", when)
    return found


def _wants_page(request: HttpRequest) -> bool:
    return any(accepted.main_type == "text" and accepted.sub_type == "html" for accepted in request.accepted_types)


def _refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    if _wants_page(request):
        response = render(request, "recordings/refused.html", {"refused": refused}, status=refused.status)
    else:
        text = f"{refused.problem}. {refused.remedy}\n"
        response = HttpResponse(text, status=refused.status, content_type="text/plain; charset=utf-8")
    add_never_cache_headers(response)
    return response
