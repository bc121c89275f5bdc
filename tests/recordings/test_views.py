"""What signed links show, to browsers and to programs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings

from accounts.models import User
from recordings import links, services, streaming
from recordings.finishing import finish_recording
from recordings.models import Artifact, BrowserSession, Recording, RecordingState
from tests.recordings.making import add_fragments, fragments, make_session, played

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
CONTENT = bytes(range(256)) * 4


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def ready(tmp_path: Path) -> tuple[str, bytes]:
    """The path of a finished recording's link, and the bytes behind it."""
    session = make_session()
    add_fragments(session, tmp_path, fragments())
    session.close()
    finish_recording(session_id=session.pk)
    path = path_of(session)
    return path, content_of(Client().get(path))


def path_of(session: BrowserSession) -> str:
    return "/recordings/" + links.recording_link(session.pk)[0].rpartition("/")[2]


@pytest.mark.django_db
def test_programs_get_the_file(client: Client, ready: tuple[str, bytes]) -> None:
    path, video = ready
    assert played(video)[0] == 20
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "video/mp4"}):
        response = client.get(path, headers=accept)
        assert (response.status_code, content_of(response)) == (200, video)
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(video))
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"].startswith('inline; filename="recording-2026-03-01-120000-')
    assert (response["Vary"], response["Referrer-Policy"]) == ("Accept", "no-referrer")
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_browsers_get_the_player(client: Client, ready: tuple[str, bytes]) -> None:
    path, video = ready
    response = client.get(path, headers=BROWSER)
    page = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f'<video src="{path}/video.mp4" controls' in page
    assert "1 March 2026, 12:00:00" in page
    assert "<dd>2 s</dd>" in page
    assert "no-store" in response["Cache-Control"]
    assert "Accept" in response["Vary"]
    assert "/runs" not in page  # whoever has only the link is shown no way into the rest
    assert content_of(client.get(f"{path}/video.mp4", headers=BROWSER)) == video


@pytest.mark.django_db
def test_members_keep_their_navigation(client: Client, ready: tuple[str, bytes]) -> None:
    client.force_login(User.objects.create_user("alice@example.org", "a long password"))
    assert "/runs" in client.get(ready[0], headers=BROWSER).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=100-", 100, None), ("bytes=-10", -10, None), ("bytes=5-999999999", 5, None)],
)
def test_a_range(client: Client, ready: tuple[str, bytes], wanted: str, first: int, last: int | None) -> None:
    path, video = ready
    response = client.get(path, headers={"Range": wanted})
    expected = video[first:] if last is None else video[first : last + 1]
    start = len(video) + first if first < 0 else first
    assert (response.status_code, content_of(response)) == (206, expected)
    assert response["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(video)}"
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.django_db
def test_ranges_that_are_not_served(client: Client, ready: tuple[str, bytes]) -> None:
    path, video = ready
    behind = client.get(path, headers={"Range": f"bytes={len(video)}-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(video)}")
    several = client.get(path, headers={"Range": "bytes=0-1,4-5"})
    assert (several.status_code, content_of(several)) == (200, video)


@pytest.mark.django_db
def test_conditions(client: Client, ready: tuple[str, bytes]) -> None:
    path, video = ready
    etag = client.get(path)["ETag"]
    same = client.get(path, headers={"Range": "bytes=0-1", "If-Range": etag})
    assert (same.status_code, content_of(same)) == (206, video[:2])
    for other in ('"other"', f"W/{etag}", "Mon, 23 Nov 2026 00:00:00 GMT"):
        response = client.get(path, headers={"Range": "bytes=0-1", "If-Range": other})
        assert (response.status_code, content_of(response)) == (200, video)
    unchanged = client.get(path, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged["ETag"]) == (304, etag)
    assert client.get(path, headers={"If-Match": '"other"'}).status_code == 412


@pytest.mark.django_db
def test_head_tells_the_length_only(client: Client, ready: tuple[str, bytes]) -> None:
    path, video = ready
    response = client.head(path)
    assert (response.status_code, response["Content-Length"], response.content) == (200, str(len(video)), b"")
    part = client.head(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Length"]) == (206, "10")
    assert Client(enforce_csrf_checks=True).post(path).status_code == 405


@pytest.mark.django_db
def test_a_growing_recording_plays_what_there_is(client: Client, tmp_path: Path) -> None:
    session = make_session()
    path = path_of(session)
    assert client.get(path).status_code == 404
    assert "nothing to play yet" in client.get(path, headers=BROWSER).content.decode()

    pieces = fragments()
    add_fragments(session, tmp_path, pieces[:2])
    response = client.get(path)
    assert content_of(response) == b"".join(pieces[:2])
    assert played(b"".join(pieces[:2]))[0] == 10
    border = len(pieces[0])
    across = client.get(path, headers={"Range": f"bytes={border - 3}-{border + 2}"})
    assert content_of(across) == pieces[0][-3:] + pieces[1][:3]
    assert "1 s so far" in client.get(path, headers=BROWSER).content.decode()

    add_fragments(session, tmp_path, pieces)
    later = client.get(path, headers={"Range": "bytes=0-1", "If-Range": response["ETag"]})
    assert (later.status_code, content_of(later)) == (200, b"".join(pieces))


@pytest.mark.django_db
def test_without_its_header_nothing_can_be_played(client: Client, tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path)
    session.recording.fragments.filter(index=0).delete()
    assert client.get(path_of(session)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "status"), [(RecordingState.EMPTY, 404), (RecordingState.EXPIRED, 410)])
def test_a_recording_that_is_gone_says_why(client: Client, state: RecordingState, status: int) -> None:
    session = make_session()
    Recording.objects.update(state=state)
    for headers, kind in ((BROWSER, "text/html"), ({}, "text/plain")):
        response = client.get(path_of(session), headers=headers)
        assert (response.status_code, response["Content-Type"]) == (status, f"{kind}; charset=utf-8")


@pytest.mark.django_db
def test_a_recording_that_has_expired_says_when(client: Client) -> None:
    session = make_session()
    expired_at = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    Recording.objects.update(state=RecordingState.EXPIRED, expired_at=expired_at)
    assert "It expired on 4 March 2026." in client.get(path_of(session), headers=BROWSER).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["", "/video.mp4"])
def test_links_that_do_not_work_say_what_to_do(client: Client, settings: Settings, suffix: str) -> None:
    settings.LINK_SECONDS = -1
    expired = path_of(make_session()) + suffix
    for path, status, words in (
        (expired, 410, "call /v1/recordings/get, for a new link"),
        (f"/recordings/made.up.token{suffix}", 404, "Check that it was copied whole"),
    ):
        for headers, kind in ((BROWSER, "text/html"), ({}, "text/plain")):
            response = client.get(path, headers=headers)
            assert (response.status_code, response["Content-Type"]) == (status, f"{kind}; charset=utf-8")
            assert words in response.content.decode()
            assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_server_streams_piece_by_piece(ready: tuple[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    path, video = ready
    monkeypatch.setattr(streaming, "CHUNK_BYTES", 100)

    async def read() -> list[bytes]:
        response: Any = await AsyncClient().get(path, headers={"Range": "bytes=50-499"})
        assert response.is_async  # or Django collects all of it first
        return [chunk async for chunk in response.streaming_content]

    chunks = async_to_sync(read)()
    assert [len(chunk) for chunk in chunks] == [100, 100, 100, 100, 50]
    assert b"".join(chunks) == video[50:500]


def kept(kind: str, content_type: str, tmp_path: Path) -> str:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    session = make_session()
    services.add_artifact(session_id=session.pk, kind=kind, file=file, content_type=content_type, t_ms=0)
    return links.artifact_path(Artifact.objects.get())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("screenshot", "image/png", "inline image/png"),
        ("screenshot", "image/svg+xml", "inline image/png"),
        ("page_html", "text/html", "inline text/html; charset=utf-8"),
        ("aria_snapshot", "text/yaml", "inline text/plain; charset=utf-8"),
        ("trace", "application/zip", "attachment application/zip"),
    ],
)
def test_an_artifact_is_shown_as_its_kind(client: Client, tmp_path: Path, kind: str, given: str, shown: str) -> None:
    response = client.get(kept(kind, given, tmp_path))
    assert (response.status_code, content_of(response)) == (200, CONTENT)
    disposition, content_type = shown.split(" ", 1)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith(f'{disposition}; filename="{kind}-')
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"].split("; ")
    assert policy[:2] == ["sandbox", "default-src 'none'"]
    assert ("img-src * data:" in policy) is (kind == "page_html")


@pytest.mark.django_db
def test_an_artifact_that_is_gone_says_so(client: Client, tmp_path: Path) -> None:
    path = kept("trace", "application/zip", tmp_path)
    Artifact.objects.all().delete()
    assert client.get(path).status_code == 410
    assert client.get("/artifacts/made.up.token").status_code == 404
