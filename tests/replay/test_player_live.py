"""A recording that grows while somebody watches: `static/replay/{live,live_edge,growing_mp4,screen}.js`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.films import recorded, shade_of
from tests.replay.player_stage import VIDEO, Stage, seeked, shows
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser

PIECE_MS = 1500
NO_MEDIA_SOURCE = "delete window.MediaSource; delete window.ManagedMediaSource;"


@contextmanager
def running(stage: Stage, *, pieces: int) -> Iterator[None]:
    """The session goes on: a piece is there 0.2 s after its end, on the session's clock, which is this process'."""
    done = threading.Event()
    began = time.monotonic() - pieces * PIECE_MS / 1000 - 0.2

    def go_on() -> None:
        while not done.wait(0.02):
            clock_ms = int((time.monotonic() - began) * 1000)
            count = min(len(stage.recorded.pieces), (clock_ms - 200) // PIECE_MS)
            if count != stage.count:
                stage.grow(count)
            stage.header["length_ms"] = clock_ms

    stage.grow(pieces)
    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def bytes_asked(stage: Stage) -> int:
    spans = [asked.removeprefix("bytes=").split("-") for asked in stage.asked_video]
    return sum(int(last) - int(first) + 1 for first, last in spans)


def buffered(page: Page) -> list[list[float]]:
    found: list[list[float]] = page.evaluate("Replay.player.buffered")
    return found


def test_whoever_watched_a_run_fail_is_shown_where(chromium: Browser, stage: Stage) -> None:
    stage.grow(6)
    with staged(chromium, stage) as page:
        load(page)
        until(page, "Replay.player.atLiveEdge")
        stage.event("call@bad", "step", 3000, "The failing step", outcome="failed")
        stage.finish()
        stage.header |= {"state": "failed", "failed_at_ms": 3000, "failed_key": "call@bad", "length_ms": 9000}
        page.keyboard.press(">")
        until(page, "Replay.store.selected?.title === 'The failing step'", seconds=20)
        assert not page.evaluate("Replay.player.isPlaying")


def test_joins_at_the_newest_key_frame_and_stays_close(chromium: Browser, stage: Stage) -> None:
    with running(stage, pieces=6), staged(chromium, stage) as page:
        load(page)
        until(page, "Replay.player.isPlaying && shade() >= 0")
        assert buffered(page)[0][0] >= 4 * PIECE_MS, "what is long past is not fetched"
        expect(page.get_by_role("button", name="Live")).to_have_attribute("aria-pressed", "true")
        lags = []
        for _ in range(30):
            lags.append(page.evaluate("Replay.player.lagMs"))
            page.wait_for_timeout(100)
        assert max(lags) < 3500, lags
        shade = page.evaluate("[shade(), Replay.player.nowMs]")
        assert min(abs(shade[0] - shade_of(int(shade[1] / 100) + late)) for late in (-1, 0, 1)) <= 6
        assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_going_back_fetches_what_is_missing_and_live_returns(chromium: Browser, stage: Stage) -> None:
    stage.grow(12)
    with staged(chromium, stage) as page:
        load(page)
        until(page, "Replay.player.atLiveEdge && shade() >= 0")
        page.evaluate("Replay.player.pause()")
        seeked(page, 3250)
        shows(page, shade_of(32))
        live = page.get_by_role("button", name="Live")
        expect(live).to_have_attribute("aria-pressed", "false")
        live.click()
        until(page, "Replay.player.nowMs > 15000 && Replay.player.atLiveEdge")
        stage.grow(13)
        until(page, "Replay.player.nowMs > 18200")


def test_an_old_moment_is_opened_by_its_link(chromium: Browser, stage: Stage) -> None:
    stage.grow(12)
    with staged(chromium, stage) as page:
        load(page, "/?t=4.25")
        shows(page, shade_of(42))
        assert not page.evaluate("Replay.player.atLiveEdge || Replay.player.isPlaying")


@pytest.mark.parametrize("is_playing", [True, False])
def test_the_end_makes_it_the_finished_video_in_place(chromium: Browser, stage: Stage, is_playing: bool) -> None:
    stage.grow(12)
    with staged(chromium, stage) as page:
        load(page, "/?t=4.25")
        shows(page, shade_of(42))
        page.evaluate("document.body.dataset.same = 'page'")
        if is_playing:
            page.evaluate("Replay.player.play()")
            until(page, "Replay.player.nowMs > 4600")
        before = page.evaluate("Replay.player.nowMs")
        stage.finish()
        until(page, f"document.querySelector('video').src.endsWith('{VIDEO}')")
        until(page, "document.querySelectorAll('video').length === 1")
        after = page.evaluate("Replay.player.nowMs")
        assert page.evaluate("Replay.player.isPlaying") is is_playing
        assert before <= after < before + 3000 if is_playing else after == before
        assert page.evaluate("document.body.dataset.same") == "page"
        expect(page.get_by_role("button", name="Live")).to_be_hidden()
        if not is_playing:
            shows(page, shade_of(42))


def test_while_it_is_being_finished_it_plays_to_its_end(chromium: Browser, stage: Stage) -> None:
    stage.grow(len(stage.recorded.pieces))
    with staged(chromium, stage) as page:
        load(page, "/?t=18.5")
        page.evaluate("Replay.player.play()")
        until(page, "Replay.player.nowMs > 19800")
        stage.finish()
        until(page, "!Replay.player.isLive && !Replay.player.isPlaying && Replay.player.nowMs === 20000")


def test_when_the_browser_has_no_more_room_it_forgets_what_is_far_behind(chromium: Browser, tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, seconds=60, every_ms=500))
    stage.grow(39)
    with staged(chromium, stage) as page:
        page.add_init_script("""const append = SourceBuffer.prototype.appendBuffer;
            window.refused = 0;
            SourceBuffer.prototype.appendBuffer = function (bytes) {
              if (window.isFull && this.buffered.start(0) < 5) {
                refused += 1;
                throw new DOMException("full", "QuotaExceededError");
              }
              return append.call(this, bytes);
            };""")
        load(page, "/?t=0.25")
        until(page, "Replay.player.buffered.at(-1)?.[1] > 20000")
        page.evaluate("window.isFull = true")
        seeked(page, 45_250)
        shows(page, shade_of(90))
        assert page.evaluate("refused") == 1
        assert buffered(page)[0][0] > 20_000
        page.evaluate("window.isFull = false")
        seeked(page, 3250)
        shows(page, shade_of(6))


def test_a_lost_piece_is_passed_over(chromium: Browser, tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, seconds=20, lost=4))
    stage.grow(9)
    with staged(chromium, stage) as page:
        load(page, "/?t=4")
        page.evaluate("Replay.player.play()")
        until(page, "Replay.player.nowMs > 7000")
        assert page.evaluate("shade()") >= 0


def test_without_media_source_it_shows_what_there_is_and_says_so(chromium: Browser, stage: Stage) -> None:
    stage.grow(8)
    with staged(chromium, stage) as page:
        page.add_init_script(NO_MEDIA_SOURCE)
        load(page, "/?t=4.25")
        shows(page, shade_of(42))
        expect(page.get_by_text("This browser cannot play a recording while it grows.")).to_be_visible()


def test_a_server_that_is_away_is_waited_for(chromium: Browser, stage: Stage) -> None:
    stage.grow(8)
    stage.video_status = 503
    with staged(chromium, stage) as page:
        load(page, "/?t=4.25")
        expect(page.get_by_text("Trying again.")).to_be_visible()
        stage.video_status = 200
        shows(page, shade_of(42))
        expect(page.get_by_text("Trying again.")).to_be_hidden()


def test_a_viewer_asks_for_each_piece_once(chromium: Browser, stage: Stage) -> None:
    """What ten viewers cost the server is ten times this, and the worker nothing: it is never asked."""
    with running(stage, pieces=6), staged(chromium, stage) as page:
        load(page)
        until(page, "Replay.player.isPlaying && shade() >= 0")
        before, feeds, begun = len(stage.asked_video), stage.asked_feed, stage.count
        page.wait_for_timeout(4500)
        assert len(stage.asked_video) - before <= stage.count - begun + 1
        assert stage.asked_feed - feeds <= 8
        assert bytes_asked(stage) <= len(stage.content) * 1.5
