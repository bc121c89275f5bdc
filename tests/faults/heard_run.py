"""What a host said of a run, as the value that the server makes of what it stored."""

from __future__ import annotations

import uuid
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from debugging.evidence import Failure, Kept, Line, Run
from debugging.gathering.recorded_run import Event, RecordedRun
from libretto.protocol import ErrorCode
from runtime.tracing.page_source import PageSources
from runtime.tracing.snapshot_index import SnapshotMissing
from tests.faults.fault import Fault
from tests.runtime.host_process import HostProcess

# What the server writes when there was nobody left to say why.
SAID_BY_THE_SERVER: Final = {
    "host": (
        ErrorCode.HOST_DIED,
        "The process that ran the browser ended without a result (SIGKILL). "
        "If this happens again, the machine may be short of memory.",
    ),
    "worker": (
        ErrorCode.WORKER_LOST,
        "The worker stopped reporting after the workflow had begun. It was not run again by itself, because what it "
        "had done so far cannot be undone. Run it again if that is safe.",
    ),
}


def heard_run(fault: Fault, host: HostProcess, *, deployment: uuid.UUID, traces: ExitStack) -> RecordedRun:
    """The trace stays open until `traces` is closed."""
    files = {event["kind"]: event for event in host.of("artifact")}
    pages = traces.enter_context(PageSources(Path(files["trace"]["path"]))) if "trace" in files else None

    def page_before(key: str) -> str:
        with suppress(SnapshotMissing):
            return pages.html(key, "before") if pages else ""
        return ""

    failure = _failure(fault, host)
    kept = [Kept(kind=kind, artifact_id=number, t_ms=file["t_ms"]) for number, (kind, file) in enumerate(files.items())]
    return RecordedRun(
        run=_run(host, deployment),
        failure=failure,
        events=_timeline(host),
        lines=_lines(host),
        html=_text(files, "page_html"),
        aria=_text(files, "aria_snapshot"),
        kept=kept,
        page_before=page_before,
        missing=["The page was not kept."] if failure and "page_html" not in files else [],
    )


def _run(host: HostProcess, deployment: uuid.UUID) -> Run:
    spec = host.spec
    began = host.of("session_started")
    zero = datetime.fromtimestamp(began[0]["wall_time_ms"] / 1000, UTC) if began else datetime.now(UTC)
    pieces = host.of("fragment")
    return Run(
        job_id=uuid.uuid4(),
        workflow=spec.workflow,
        deployment_id=deployment,
        session_id=uuid.uuid4(),
        source_file=spec.entry_point,
        params=spec.params,
        start_url=spec.start_url or "",
        timeout_seconds=spec.timeout_seconds,
        created_at=zero,
        started_at=zero,
        completed_at=zero + timedelta(milliseconds=host.events[-1]["t_ms"]) if host.events else zero,
        length_ms=max((piece["start_ms"] + piece["duration_ms"] for piece in pieces), default=0),
    )


def _failure(fault: Fault, host: HostProcess) -> Failure | None:
    """None when the run completed."""
    results = host.of("result")
    if results:
        return None if results[0]["outcome"] == "completed" else Failure.model_validate(results[0]["error"])
    assert fault.violence is not None, f"{fault.name}: no result"
    code, message = SAID_BY_THE_SERVER[fault.violence.to]
    return Failure(code=code, message=message)


def _timeline(host: HostProcess) -> list[Event]:
    """A later report of an event replaces the earlier one."""
    found: dict[str, Event] = {}
    for event in host.of("timeline"):
        data: dict[str, Any] = {name: value for name, value in event["data"].items() if name != "id"}
        key = event["data"]["id"]
        found[key] = Event(key, event["t_ms"], event["kind"], data)
    return sorted(found.values(), key=lambda event: event.t_ms)


def _lines(host: HostProcess) -> list[Line]:
    lines = enumerate(host.of("log"), 1)
    return [
        Line(sequence=number, t_ms=said["t_ms"], level=said["level"], source=said["source"], text=said["message"])
        for number, said in lines
    ]


def _text(files: dict[str, dict[str, Any]], kind: str) -> str:
    return Path(files[kind]["path"]).read_text(encoding="utf-8") if kind in files else ""
