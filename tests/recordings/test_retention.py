"""The sweep repeats what was forgotten and removes what is too old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django.fixtures import Settings

from recordings import finishing, retention, services, tasks
from recordings.models import Artifact, BrowserSession, Fragment, Recording, RecordingState, SessionStatus
from tests.recordings.making import add_fragments, make_session


def closed_session(*, seconds_ago: int, **recording: Any) -> BrowserSession:
    session = make_session()
    session.close()
    BrowserSession.objects.filter(pk=session.pk).update(closed_at=timezone.now() - timedelta(seconds=seconds_ago))
    Recording.objects.filter(session=session).update(**recording)
    return session


def seconds_ago(seconds: float) -> Any:
    return timezone.now() - timedelta(seconds=seconds)


@pytest.mark.django_db
def test_a_recording_nobody_finished_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.finish_recording, "delay", asked.append)
    forgotten = closed_session(seconds_ago=61)
    closed_session(seconds_ago=50)
    closed_session(seconds_ago=5000, state=RecordingState.READY)
    make_session()
    tasks.sweep()
    assert asked == [str(forgotten.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tries", "last_try_seconds_ago", "again"),
    [(1, 60, False), (1, 130, True), (3, 400, False), (3, 500, True), (500, 3500, False), (500, 3700, True)],
)
def test_after_each_failed_try_it_waits_longer(tries: int, last_try_seconds_ago: int, again: bool) -> None:
    session = closed_session(seconds_ago=9000, tries=tries, tried_at=seconds_ago(last_try_seconds_ago))
    assert list(retention.overdue()) == ([session.pk] if again else [])


@pytest.mark.django_db
def test_a_failed_try_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    session.close()

    def fail(**options: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(finishing, "remux", fail)
    with pytest.raises(OSError, match="disk full"):
        finishing.finish_recording(session_id=session.pk)
    recording = Recording.objects.get()
    assert (recording.tries, recording.state, Fragment.objects.count()) == (1, RecordingState.FINISHING, 4)
    assert recording.tried_at is not None


@pytest.mark.django_db
def test_old_recordings_are_deleted(tmp_path: Path, settings: Settings) -> None:
    settings.RECORDING_DAYS = 30
    sessions = [make_session(), make_session()]
    for session in sessions:
        add_fragments(session, tmp_path)
        session.close()
        finishing.finish_recording(session_id=session.pk)
    old, young = Recording.objects.order_by("pk")
    Recording.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    for _ in range(2):
        retention.sweep()
    assert not default_storage.exists(old.path)
    assert default_storage.exists(young.path)
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, old.path, young.state) == (RecordingState.EXPIRED, "", RecordingState.READY)
    assert not Recording.objects.to_tidy().exists()


@pytest.mark.django_db
def test_old_artifacts_are_deleted(tmp_path: Path, settings: Settings) -> None:
    settings.ARTIFACT_DAYS = 90
    session, file = make_session(), tmp_path / "file"
    file.write_bytes(b"content")
    for kind in ("screenshot", "trace"):
        services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type="image/png", t_ms=0)
    old, young = Artifact.objects.order_by("pk")
    Artifact.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    retention.sweep()
    assert list(Artifact.objects.all()) == [young]
    assert (default_storage.exists(old.path), default_storage.exists(young.path)) == (False, True)


@pytest.mark.django_db
def test_a_session_that_nobody_closed_is_closed() -> None:
    abandoned, open_now = make_session(), make_session()
    BrowserSession.objects.filter(pk=abandoned.pk).update(created_at=timezone.now() - timedelta(days=2))
    retention.sweep()
    abandoned.refresh_from_db()
    open_now.refresh_from_db()
    assert (abandoned.status, open_now.status) == (SessionStatus.CLOSED, SessionStatus.OPEN)
