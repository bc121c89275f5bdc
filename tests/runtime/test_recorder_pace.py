"""How many pictures are taken, and which of them are shown."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable

from runtime.recording.pace import BURST, BURST_SECONDS, SLOWEST_SECONDS, STEADY_SECONDS, STEADY_TIMES, Pace
from runtime.recording.sizes import STAYS_SECONDS, Sizes, jpeg_size
from tests.runtime.pictures import jpeg
from tests.runtime.recording_stage import until

USUAL = base64.b64encode(jpeg(0, 320, 200)).decode()
STRIP = base64.b64encode(jpeg(0, 38, 200)).decode()


def pictures_in(seconds: float, pace: Pace, changes_per_second: float = 1000) -> int:
    """Of a page that changes so often, where looking again takes no time."""
    now, count = 0.0, 0
    while now < seconds:
        count += 1
        due = pace.rest_until(now, is_news=True)
        now = due if due is not None else now + 1 / changes_per_second
    return count


def test_a_page_that_never_rests_bursts_and_slows_down() -> None:
    burst = pictures_in(BURST * BURST_SECONDS, Pace())
    assert abs(burst - BURST) <= 2
    minute = pictures_in(60, Pace())
    assert abs(minute - 60 / STEADY_SECONDS) < BURST


def test_where_pictures_take_long_there_are_fewer() -> None:
    slow, at_its_limit = Pace(), Pace()
    for _ in range(30):
        slow.note(0.011)
        at_its_limit.note(2)
    assert abs(pictures_in(60, slow) - 60 / (STEADY_TIMES * 0.011)) < BURST
    assert abs(pictures_in(60, at_its_limit) - 60 / SLOWEST_SECONDS) < BURST


def test_one_slow_picture_changes_little() -> None:
    pace = Pace()
    for _ in range(30):
        pace.note(0.008)
    pace.note(0.02)
    assert abs(pictures_in(60, pace) - 60 / (STEADY_TIMES * 0.011)) < BURST


def test_single_changes_are_waited_for() -> None:
    pace = Pace()
    assert [pace.rest_until(float(second), is_news=True) for second in range(10)] == [None] * 10


def test_no_news_ends_the_hurry() -> None:
    pace = Pace()
    assert pace.rest_until(0, is_news=True) is None
    assert pace.rest_until(0.01, is_news=True) is not None
    assert pace.rest_until(0.2, is_news=False) is None
    assert pace.rest_until(1, is_news=True) is None


def test_after_a_rest_it_may_burst_again() -> None:
    pace = Pace()
    pictures_in(60, pace)
    assert pace.rest_until(70, is_news=True) == 70 + BURST_SECONDS


def test_the_size_of_a_picture() -> None:
    assert jpeg_size(USUAL) == (320, 200)
    assert jpeg_size(STRIP) == (38, 200)
    for broken in ("", "x", "AAAA", USUAL[:40]):
        assert jpeg_size(broken) is None


def shown(story: Callable[[Sizes, list[str]], object]) -> list[str]:
    async def run() -> list[str]:
        pictures: list[str] = []
        outcome = story(Sizes({"width": 320, "height": 200}, lambda picture, _: pictures.append(picture)), pictures)
        if asyncio.iscoroutine(outcome):
            await outcome
        return pictures

    return asyncio.run(run())


def test_a_size_for_a_moment_is_not_shown() -> None:
    def story(sizes: Sizes, _: list[str]) -> None:
        for picture in (USUAL, STRIP, USUAL):
            sizes.show(picture, 0)
        sizes.settle()

    assert shown(story) == [USUAL, USUAL]


def test_a_size_that_stays_is_shown() -> None:
    async def story(sizes: Sizes, pictures: list[str]) -> None:
        sizes.show(STRIP, 0)
        assert sizes.holding
        await until(lambda: bool(pictures), 10 * STAYS_SECONDS)
        sizes.show(STRIP, 1)  # now this is its size

    assert shown(story) == [STRIP, STRIP]


def test_the_end_settles_it() -> None:
    def story(sizes: Sizes, _: list[str]) -> None:
        sizes.show(STRIP, 0)
        sizes.settle()

    assert shown(story) == [STRIP]


def test_another_page_leaves_it_behind() -> None:
    def story(sizes: Sizes, _: list[str]) -> None:
        sizes.show(STRIP, 0)
        sizes.start_over()
        sizes.settle()

    assert shown(story) == []
