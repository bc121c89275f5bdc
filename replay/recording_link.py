"""What the player of a signed link to a recording asks for: the video that grows, and nothing else of its session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from recordings import links
from recordings.views import Refused, signed
from replay import data
from replay.viewing import Viewing, sessions


@signed
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """As `replay.data.feed`, without events and lines. Its video has this link's address, and ends with it."""
    session_id, _ = links.session_of(token)
    session = sessions().select_related("team").filter(pk=session_id).first()
    if session is None:
        raise Refused(410, "This recording is no longer kept", "Recordings are deleted after some time.")
    base = reverse("recording", args=[token])
    viewing = Viewing(session=session, team=session.team, steps=False, logs=False, base=base, job_page=False)
    response = data.feed(request, viewing)
    add_never_cache_headers(response)
    return response
