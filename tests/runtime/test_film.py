from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path

import pytest

from runtime.recording.film import FRAGMENT_MS, KEY_MS, Film
from runtime.recording.fragments import Fragment
from tests.runtime.pictures import joined, jpeg, packets, played, size_and_duration

BLACK, GREY, WHITE = jpeg(0), jpeg(128), jpeg(255)


def near(shade: int, expected: int) -> bool:
    return abs(shade - expected) <= 6


def film(folder: Path, width: int = 320, height: int = 200) -> tuple[Film, list[Fragment]]:
    fragments: list[Fragment] = []
    return Film(folder, {"width": width, "height": height}, fragments.append), fragments


def paths(fragments: list[Fragment]) -> list[Path]:
    return [fragment.path for fragment in fragments]


def test_pictures_come_at_their_times(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    one.show(BLACK, 300)
    one.show(WHITE, 700)
    one.show(GREY, 900)
    one.end(1200)
    whole = joined(paths(fragments), tmp_path / "whole.mp4")
    times, shades = zip(*played(whole), strict=True)
    assert times == (0, 700, 900, 1160)  # the first also stands for the time before it, the last is shown again
    assert all(map(near, shades, (0, 255, 128, 128)))
    assert size_and_duration(whole) == (320, 200, 1200)


def test_fragments_tile_the_clock(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    for number in range(50):
        one.show(jpeg(number * 5), number * 100)
    one.end(5432)
    assert [fragment.index for fragment in fragments] == list(range(len(fragments)))
    assert fragments[0].start_ms == 0
    for before, after in itertools.pairwise(fragments):
        assert before.start_ms + before.duration_ms == after.start_ms
    assert fragments[-1].start_ms + fragments[-1].duration_ms == 5432
    assert all(fragment.duration_ms <= 2000 for fragment in fragments)
    assert all(fragment.bytes == fragment.path.stat().st_size for fragment in fragments)


def test_a_fragment_begins_with_a_key_frame_when_the_picture_has_changed_and_it_is_time(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    one.show(BLACK, 0)
    one.show(WHITE, 200)
    one.end(3 * KEY_MS)
    keys = [start for start, _, key in packets(joined(paths(fragments), tmp_path / "whole.mp4")) if key]
    assert keys == [0, KEY_MS]
    assert [fragment.start_ms for fragment in fragments if fragment.key] == keys


def test_a_still_page_is_delivered_and_costs_nothing(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    one.show(WHITE, 0)
    for now in range(0, 60_000, 100):
        one.hold(now)
        if fragments:
            assert now - (fragments[-1].start_ms + fragments[-1].duration_ms) <= 2000
    assert fragments[-1].start_ms + fragments[-1].duration_ms >= 58_000
    assert sum(fragment.bytes for fragment in fragments) < 20_000


def test_an_equal_picture_is_not_encoded(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    for number in range(10):
        one.show(WHITE, number * 50)
    one.end(1000)
    assert len(packets(joined(paths(fragments), tmp_path / "whole.mp4"))) == 2  # the picture, and its end


def test_a_late_picture_is_shown_at_once(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    one.show(BLACK, 0)
    one.hold(2000)
    one.show(WHITE, 1400)  # its fragment is closed
    one.end(2500)
    whole = played(joined(paths(fragments), tmp_path / "whole.mp4"))
    assert next(time for time, shade in whole if near(shade, 255)) == FRAGMENT_MS + 1


def test_odd_sizes_are_made_even(tmp_path: Path) -> None:
    one, fragments = film(tmp_path, 321, 201)
    one.show(jpeg(255, 321, 201), 0)
    one.end(500)
    assert size_and_duration(joined(paths(fragments), tmp_path / "whole.mp4")) == (322, 202, 500)


@pytest.mark.parametrize(("width", "height"), [(100, 100), (640, 200), (100, 900)])
def test_a_picture_of_another_size_gets_a_frame(tmp_path: Path, width: int, height: int) -> None:
    one, fragments = film(tmp_path)
    one.show(jpeg(255, width, height), 0)
    one.end(500)
    whole = joined(paths(fragments), tmp_path / "whole.mp4")
    assert size_and_duration(whole) == (320, 200, 500)
    assert near(played(whole)[0][1], 255)
    assert near(played(whole, 2, 2)[0][1], 0)


def test_what_is_no_picture_is_passed_over(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    one.show(b"", 0)
    one.show(b"no picture", 0)
    one.end(500)
    assert fragments == []
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    one, _ = film(tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        one.show(BLACK, 0)


def test_nothing_grows(tmp_path: Path) -> None:
    one, fragments = film(tmp_path)
    sizes: list[int] = []
    tracemalloc.start()
    try:
        for number in range(1200):
            one.show((BLACK, GREY, WHITE)[number % 3], number * 500)
            if number in {200, 1199}:
                fragments.clear()
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    one.end(600_000)
    assert sizes[1] - sizes[0] < 20_000  # bytes, after 333 more fragments
