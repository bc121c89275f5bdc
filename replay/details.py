"""All that is known of one event, or of one line."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import Http404

from logs.services import session_line
from recordings.models import Artifact, SessionStatus, TimelineEvent
from replay.viewing import Viewing
from runtime.tracing.sources import source_key

MOMENTS = ("before", "after")
TEAM_ONLY = ("request_headers", "response_headers")  # of an event's data: cookies and tokens travel in headers


def event_details(viewing: Viewing, key: str) -> dict[str, Any]:
    """`snapshots` leads to the page before and after it, where the trace has them and can be read already."""
    events = viewing.session.timeline.exclude(kind="source")  # text of the workflow's files: no event, and not for all
    event = events.filter(key=key).first() if viewing.steps else None
    if event is None:
        raise Http404("There is no such event in this session.")
    return details_of(
        viewing,
        event,
        source=_source_at(event) if viewing.job_page else None,
        snapshots=_snapshots_of(viewing, event),
        children=_children_of(event).count(),
    )


def details_of(
    viewing: Viewing,
    event: TimelineEvent,
    *,
    source: dict[str, Any] | None,
    snapshots: dict[str, str | None],
    children: int,
) -> dict[str, Any]:
    data = shown_data(viewing, event)
    return {
        "key": event.key,
        "kind": event.kind,
        "t_ms": event.t_ms,
        "end_ms": data.get("end_ms"),
        "outcome": data.get("outcome") or "",
        "level": data.get("level") or "",
        "title": data.get("title") or data.get("url") or event.kind,
        "error": data.get("error") or "",
        "data": data,
        "source": source,
        "snapshots": snapshots,
        "children": children,
    }


def shown_data(viewing: Viewing, event: TimelineEvent) -> dict[str, Any]:
    """`event.data`, or what whoever is not of the team may see of it."""
    if viewing.job_page:
        return dict(event.data)
    return {name: value for name, value in event.data.items() if name not in TEAM_ONLY}


def line_details(viewing: Viewing, sequence: int) -> dict[str, Any]:
    session = viewing.session
    line = None
    if viewing.logs:
        line = session_line(team=viewing.team, session_id=session.pk, between=viewing.open_between, sequence=sequence)
    if line is None:
        raise Http404("There is no such line in this session.")
    return {
        "sequence": line.sequence,
        "t_ms": line.t_ms,
        "at": line.at.isoformat(),
        "level": line.level,
        "source": line.source,
        "text": line.message,
    }


def _children_of(event: TimelineEvent) -> QuerySet[TimelineEvent]:
    """They begin while it lasts, which an index can use."""
    later = TimelineEvent.objects.filter(session_id=event.session_id, t_ms__gte=event.t_ms, data__parent=event.key)
    end_ms = event.data.get("end_ms")
    return later.filter(t_ms__lte=end_ms) if isinstance(end_ms, int) else later


def _source_at(event: TimelineEvent) -> dict[str, Any] | None:
    """The lines of the workflow around the call, which the engine reports once for each place."""
    key = source_key_of(event)
    found = TimelineEvent.objects.filter(session_id=event.session_id, kind="source", key=key)
    data = found.values_list("data", flat=True).first() if key else None
    return source_of(data) if data else None


def source_key_of(event: TimelineEvent) -> str | None:
    file, line = event.data.get("file"), event.data.get("line")
    return source_key(file, line) if isinstance(file, str) and isinstance(line, int) else None


def source_of(data: dict[str, Any]) -> dict[str, Any]:
    """Of an event of the kind `source`."""
    return {name: data.get(name) for name in ("file", "line", "first_line", "text")}


def _snapshots_of(viewing: Viewing, event: TimelineEvent) -> dict[str, str | None]:
    kept = event.data.get("snapshots")
    kept = kept if isinstance(kept, list) and trace_of(viewing) else []
    base = f"{viewing.base}/snapshots/{quote(event.key, safe='')}"
    return {moment: f"{base}/{moment}" if moment in kept else None for moment in MOMENTS}


def trace_of(viewing: Viewing) -> Artifact | None:
    """The session's trace.zip, once its run has ended; of a session without one, once it is closed."""
    state = viewing.job_state
    ended = state.is_final if state else viewing.session.status == SessionStatus.CLOSED
    return viewing.session.artifacts.filter(kind="trace").first() if ended else None
