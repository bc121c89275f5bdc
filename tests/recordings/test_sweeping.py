"""The sweep repeats what was forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from recordings import finishing, sweeping, tasks
from recordings.models import BrowserSession, Fragment, Recording, RecordingState, SessionStatus
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
    assert list(sweeping.overdue()) == ([session.pk] if again else [])


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
def test_a_session_that_nobody_closed_is_closed() -> None:
    abandoned, open_now = make_session(), make_session()
    BrowserSession.objects.filter(pk=abandoned.pk).update(created_at=timezone.now() - timedelta(days=2))
    sweeping.sweep()
    abandoned.refresh_from_db()
    open_now.refresh_from_db()
    assert (abandoned.status, open_now.status) == (SessionStatus.CLOSED, SessionStatus.OPEN)
