"""The time line below the picture: `static/replay/{scrubber,marks}.js`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.replay.films import shade_of
from tests.replay.player_stage import Stage, shows
from tests.replay.timeline_stage import load, staged, until

pytestmark = pytest.mark.browser


def place(page: Page, ms: int) -> tuple[float, float]:
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * ms / 20_000, box["y"] + box["height"] / 2


def colour_at(page: Page, ms: int, y: int) -> list[int]:
    """Red, green, blue and alpha of the marks."""
    script = """([part, y]) => {
      const marks = document.querySelector(".scrubber-marks");
      const fine = window.devicePixelRatio;
      const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      copy.drawImage(marks, -Math.floor((part * marks.width) / fine) * fine, -y * fine);
      return [...copy.getImageData(0, 0, 1, 1).data];
    }"""
    found: list[int] = page.evaluate(script, [ms / 20_000, y])
    return found


def test_dragging_moves_and_playing_goes_on_from_there(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.evaluate("Replay.player.play()")
        page.mouse.move(*place(page, 4000))
        page.mouse.down()
        for ms in range(4000, 12_001, 500):
            page.mouse.move(*place(page, ms))
        assert abs(page.evaluate("Replay.player.nowMs") - 12_000) < 50
        assert not page.evaluate("Replay.player.isPlaying")
        page.mouse.up()
        until(page, "Replay.player.isPlaying && Replay.player.nowMs > 12300")


def test_hovering_names_the_moment_and_what_happened_then(chromium: Browser, stage: Stage) -> None:
    stage.event("bad", "step", 7300, "Step that failed", outcome="failed")
    with staged(chromium, stage) as page:
        load(page)
        page.mouse.move(*place(page, 10_200))
        expect(page.locator(".scrubber-hint")).to_have_text("0:10.2 Step 10")
        page.mouse.move(*place(page, 7250))
        expect(page.locator(".scrubber-hint")).to_contain_text("Step that failed")
        page.mouse.move(5, 5)
        expect(page.locator(".scrubber-hint")).to_be_hidden()


def test_marks_show_steps_troubles_the_failure_and_idle_stretches(chromium: Browser, stage: Stage) -> None:
    stage.events = [event for event in stage.events if event[2] > 8000]
    stage.event("c", "console", 9500, "TypeError", level="error")
    stage.event("n", "network", 11_700, "GET /", status=500)
    stage.event("ok", "network", 12_700, "GET /", status=200)
    stage.event("bad", "step", 15_500, "Step that failed", outcome="failed")
    stage.header |= {"failed_at_ms": 15_500, "failed_key": "bad"}
    with staged(chromium, stage, device_scale_factor=2) as page:
        load(page)
        until(page, "document.querySelector('.scrubber-marks').width > 0")
        page.wait_for_timeout(100)
        nothing = [0, 0, 0, 0]
        assert colour_at(page, 10_200, 18) != nothing, "a step"
        assert colour_at(page, 10_700, 18) == nothing
        assert colour_at(page, 9500, 7) != nothing, "an error in the console"
        assert colour_at(page, 11_700, 7) != nothing, "a failed request"
        assert colour_at(page, 12_700, 7) == nothing, "a request"
        red = colour_at(page, 17_700, 27)
        assert red[0] > red[1] * 2, "red from the failing step on"
        assert colour_at(page, 4000, 27) != colour_at(page, 12_700, 27), "nothing happens in the beginning"


def test_marks_have_the_colours_of_the_dark(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page)
        page.wait_for_timeout(100)
        light = colour_at(page, 10_200, 18)
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(200)
        assert colour_at(page, 10_200, 18) != light


def test_it_is_a_slider_for_keyboards_and_readers(chromium: Browser, stage: Stage) -> None:
    with staged(chromium, stage) as page:
        load(page, "/?t=10.2")
        slider = page.get_by_role("slider", name="Time line")
        expect(slider).to_have_attribute("aria-valuetext", "0:10.2 of 0:20.0, Step 10")
        expect(slider).to_have_attribute("aria-valuemax", "20")
        slider.focus()
        for key, ms in (
            ("ArrowRight", 15_200),
            ("Shift+ArrowLeft", 14_200),
            ("PageDown", 0),
            ("End", 20_000),
            ("Home", 0),
        ):
            page.keyboard.press(key)
            assert page.evaluate("Replay.player.nowMs") == ms
        page.keyboard.press("ArrowUp")
        shows(page, shade_of(50))
