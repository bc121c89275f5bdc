"""The player of a finished session: `static/replay/{video,screen,controls,clock_media,idle}.js`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.films import shade_of
from tests.replay.player_stage import Stage, seeked, shows
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser

AWAY = "The video cannot be loaded right now. Trying again."


def now_ms(page: Page) -> float:
    return float(page.evaluate("Replay.player.nowMs"))


def test_a_row_leads_to_its_moment(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.get_by_role("option", name="Step 7").click()
        shows(page, shade_of(72))
        assert now_ms(page) == 7200
        assert not page.evaluate("Replay.player.isPlaying")


def test_plays_and_tells_the_time_in_each_frame(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        seeked(page, 5000)
        page.evaluate("times = []; Replay.player.addEventListener('time', () => times.push(Replay.player.nowMs))")
        page.get_by_role("button", name="Play").click()
        until(page, "Replay.player.nowMs > 6500")
        expect(page.locator(".row-current")).to_contain_text("Step")
        page.get_by_role("button", name="Pause").click()
        assert page.evaluate("times.length") > 20  # timeupdate alone comes four times a second
        assert page.evaluate("times.every((time, at) => !at || time >= times[at - 1])")
        assert not page.evaluate("Replay.player.isPlaying")
        shows(page, shade_of(int(now_ms(page) // 100)))
        expect(page.locator(".control-time")).to_have_text(f"0:0{int(now_ms(page) // 100) / 10} / 0:20.0")


def test_a_click_plays_and_a_second_one_pauses(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        for is_playing in ("true", "false"):
            page.locator(".screen").click()
            until(page, f"Replay.player.isPlaying === {is_playing}")


def test_of_many_seeks_the_newest_wins(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.evaluate("sought = 0; document.querySelector('video').addEventListener('seeking', () => sought++)")
        page.evaluate("for (let at = 0; at < 200; at += 1) Replay.player.seek(at * 90)")
        assert now_ms(page) == 199 * 90  # at once, for whoever watches the time
        shows(page, shade_of(179))
        assert page.evaluate("sought") <= 3


def test_at_the_end_it_plays_from_the_beginning(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.evaluate("Replay.player.speed = 4; Replay.player.seek(19500); Replay.player.play()")
        until(page, "!Replay.player.isPlaying && Replay.player.nowMs === 20000")
        page.evaluate("Replay.player.play()")
        until(page, "Replay.player.isPlaying && Replay.player.nowMs > 200 && Replay.player.nowMs < 5000")


def test_idle_stretches_are_skipped(chromium: Browser, stage: Stage) -> None:
    stage.events = [event for event in stage.events if event[2] < 3000 or event[2] > 15_000]
    with staged(chromium, stage) as page:
        load(page)
        page.get_by_role("button", name="Skip stretches").click()
        assert page.evaluate("Replay.player.idle") == [[2700, 14800]]  # 0.4 s are left on either side
        page.evaluate("seen = []; Replay.player.addEventListener('time', () => seen.push(Replay.player.nowMs))")
        page.evaluate("Replay.player.seek(2300); Replay.player.play()")
        until(page, "Replay.player.nowMs > 15500")
        assert page.evaluate("seen.filter((time) => time > 2900 && time < 14750).length") == 0


def test_the_speed_is_remembered(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.get_by_label("Speed").select_option("3")
        assert page.evaluate("document.querySelector('video').playbackRate") == 3
        load(page)
        assert page.evaluate("[Replay.player.speed, document.querySelector('video').playbackRate]") == [3, 3]
        expect(page.get_by_label("Speed")).to_have_value("3")


def test_a_long_step_waits_for_something_and_groups_do_not_count(chromium: Browser, stage: Stage) -> None:
    stage.events = []
    stage.event("group", "step", 1000, "A group", end=19_000)
    stage.event("wait", "step", 1500, "Wait for the table", end=13_000, parent="group")
    stage.event("click", "step", 18_900, "Click", end=19_000, parent="group")
    with staged(chromium, stage) as page:
        load(page)
        assert page.evaluate("Replay.player.idle") == [[6900, 12_600], [13_400, 18_500]]


@pytest.mark.parametrize(
    ("state", "note"),
    [
        ("none", "No browser was started."),
        ("empty", "The browser ended before it showed a picture."),
        ("expired", "The recording expired on 3 March 2026."),
    ],
)
def test_without_a_video_there_is_a_note_and_the_clock_goes_on(
    chromium: Browser, stage: Stage, state: str, note: str
) -> None:
    stage.no_video(state, note, length_ms=20_000)
    with staged(chromium, stage) as page:
        load(page)
        expect(page.get_by_text(note)).to_be_visible()
        page.get_by_role("option", name="Step 7").click()
        assert now_ms(page) == 7200
        page.get_by_role("button", name="Play").click()
        expect(page.locator(".row-current")).to_contain_text("Step 8")
        seeked(page, 19_800)
        until(page, "!Replay.player.isPlaying && Replay.player.nowMs === 20000")


def test_an_expired_link_is_renewed(chromium: Browser, stage: Stage) -> None:
    stage.header["video"]["url"] = "/recordings/old/video.mp4"
    with staged(chromium, stage) as page:
        load(page, "/?t=7.25")
        stage.header["video"]["url"] = stage.video_url
        shows(page, shade_of(72))
        expect(page.get_by_text(AWAY)).to_be_hidden()


def test_a_server_that_is_away_is_asked_again(chromium: Browser, stage: Stage) -> None:
    stage.video_status = 503
    with staged(chromium, stage) as page:
        load(page, "/?t=7.25")
        expect(page.get_by_text(AWAY)).to_be_visible()
        stage.video_status = 200
        shows(page, shade_of(72), seconds=20)
        expect(page.get_by_text(AWAY)).to_be_hidden()


def test_narrow_and_full(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage, viewport={"width": 400, "height": 800}) as page:
        load(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        for control in page.locator(".controls button:visible, .controls select").all():
            box = control.bounding_box()
            assert box is not None
            assert box["width"] >= 32, "large enough for a finger"
            assert box["height"] >= 32
        page.get_by_role("button", name="Full screen").click()
        until(page, "document.fullscreenElement === Replay.player.root")
