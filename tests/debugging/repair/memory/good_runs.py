"""Good runs whose traces keep the pages of their steps."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from deployments.models import WorkflowVersion
from jobs.models import Job
from recordings import services as recordings
from recordings.models import BrowserSession
from tests.debugging.rows import completed_job, navigation, step
from tests.replay.making import with_session
from tests.runtime.kept_pages import KeptPages

TARGET: dict[str, str] = {"__playwright_target__": ""}
SHOP = "https://shop.example/checkout"
Node = list[Any]


def button(text: str, *, marked: bool = False, **attributes: str) -> Node:
    return ["BUTTON", {"id": "pay", "class": "primary", **attributes, **(TARGET if marked else {})}, text]


def page_with(*nodes: Node, heading: str = "Check out") -> Node:
    return ["HTML", {}, ["HEAD"], ["BODY", {}, ["H1", {}, heading], *nodes]]


def click(key: str, t_ms: int, line: int, locator: str, **data: Any) -> tuple[int, str, dict[str, Any]]:
    known = {"api": "locator.click", "line": line, "selector": locator, "snapshots": ["before"]}
    return step(key, t_ms, **known | data)


def good_run(
    version: WorkflowVersion,
    steps: Sequence[tuple[int, str, dict[str, Any]]],
    pages: Mapping[str, Node],
    *,
    ago: timedelta = timedelta(hours=1),
    params: Mapping[str, Any] | None = None,
) -> Job:
    """`pages` by the key of the step that they were kept at, when it acted."""
    job = completed_job(version.workflow.team, version, ago=ago)
    if params:
        Job.objects.filter(pk=job.pk).update(params=params)
    session = with_session(job)
    recordings.add_events(session_id=session.pk, events=[navigation("n1", 1, SHOP), *steps])
    kept = KeptPages()
    for key, html in pages.items():
        kept.page(html, call=key, phase="action")
    keep(session, kept)
    recordings.close_session(session_id=session.pk)
    return Job.objects.get(pk=job.pk)


def keep(session: BrowserSession, kept: KeptPages) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trace.zip"
        file.write_bytes(kept.packed().getvalue())
        recordings.add_artifact(session_id=session.pk, kind="trace", file=file, content_type="application/zip", t_ms=1)
