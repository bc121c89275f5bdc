"""The data of a session's page, for whoever may see it. Routed below /sessions/<id> and below /shared/<token>."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from recordings import playback
from recordings.streaming import answer_with
from replay.details import event_details, line_details
from replay.feed import Cursor, feed_of
from replay.viewing import Viewing

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}
NUMBER_MOST = 2**63 - 1


@gzip_page
@require_safe
def feed(request: HttpRequest, viewing: Viewing) -> HttpResponse:
    asked = {name: _number(request.GET.get(name)) for name in ("timeline", "logs", "pieces")}
    return JsonResponse(feed_of(viewing, Cursor(**asked)), json_dumps_params=COMPACT)


@require_safe
def event(request: HttpRequest, viewing: Viewing, key: str) -> HttpResponse:
    return JsonResponse(event_details(viewing, key.replace("\0", "")), json_dumps_params=COMPACT)


@require_safe
def line(request: HttpRequest, viewing: Viewing, sequence: int) -> HttpResponse:
    return JsonResponse(line_details(viewing, min(sequence, NUMBER_MOST)), json_dumps_params=COMPACT)


@require_safe
def video(request: HttpRequest, viewing: Viewing) -> HttpResponseBase:
    """The MP4, with byte ranges; what there is of it while it grows."""
    recording = viewing.recording
    body = playback.body_of(recording) if recording else None
    if recording is None or body is None:
        raise Http404("There is nothing to play.")
    response = answer_with(request, body)
    response.headers["Content-Disposition"] = playback.disposition_of(recording, request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _number(asked: str | None) -> int:
    """From the beginning, when it makes no sense: answers may be repeated."""
    return min(int(asked), NUMBER_MOST) if asked and asked.isascii() and asked.isdigit() and len(asked) < 20 else 0
