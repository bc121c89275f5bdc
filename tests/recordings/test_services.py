"""What the worker reports is kept, once, however often it is reported."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage

from recordings import files, services
from recordings.models import Artifact, BrowserSession, Fragment, Recording, RecordingState, SessionStatus
from tests.factories import make_team
from tests.recordings.making import VIEWPORT, add_fragments, make_session


def names_in(session: BrowserSession, folder: str) -> list[str]:
    of_session = files.session_folder(team_id=session.team_id, session_id=session.pk)
    return sorted(default_storage.listdir(f"{of_session}/{folder}")[1])


def stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return bytes(file.read())


@pytest.mark.django_db
def test_a_session_begins_once() -> None:
    team, session_id, job_id = make_team(), uuid4(), uuid4()
    for _ in range(2):
        services.open_session(team_id=team.pk, job_id=job_id, session_id=session_id)
        services.session_started(session_id=session_id, wall_time_ms=1_772_366_400_123)
        services.browser_started(session_id=session_id, version="Chromium\x00150", viewport=VIEWPORT)
    session = BrowserSession.objects.get()
    assert (session.team, session.job_id, session.status) == (team, job_id, SessionStatus.OPEN)
    assert session.started_at == datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    assert (session.browser_version, session.viewport_width) == ("Chromium\ufffd150", VIEWPORT["width"])
    assert Recording.objects.get().state == RecordingState.RECORDING


@pytest.mark.django_db
def test_a_fragment_is_kept_once(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path, [b"header", b"one"])
    add_fragments(session, tmp_path, [b"header", b"another one"])
    assert names_in(session, "fragments") == ["000000.m4s", "000001.m4s"]
    rows = list(Fragment.objects.values_list("index", "bytes", "start_ms", "duration_ms"))
    assert rows == [(0, 6, 0, 500), (1, 3, 500, 500)]
    assert stored(Fragment.objects.get(index=1).path) == b"one"


@pytest.mark.django_db
def test_a_file_left_by_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path, [b"half"])
    Fragment.objects.all().delete()
    add_fragments(session, tmp_path, [b"the whole"])
    assert names_in(session, "fragments") == ["000000.m4s"]
    assert stored(Fragment.objects.get().path) == b"the whole"


@pytest.mark.django_db
def test_only_regular_files_are_taken(tmp_path: Path) -> None:
    session = make_session()
    secret, link, pipe = tmp_path / "secret", tmp_path / "link", tmp_path / "pipe"
    secret.write_bytes(b"secret")
    link.symlink_to(secret)
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path, tmp_path / "missing"):
        with pytest.raises((OSError, files.NotAFile)):
            services.add_fragment(session_id=session.pk, index=0, file=path, start_ms=0, duration_ms=1)
    assert Fragment.objects.count() == 0


@pytest.mark.django_db
def test_what_comes_after_the_end_is_not_kept(tmp_path: Path) -> None:
    session = make_session()
    Recording.objects.update(state=RecordingState.READY)
    add_fragments(session, tmp_path, [b"late"])
    assert Fragment.objects.count() == 0


def event(key: str | None = "a", t_ms: int = 5, **data: Any) -> tuple[int, str, dict[str, Any]]:
    return t_ms, "step", data if key is None else {"id": key, **data}


@pytest.mark.django_db
def test_a_later_report_of_an_event_replaces_the_earlier_one() -> None:
    session = make_session()
    services.add_events(session_id=session.pk, events=[])
    services.add_events(session_id=session.pk, events=[event(outcome="open"), event("b"), event(outcome="failed")])
    assert session.timeline.get(key="a").data == {"id": "a", "outcome": "failed"}
    for _ in range(2):
        services.add_events(session_id=session.pk, events=[event(outcome="ok", t_ms=7), event(None, title="no id")])
    assert session.timeline.count() == 3
    assert (session.timeline.get(key="a").t_ms, session.timeline.get(key="a").data["outcome"]) == (7, "ok")


@pytest.mark.django_db
def test_anything_a_page_says_can_be_stored() -> None:
    session = make_session()
    deep: dict[str, Any] = {}
    for _ in range(500):
        deep = {"deeper": deep}
    odd: dict[str, Any] = {
        "nul\x00": "a\x00b",
        "half": "\ud800",
        "nan": float("nan"),
        "infinite": [float("inf"), 1.5],
        "huge": 10**5000,
        "long": "x" * 100_000,
        "many": list(range(10_000)),
        "deep": deep,
        "other": object(),
    }
    services.add_events(session_id=session.pk, events=[(-5, "x" * 99, {"id": "k\x00", **odd}), event("y" * 500)])
    kept = session.timeline.get(key="k\ufffd")
    assert (kept.t_ms, kept.kind) == (0, "x" * 20)
    assert kept.data["nul\ufffd"] == "a\ufffdb"
    assert kept.data["half"] == "\ufffd"
    assert (kept.data["nan"], kept.data["infinite"], kept.data["huge"]) == (None, [None, 1.5], None)
    assert (len(kept.data["long"]), len(kept.data["many"]), kept.data["other"]) == (8000, 100, None)


@pytest.mark.django_db
def test_an_event_that_is_too_large_loses_its_largest_part() -> None:
    session = make_session()
    services.add_events(session_id=session.pk, events=[event(title="Click", body=["x" * 8000] * 100)])
    assert session.timeline.get().data == {"id": "a", "title": "Click"}


def add_artifact(session_id: UUID, file: Path, content: bytes, content_type: str = "image/png") -> None:
    file.write_bytes(content)
    services.add_artifact(session_id=session_id, kind="screenshot", file=file, content_type=content_type, t_ms=3)


@pytest.mark.django_db
def test_the_latest_artifact_of_a_kind_is_kept(tmp_path: Path) -> None:
    session, file = make_session(), tmp_path / "file"
    add_artifact(session.pk, file, b"first")
    add_artifact(session.pk, file, b"second")
    assert (stored(Artifact.objects.get().path), names_in(session, "artifacts")) == (b"second", ["screenshot.png"])
    add_artifact(session.pk, file, b"third", content_type="image/jpeg")
    kept = Artifact.objects.get()
    assert (stored(kept.path), names_in(session, "artifacts")) == (b"third", ["screenshot.jpg"])
    assert (kept.content_type, kept.bytes, kept.t_ms) == ("image/jpeg", 5, 3)


@pytest.mark.django_db
def test_an_artifact_is_what_its_kind_says(tmp_path: Path) -> None:
    session, file = make_session(), tmp_path / "file"
    add_artifact(session.pk, file, b"<script>", content_type="text/html")
    assert Artifact.objects.get().content_type == "image/png"
    with pytest.raises(ValueError, match="no kind of artifact"):
        services.add_artifact(session_id=session.pk, kind="../x", file=file, content_type="text/plain", t_ms=0)
