"""Who may see what of a session. The views of its data are written once, against `Viewing`, and routed twice:
below /sessions/<id> for members of its team (`member`), and below /shared/<token> for whoever holds a share link.

    @require_safe
    def feed(request: HttpRequest, viewing: Viewing) -> HttpResponse: ...

    path("sessions/<uuid:session_id>/feed", member(data.feed))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts import access
from accounts.access import Access, page
from accounts.models import Team
from jobs.models import Job
from libretto.protocol import JobState
from recordings.models import BrowserSession, BrowserSessionQuerySet, Fragment, Recording

DataView = Callable[..., HttpResponseBase]  # (request, viewing, …)


@dataclass(frozen=True)
class Viewing:
    """What somebody may see of one session. The video is always part of it."""

    session: BrowserSession  # one of `sessions()`
    team: Team
    steps: bool
    logs: bool
    base: str  # the address that all data of the session lies below, without a slash at its end
    job_page: bool  # whether params, result and error of its job may be shown, source and headers: members only

    @property
    def recording(self) -> Recording | None:
        """None when no browser was started."""
        return getattr(self.session, "recording", None)

    @property
    def video_path(self) -> str:
        """Not a signed link: it works just as long as whoever looks may look."""
        return f"{self.base}/video.mp4"

    @property
    def open_between(self) -> tuple[datetime, datetime | None]:
        """When the session was made and closed; None: it is open."""
        return self.session.created_at, self.session.closed_at

    @property
    def pieces(self) -> tuple[int, int]:
        """The number behind the last piece of the growing video, and where that one ends in milliseconds."""
        index, end_ms = self._found("last_piece"), self._found("recorded_ms")
        return (0, 0) if index is None else (index + 1, end_ms)

    @property
    def job_state(self) -> JobState | None:
        """None for a session without a job."""
        state = self._found("job_state")
        return JobState(state) if state else None

    def _found(self, name: str) -> Any:
        """What `sessions` added to the row, which mypy does not know."""
        return getattr(self.session, name)


def sessions() -> BrowserSessionQuerySet:
    """With all that a viewing needs, in one query."""
    job = Job.objects.filter(pk=OuterRef("job_id"))
    last = Fragment.objects.filter(recording=OuterRef("recording__pk")).order_by("-index")
    found: BrowserSessionQuerySet = BrowserSession.objects.select_related("recording").annotate(
        job_state=Subquery(job.values("state")[:1]),
        last_piece=Subquery(last.values("index")[:1]),
        recorded_ms=Subquery(last.values(end=F("start_ms") + F("duration_ms"))[:1]),
    )
    return found


def members_base(session_id: UUID) -> str:
    return f"/sessions/{session_id}"


def viewing_of_member(*, team: Team, session_id: UUID) -> Viewing | None:
    """Members see everything. None for a session that the team does not have."""
    session = sessions().of(team).filter(pk=session_id).first()
    if session is None:
        return None
    return Viewing(session=session, team=team, steps=True, logs=True, base=members_base(session_id), job_page=True)


def member(view: DataView) -> DataView:
    """The gate of /sessions/<session_id>/…"""

    def seen(request: HttpRequest, access: Access, /, session_id: UUID, **rest: Any) -> HttpResponseBase:
        viewing = viewing_of_member(team=access.team, session_id=session_id)
        if viewing is None:
            raise Http404("There is no such session in this team.")
        return view(request, viewing, **rest)

    return wraps(view)(page(access.page_member)(seen))
