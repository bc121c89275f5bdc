"""What is too old goes, files and rows: in batches, by whoever comes, wherever the last one was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from recordings import files, keeping, retention, services, tasks
from recordings.finishing import finish_recording
from recordings.models import (
    Artifact,
    BrowserSession,
    Fragment,
    LeftFolder,
    Recording,
    RecordingState,
    SessionStatus,
    TimelineEvent,
)
from tests.factories import make_team
from tests.recordings.making import add_fragments, make_session

pytestmark = pytest.mark.django_db
ENOUGH = 60.0


@pytest.fixture(autouse=True)
def _days(settings: Settings) -> None:
    settings.RECORDING_DAYS, settings.ARTIFACT_DAYS = 30, 90


def make_old(
    folder: Path, *, days: float, team: Team | None = None, state: RecordingState = RecordingState.READY
) -> BrowserSession:
    """A session that ended so long ago, with a (pretended) video, a screenshot, a trace and three events."""
    session = make_session(team)
    session.close()
    ended = timezone.now() - timedelta(days=days)
    BrowserSession.objects.filter(pk=session.pk).update(closed_at=ended)
    file = folder / "file"
    file.write_bytes(b"content")
    path, size = files.store(files.video_name(team_id=session.team_id, session_id=session.pk), file)
    made = {"finished_at": ended, "path": path, "bytes": size} if state == RecordingState.READY else {}
    Recording.objects.filter(session=session).update(state=state, **made)
    for kind in ("screenshot", "trace"):
        services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type="", t_ms=0)
    services.add_events(session_id=session.pk, events=[(at, "console", {"text": "hello"}) for at in range(3)])
    session.refresh_from_db()
    return session


def kept(session: BrowserSession) -> dict[str, Any]:
    """What there still is of it."""
    recording = Recording.objects.get(session=session)
    folder = Path(default_storage.path(files.session_folder(team_id=session.team_id, session_id=session.pk)))
    return {
        "video": recording.state,
        "files": sorted({path.name.partition("-")[0] for path in folder.rglob("*") if path.is_file()}),
        "artifacts": session.artifacts.count(),
        "events": session.timeline.count(),
    }


ALL = {
    "video": RecordingState.READY,
    "files": ["recording", "screenshot.png", "trace.zip"],
    "artifacts": 2,
    "events": 3,
}
NO_VIDEO = {**ALL, "video": RecordingState.EXPIRED, "files": ["screenshot.png", "trace.zip"]}
NOTHING = {"video": RecordingState.EXPIRED, "files": [], "artifacts": 0, "events": 0}


def test_recordings_go_after_their_days_and_the_rest_after_its_own(tmp_path: Path) -> None:
    young, older, oldest = (make_old(tmp_path, days=days) for days in (29, 31, 91))
    before = timezone.now()
    assert retention.remove_old(seconds=ENOUGH)
    assert (kept(young), kept(older), kept(oldest)) == (ALL, NO_VIDEO, NOTHING)
    for session, video_gone, artifacts_gone in ((young, False, False), (older, True, False), (oldest, True, True)):
        session.refresh_from_db()
        expired_at = session.recording.expired_at
        assert (expired_at is not None and expired_at >= before) == video_gone
        assert (session.artifacts_expired_at is not None) == artifacts_gone
    assert not Path(default_storage.path(files.session_folder(team_id=oldest.team_id, session_id=oldest.pk))).exists()


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    session = make_old(tmp_path, days=91)
    tasks.remove_old()
    first = BrowserSession.objects.values().get(), Recording.objects.values().get()
    tasks.remove_old()
    assert (BrowserSession.objects.values().get(), Recording.objects.values().get()) == first
    assert kept(session) == NOTHING


def test_a_teams_own_days_count_for_old_ones_too(tmp_path: Path) -> None:
    short, long = make_team(), make_team()
    theirs, ours = make_old(tmp_path, days=10, team=short), make_old(tmp_path, days=400, team=long)
    usual = make_old(tmp_path, days=10)
    Team.objects.filter(pk=long.pk).update(recording_days=500, artifact_days=500)
    retention.remove_old(seconds=ENOUGH)
    assert [kept(session) for session in (theirs, ours, usual)] == [ALL, ALL, ALL]
    Team.objects.filter(pk=short.pk).update(recording_days=9)
    retention.remove_old(seconds=ENOUGH)
    assert [kept(session) for session in (theirs, ours, usual)] == [NO_VIDEO, ALL, ALL]
    Team.objects.filter(pk=short.pk).update(artifact_days=9)
    retention.remove_old(seconds=ENOUGH)
    assert [kept(session) for session in (theirs, ours, usual)] == [NOTHING, ALL, ALL]


def test_what_goes_on_or_was_never_recorded_has_no_age(tmp_path: Path) -> None:
    going_on = make_old(tmp_path, days=400, state=RecordingState.RECORDING)
    BrowserSession.objects.filter(pk=going_on.pk).update(status=SessionStatus.OPEN, closed_at=None)
    empty = make_old(tmp_path, days=31, state=RecordingState.EMPTY)
    retention.remove_old(seconds=ENOUGH)
    assert kept(going_on) == {**ALL, "video": RecordingState.RECORDING}
    assert kept(empty)["video"] == RecordingState.EMPTY


def test_a_recording_whose_finishing_never_worked_expires_too(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    session.close()
    BrowserSession.objects.filter(pk=session.pk).update(closed_at=timezone.now() - timedelta(days=31))
    retention.remove_old(seconds=ENOUGH)
    recording = Recording.objects.get()
    assert (recording.state, Fragment.objects.count(), kept(session)["files"]) == (RecordingState.EXPIRED, 0, [])
    assert recording.finished_at is not None
    finish_recording(session_id=session.pk)
    assert Recording.objects.get().state == RecordingState.EXPIRED


class Killed(BaseException):
    """Nobody catches this, as nobody catches a kill."""


@pytest.mark.parametrize("step", range(1, 9))
def test_whoever_is_killed_is_followed_by_one_who_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    sessions = [make_old(tmp_path, days=91) for _ in range(3)]
    calls = iter(range(1, 1000))
    delete = FileSystemStorage.delete

    def until_killed(storage: FileSystemStorage, name: str) -> None:
        if next(calls) == step:
            raise Killed
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", until_killed)
    with pytest.raises(Killed):
        retention.remove_old(seconds=ENOUGH)
    assert [kept(session) for session in sessions] != [NOTHING] * 3
    assert retention.remove_old(seconds=ENOUGH)
    assert [kept(session) for session in sessions] == [NOTHING] * 3
    assert not Recording.objects.to_tidy().exists()


def test_what_storage_refuses_is_left_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, other = (make_old(tmp_path, days=91) for _ in range(2))
    listdir = FileSystemStorage.listdir

    def refusing(storage: FileSystemStorage, folder: str) -> Any:
        if str(stuck.pk) in folder:
            raise PermissionError(folder)
        return listdir(storage, folder)

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "listdir", refusing)
        assert retention.remove_old(seconds=ENOUGH)
    assert (kept(stuck), kept(other)) == ({**ALL, "video": RecordingState.EXPIRED}, NOTHING)
    assert str(stuck.pk) in caplog.text
    retention.remove_old(seconds=ENOUGH)
    assert kept(stuck) == NOTHING


def test_one_work_that_fails_does_not_hold_up_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session, other = make_old(tmp_path, days=91), make_old(tmp_path, days=1)
    other.team.delete()

    def refusing(folder: str) -> Iterator[None]:
        raise PermissionError(folder)

    with monkeypatch.context() as patched:
        patched.setattr(files, "clear_tree", refusing)
        retention.remove_old(seconds=ENOUGH)
    assert (kept(session), LeftFolder.objects.count()) == (NOTHING, 1)
    assert str(other.team_id) in caplog.text
    retention.remove_old(seconds=ENOUGH)
    assert not LeftFolder.objects.exists()


def test_events_go_in_transactions_of_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "EVENTS_AT_ONCE", 4)
    sessions = [make_old(tmp_path, days=91) for _ in range(3)]
    work = retention.old_sessions()
    counts = [TimelineEvent.objects.count() for _ in work]
    assert counts == [5, 1, 0, 0]
    assert [kept(session)["events"] for session in sessions] == [0, 0, 0]


def test_it_stops_when_its_time_is_over_and_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    sessions = [make_old(tmp_path, days=31) for _ in range(3)]
    clock = iter([0.0, *[number / 10 for number in range(100)]])
    monkeypatch.setattr(retention, "monotonic", lambda: next(clock))
    assert not retention.remove_old(seconds=0.1)
    assert Recording.objects.filter(state=RecordingState.EXPIRED).count() == 1
    assert retention.remove_old(seconds=50)
    assert [kept(session) for session in sessions] == [NO_VIDEO] * 3


def test_two_side_by_side_do_not_disturb_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    sessions = [make_old(tmp_path, days=91) for _ in range(4)]
    works: list[Iterator[None]] = [make() for make in (retention.old_recordings, retention.old_sessions) * 2]
    while works:
        works = [work for work in works if next(work, works) is not works]
    assert [kept(session) for session in sessions] == [NOTHING] * 4


def test_a_backlog_costs_few_queries(tmp_path: Path) -> None:
    for _ in range(20):
        make_old(tmp_path, days=91)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        retention.remove_old(seconds=ENOUGH)
    assert TimelineEvent.objects.count() == Artifact.objects.count() == 0
    assert len(captured) <= 30


def test_files_of_a_deleted_team_are_removed(tmp_path: Path) -> None:
    session, other = make_old(tmp_path, days=1), make_old(tmp_path, days=1)
    folder = Path(default_storage.path(files.team_folder(team_id=session.team_id)))
    (folder / "deployments").mkdir()
    (folder / "deployments" / "source.tar.gz").write_bytes(b"bundle")
    session.team.delete()
    assert folder.exists()
    work = retention.left_folders()
    next(work)
    assert (folder.exists(), LeftFolder.objects.count()) == (True, 1)
    retention.remove_old(seconds=ENOUGH)
    assert (folder.exists(), LeftFolder.objects.count()) == (False, 0)
    assert kept(other) == ALL


def test_until_when_a_recording_is_kept(tmp_path: Path) -> None:
    team = make_team()
    session, going_on = make_old(tmp_path, days=10, team=team), make_session(team)
    assert days_from_now(session) == pytest.approx(20, abs=0.01)
    assert days_from_now(going_on) == pytest.approx(30, abs=0.01)
    Team.objects.filter(pk=team.pk).update(recording_days=7)
    assert days_from_now(session) == pytest.approx(-3, abs=0.01)
    retention.remove_old(seconds=ENOUGH)
    assert days_from_now(session) == pytest.approx(0, abs=0.01)


def days_from_now(session: BrowserSession) -> float:
    fresh = BrowserSession.objects.select_related("team").get(pk=session.pk)
    return (keeping.recording_kept_until(fresh) - timezone.now()) / timedelta(days=1)
