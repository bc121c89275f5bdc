"""Fragments become one video: once, whoever is killed and however many try."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from recordings import files, finishing, services, tasks
from recordings.finishing import finish_recording
from recordings.models import BrowserSession, Fragment, Recording, RecordingState, SessionStatus
from tests.recordings.making import add_fragments, fragments, make_session, played

PICTURES, SECONDS = 20, 2.0


def close(session: BrowserSession) -> None:
    services.close_session(session_id=session.pk)


def files_of(session: BrowserSession) -> list[str]:
    """Relative to the session's folder."""
    folder = files.session_folder(team_id=session.team_id, session_id=session.pk)
    return sorted(path.relative_to(default_storage.path(folder)).as_posix() for path in _walk(folder))


def _walk(folder: str) -> list[Path]:
    return [path for path in Path(default_storage.path(folder)).rglob("*") if path.is_file()]


def video_of(session: BrowserSession) -> bytes:
    recording = Recording.objects.get(session=session)
    assert recording.state == RecordingState.READY
    with default_storage.open(recording.path) as file:
        return bytes(file.read())


@pytest.mark.django_db
def test_fragments_become_one_video_that_can_be_searched(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    close(session)
    for _ in range(2):
        finish_recording(session_id=session.pk)
    video = video_of(session)
    recording = Recording.objects.get()
    pictures, seconds = played(video)
    assert (pictures, round(seconds, 1)) == (PICTURES, SECONDS)
    assert video.index(b"moov") < video.index(b"mdat")
    assert (recording.width, recording.height, recording.bytes) == (64, 48, len(video))
    assert recording.duration_ms == pytest.approx(SECONDS * 1000, abs=100)
    assert Fragment.objects.count() == 0
    assert files_of(session) == [Path(recording.path).name]


@pytest.mark.django_db
def test_an_open_session_is_left_alone(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    finish_recording(session_id=session.pk)
    assert (Recording.objects.get().state, Fragment.objects.count()) == (RecordingState.RECORDING, 4)


@pytest.mark.django_db
def test_nothing_recorded_is_said_so() -> None:
    session = make_session()
    close(session)
    finish_recording(session_id=session.pk)
    assert Recording.objects.get().state == RecordingState.EMPTY
    finish_recording(session_id=make_session(browser=False).pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "pictures"),
    [
        (lambda pieces: [*pieces[:3], pieces[3][:60]], 15),
        (lambda pieces: [*pieces[:3], b""], 15),
        (lambda pieces: [pieces[0], b"\xff" * 500, *pieces[2:]], 15),
        (lambda pieces: [pieces[0], pieces[1][:100], *pieces[2:]], 15),
    ],
    ids=["cut tail", "empty tail", "garbage in the middle", "cut in the middle"],
)
def test_a_broken_fragment_does_not_lose_the_rest(
    tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]], pictures: int
) -> None:
    session = make_session()
    add_fragments(session, tmp_path, spoil(fragments()))
    close(session)
    finish_recording(session_id=session.pk)
    assert played(video_of(session))[0] >= pictures


@pytest.mark.django_db
def test_a_fragment_missing_from_storage_does_not_lose_the_rest(tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    default_storage.delete(Fragment.objects.get(index=2).path)
    close(session)
    finish_recording(session_id=session.pk)
    assert played(video_of(session))[0] == 15


class Killed(BaseException):
    """The worker ends here."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (finishing, "remux"),
        (files, "store"),
        (Recording, "finish"),
        (finishing, "tidy"),
        (files, "clear_folder"),
    ],
    ids=["before remuxing", "before uploading", "before publishing", "before tidying", "before deleting"],
)
def test_killed_at_any_point_it_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    close(session)

    def die(*args: object, **options: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, die)
        with pytest.raises(Killed):
            finish_recording(session_id=session.pk)
    finish_recording(session_id=session.pk)
    assert played(video_of(session))[0] == PICTURES
    assert files_of(session) == [Path(Recording.objects.get().path).name]
    assert Fragment.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_wins_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    BrowserSession(pk=session.pk).close()
    workers = 4
    together, failures = threading.Barrier(workers), []
    won: list[bool] = []
    finish = Recording.finish

    def all_at_once(recording: Recording, state: RecordingState, **fields: Any) -> bool:
        together.wait(20)
        won.append(finish(recording, state, **fields))
        return won[-1]

    monkeypatch.setattr(Recording, "finish", all_at_once)

    def run() -> None:
        try:
            finish_recording(session_id=session.pk)
        except Exception as error:  # noqa: BLE001 (told below)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(won) == [False] * (workers - 1) + [True]
    assert played(video_of(session))[0] == PICTURES
    assert files_of(session) == [Path(Recording.objects.get().path).name]


@pytest.mark.django_db
def test_closing_asks_for_the_video_once_it_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.finish_recording, "delay", asked.append)
    session = make_session()
    with django_capture_on_commit_callbacks(execute=True):
        close(session)
        assert asked == []
    with django_capture_on_commit_callbacks(execute=True):
        close(session)
    assert asked == [str(session.pk)]
    session.refresh_from_db()
    assert (session.status, session.recording.state) == (SessionStatus.CLOSED, RecordingState.FINISHING)
    assert session.closed_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_does_not_keep_a_session_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(session_id: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.finish_recording, "delay", refuse)
    session = make_session()
    close(session)
    session.refresh_from_db()
    assert session.status == SessionStatus.CLOSED
