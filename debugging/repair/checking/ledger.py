"""What a failed run may already have done on somebody's site, so that doing it again could do harm.

In doubt it did: what was not recorded may have happened. See docs/decisions/memory-of-good-runs.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from debugging.agent.wording import quoted
from debugging.evidence import Step
from debugging.gathering.assembling import navigations_of, steps_of
from debugging.gathering.recorded_run import Event
from debugging.repair.checking.asking import without_asking
from debugging.repair.checking.forms_sent import forms_sent
from debugging.repair.checking.requests_sent import SentRequest, changing
from debugging.repair.checking.source_reach import reach_of
from deployments.bundle_files import text_files
from deployments.problems import BundleProblem
from jobs.models import Job
from libretto.protocol import ErrorCode
from recordings.models import Artifact, BrowserSession, TimelineEvent
from runtime.tracing.page_source import PageSources
from runtime.tracing.posted_bodies import Posted, posted_bodies
from runtime.tracing.snapshot_index import SnapshotMissing

EVENTS_MOST: Final = 20_000
GONE: Final = "What it did is no longer kept."
ENDED_EARLY: Final = "It ended together with what recorded it, so what it did last may not be known."
_LOST: Final = frozenset(
    {ErrorCode.HOST_DIED, ErrorCode.WORKER_LOST, ErrorCode.WORKER_STOPPED, ErrorCode.BROWSER_DIED}
    | {ErrorCode.PLATFORM_ERROR}
)
_CHOICES: Final = ("confirm", "prompt")
_INLINE: Final = ("blob:", "data:")
_LEFT_OUT: Final = "-left-out"


def what_was_done(job: Job) -> tuple[str, ...]:
    """Sentences, the oldest first. () only when nothing that it did could have changed anything."""
    if job.code_started_at is None and job.session_id is None:
        return ()
    sessions = BrowserSession.objects.of(job.team).filter(job_id=job.pk)
    session = sessions.filter(pk=job.session_id).first() if job.session_id else None
    if session is None or session.artifacts_expired_at is not None:
        return (GONE,)
    events = list(_events(session))
    told = [*_left_out(events), *_seen(session, events), *_unseen(job)]
    if job.error_code in _LOST:
        told.append(ENDED_EARLY)
    return tuple(dict.fromkeys(told))


def _events(session: BrowserSession) -> Iterator[Event]:
    kinds = ("network", "dialog", "download", "step", "navigation")
    rows: QuerySet[TimelineEvent] = TimelineEvent.objects.filter(session=session, kind__in=kinds)
    for key, t_ms, kind, data in rows.order_by("t_ms", "id").values_list("key", "t_ms", "kind", "data")[:EVENTS_MOST]:
        yield Event(key, t_ms, kind, data)


def _left_out(events: Sequence[Event]) -> Iterator[str]:
    if len(events) == EVENTS_MOST:
        yield "It did so much that not all of it was looked at."
    if any(event.key.endswith(_LEFT_OUT) for event in events):
        yield "It did so much in a short time that not all of it was recorded."
    opened = [event for event in events if event.kind == "step" and event.data.get("api") == "page.goto"]
    if any("http" in str(event.data.get("title")) for event in opened) and not any(
        event.kind == "network" for event in events
    ):
        yield "What its pages asked for was not recorded."


def _seen(session: BrowserSession, events: Sequence[Event]) -> list[str]:
    """What the recording shows."""
    requests = [_request(event) for event in events if event.kind == "network" and not event.key.endswith(_LEFT_OUT)]
    steps = steps_of([one for one in events if one.kind == "step"], navigations_of(events), with_log=False)
    trace = Artifact.objects.filter(session=session, kind="trace").first()
    doubtful = without_asking(requests, _posted(trace)) if any(one.method == "POST" for one in requests) else requests
    return [*changing(doubtful), *_forms(trace, steps, requests), *_others(events, steps)]


def _request(event: Event) -> SentRequest:
    data: dict[str, Any] = event.data
    status = data.get("status")
    return SentRequest(
        event.t_ms,
        str(data.get("method", "")),
        str(data.get("url", "")),
        str(data.get("resource_type", "")),
        status if isinstance(status, int) else None,
        str(data.get("failure", "")),
    )


def _posted(trace: Artifact | None) -> list[Posted]:
    if trace is not None:
        try:
            with default_storage.open(trace.path) as file:
                return posted_bodies(file)
        except (FileNotFoundError, SnapshotMissing):
            pass
    return []


def _forms(trace: Artifact | None, steps: Sequence[Step], requests: Sequence[SentRequest]) -> list[str]:
    if trace is not None:
        try:
            with default_storage.open(trace.path) as file, PageSources(file) as pages:
                return forms_sent(steps, requests, pages)
        except (FileNotFoundError, SnapshotMissing):  # as if there were none
            pass
    return ["Which forms it sent is not kept."] if any(_has_query(one) for one in requests) else []


def _has_query(request: SentRequest) -> bool:
    return request.method == "GET" and request.resource_type == "document" and "?" in request.url


def _others(events: Sequence[Event], steps: Sequence[Step]) -> Iterator[str]:
    for event in events:
        data = event.data
        if event.kind == "dialog" and data.get("dialog") in _CHOICES and data.get("answer") != "dismissed":
            yield f"It accepted the dialog {quoted(str(data.get('message', '')))}."
        if event.kind == "download" and not str(data.get("url", "")).startswith(_INLINE):
            yield f"It downloaded {quoted(str(data.get('name', '')))}."
    for step in steps:
        if step.api.endswith((".set_input_files", ".set_files")) and step.outcome != "failed":
            yield f"It chose files to upload ({step.site or step.title})."


def _unseen(job: Job) -> list[str]:
    """What its code can do elsewhere."""
    if job.code_started_at is None:
        return []
    try:
        sources = text_files(job.version.deployment)
    except BundleProblem:
        return ["Its source cannot be read any more, so what it does beside the browser is not known."]
    return reach_of(sources, job.version.deployment.entry_point, job.version.source_file)
