"""Reads what was recorded of a run out of the database and the storage. What is not kept any more is named."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Final

from django.core.files.storage import default_storage
from django.db.models import Q

from accounts.models import Team
from debugging.evidence import Failure, Kept, Line, Run
from debugging.gathering.recorded_run import Event, RecordedRun, no_page
from logs.services import session_lines
from recordings.models import Artifact, BrowserSession, TimelineEvent
from replay.progress import length_ms
from replay.viewing import Viewing, viewing_of_member
from runtime.tracing.page_source import PageSources
from runtime.tracing.snapshot_index import SnapshotMissing

STEPS_MOST: Final = 2_000
EACH_MOST: Final = 200  # of every other kind
TEXT_BYTES_MOST: Final = 5_000_000
LOG_TEXT_MOST: Final = 2_000
_TROUBLE: Final = Q(kind__in=["console", "page_error"], data__level__in=["warn", "error"]) | Q(kind="page_error")
_REQUESTS: Final = Q(kind="network") & (
    Q(data__outcome="failed") | Q(data__status__gte=400) | Q(data__document=True) | Q(data__has_key="failure")
)


def recorded(
    run: Run, *, team: Team, failure: Failure | None = None, lines_most: int = 0, with_pages: bool = False
) -> RecordedRun:
    """`with_pages`: those before its steps can be asked for. `kept` is empty once its files have expired."""
    viewing = viewing_of_member(team=team, session_id=run.session_id) if run.session_id else None
    if viewing is None:
        return RecordedRun(run=run, failure=failure, missing=("No browser was started for this run.",))
    session = viewing.session
    files = {artifact.kind: artifact for artifact in session.artifacts.all()}
    html, aria = _text(files.get("page_html")), _text(files.get("aria_snapshot"))
    return RecordedRun(
        run=run.model_copy(update={"length_ms": length_ms(viewing)}),
        failure=failure,
        events=_events(session),
        lines=_lines(team, viewing, lines_most) if lines_most else (),
        html=html if failure else "",
        aria=aria if failure else "",
        kept=[Kept(kind=kind, artifact_id=file.pk, t_ms=file.t_ms) for kind, file in files.items()],
        page_before=_Pages(files.get("trace")) if with_pages else no_page,
        missing=_missing(session, files.keys()) if failure else (),
    )


def _events(session: BrowserSession) -> list[Event]:
    """The last ones of each kind, oldest first."""
    events = session.timeline.order_by("-t_ms", "-id")
    rest = ["navigation", "dialog", "popup", "page", "download"]
    wanted = [(Q(kind="step"), STEPS_MOST), (Q(kind="source"), EACH_MOST), (_TROUBLE, EACH_MOST)]
    wanted += [(_REQUESTS, EACH_MOST), (Q(kind__in=rest), EACH_MOST)]
    rows = chain.from_iterable(events.filter(which)[:most] for which, most in wanted)
    return [Event(row.key, row.t_ms, row.kind, row.data) for row in sorted(rows, key=_order)]


def _order(event: TimelineEvent) -> tuple[int, int]:
    return event.t_ms, event.pk


def _lines(team: Team, viewing: Viewing, most: int) -> list[Line]:
    rows = session_lines(
        team=team,
        session_id=viewing.session.pk,
        between=viewing.open_between,
        limit=most,
        text_most=LOG_TEXT_MOST,
        newest=True,
    )
    return [
        Line(sequence=sequence, t_ms=t_ms, level=level, source=source, text=text)
        for sequence, t_ms, level, source, text in rows
    ]


def _text(artifact: Artifact | None) -> str:
    if artifact is None:
        return ""
    try:
        with default_storage.open(artifact.path) as file:
            content: bytes = file.read(TEXT_BYTES_MOST)
    except FileNotFoundError:  # expired meanwhile
        return ""
    return content.decode(errors="replace")


def _missing(session: BrowserSession, kinds: Collection[str]) -> list[str]:
    if session.artifacts_expired_at is not None:
        return [f"Steps and files of this run expired on {session.artifacts_expired_at:%d %B %Y}."]
    named = {"page_html": "the page's HTML", "aria_snapshot": "its accessibility tree", "screenshot": "a screenshot"}
    absent = [name for kind, name in named.items() if kind not in kinds]
    return [f"Not kept of this run: {', '.join(absent)}."] if absent else []


class _Pages:
    """The pages before the steps of a run, out of its trace: as they were written, to be compared and never shown."""

    def __init__(self, trace: Artifact | None) -> None:
        self._trace = trace

    def __call__(self, step_key: str) -> str:
        if self._trace is None:
            return ""
        try:
            with default_storage.open(self._trace.path) as file, PageSources(file) as pages:
                return pages.html(step_key, "before")
        except (FileNotFoundError, SnapshotMissing):  # expired meanwhile
            return ""
