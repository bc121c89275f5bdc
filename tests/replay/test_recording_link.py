"""The player behind a signed link to a recording: it plays while the recording grows, and shows nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from recordings import links
from recordings.finishing import finish_recording
from recordings.models import BrowserSession
from tests.real_browser import launched
from tests.recordings.making import add_fragments, fragments, make_session
from tests.replay.making import add_lines, add_steps
from tests.replay.test_live_page import in_database
from tests.replay.timeline_stage import until

NO_FOLDER = "ignore:No directory at:UserWarning"  # of WhiteNoise, which starts before the settings for tests


def path_of(session: BrowserSession) -> str:
    return "/recordings/" + links.recording_link(session.pk)[0].rpartition("/")[2]


def finish(session: BrowserSession) -> None:
    session.close()
    finish_recording(session_id=session.pk)


@pytest.mark.django_db
def test_the_feed_of_a_link_tells_of_the_video_alone(client: Client, tmp_path: Path) -> None:
    session = make_session()
    add_fragments(session, tmp_path, fragments()[:2])
    add_steps(session, 3)
    add_lines(session, "secret")
    path = path_of(session)
    response = client.get(f"{path}/feed?pieces=1")
    answer = response.json()
    assert (answer["events"], answer["lines"], answer["failed_key"], answer["ended"]) == ([], [], None, False)
    assert answer["video"]["url"] == f"{path}/video.mp4"  # never a fresher link
    assert [piece[0] for piece in answer["video"]["pieces"]] == [1]
    assert "no-store" in response["Cache-Control"]
    finish(session)
    answer = client.get(f"{path}/feed?pieces=2").json()
    assert (answer["ended"], answer["video"]["state"], answer["video"]["pieces"]) == (True, "ready", [])


@pytest.mark.django_db
def test_the_feed_ends_with_its_link(client: Client, settings: Settings) -> None:
    settings.LINK_SECONDS = -1
    assert client.get(path_of(make_session()) + "/feed").status_code == 410
    assert client.get("/recordings/made.up.token/feed").status_code == 404


@pytest.fixture
def session(tmp_path: Path, transactional_db: None) -> BrowserSession:
    session = make_session()
    add_fragments(session, tmp_path, fragments()[:2])
    return session


@pytest.fixture
def page(live_server: LiveServer, session: BrowserSession) -> Iterator[Page]:
    """Playwright runs a loop in its thread, where Django refuses to ask the database: the session is made before."""
    with launched() as browser:
        page = browser.new_context(base_url=live_server.url).new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        yield page
    # A piece asked for while the recording was being finished: the one file is shorter. The player takes that instead.
    assert [problem for problem in problems if "416 (Requested Range" not in problem] == []


@pytest.mark.browser
@pytest.mark.filterwarnings(NO_FOLDER)
def test_it_plays_while_it_grows_and_to_its_end(page: Page, session: BrowserSession, tmp_path: Path) -> None:
    page.goto(path_of(session))
    expect(page.locator(".pill")).to_have_text("Recording")
    until(page, "Replay.player.isPlaying && Replay.player.buffered.length")
    in_database(lambda: add_fragments(session, tmp_path))
    until(page, "Replay.player.buffered.at(-1)[1] > 1900")
    in_database(lambda: finish(session))
    until(page, "Replay.store.state.ended && !Replay.player.isLive && Replay.player.nowMs === 2000")
    expect(page.locator(".pill")).to_be_hidden()
    expect(page.get_by_role("button", name="Skip stretches")).to_be_hidden()  # there are no rows to skip to
    page.keyboard.press("0")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


@pytest.mark.browser
@pytest.mark.filterwarnings(NO_FOLDER)
def test_a_moment_of_it_has_a_link(page: Page, session: BrowserSession) -> None:
    in_database(lambda: finish(session))
    page.goto(f"{path_of(session)}?t=0.75")
    until(page, "Replay.player.nowMs === 750 && document.querySelector('video').readyState >= 2")
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400
