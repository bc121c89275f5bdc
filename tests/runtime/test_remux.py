from __future__ import annotations

from pathlib import Path

import av
import pytest

from runtime.recording.film import FRAGMENT_MS, Film
from runtime.recording.fragments import Fragment
from runtime.remux import NothingRecorded, remux
from tests.runtime.pictures import jpeg, packets, played, size_and_duration


@pytest.fixture(autouse=True)
def many_key_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.recording.film.KEY_MS", FRAGMENT_MS)


@pytest.fixture
def fragments(tmp_path: Path) -> list[Path]:
    """Six of 1.5 s: a new shade every 300 ms, then from 6 s on white."""
    written: list[Fragment] = []
    film = Film(tmp_path, {"width": 320, "height": 200}, written.append)
    for number in range(20):
        film.show(jpeg(number * 10), number * 300)
    film.show(jpeg(255), 6000)
    film.end(9000)
    assert len(written) == 6
    return [fragment.path for fragment in written]


def test_one_seekable_file(tmp_path: Path, fragments: list[Path]) -> None:
    target = tmp_path / "recording.mp4"
    info = remux(fragments=fragments, target=target)
    assert (info.duration_ms, info.width, info.height, info.bytes) == (9000, 320, 200, target.stat().st_size)
    assert size_and_duration(target) == (320, 200, 9000)
    data = target.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert b"stss" in data  # the list of key frames
    assert [start for start, _, key in packets(target) if key] == [0, 1500, 3000, 4500, 6000, 7500]


def test_seeking_lands_on_the_key_frame_before(tmp_path: Path, fragments: list[Path]) -> None:
    remux(fragments=fragments, target=tmp_path / "recording.mp4")
    with av.open(str(tmp_path / "recording.mp4")) as container:
        container.seek(4_000_000)
        frame = next(container.decode(video=0))
    assert frame.time == 3.0


def test_nothing_is_encoded_again(tmp_path: Path, fragments: list[Path]) -> None:
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(b"".join(path.read_bytes() for path in fragments))
    remux(fragments=fragments, target=tmp_path / "recording.mp4")
    assert played(tmp_path / "recording.mp4") == played(whole)


def test_a_cut_tail_is_left_out(tmp_path: Path, fragments: list[Path]) -> None:
    """However many bytes of the last fragment are there, all before it plays."""
    last = fragments[3].read_bytes()
    kept = played(remux_of(tmp_path, fragments[:3]))
    for length in range(0, len(last), 7):
        fragments[3].write_bytes(last[:length])
        target = remux_of(tmp_path, fragments[:4])
        assert played(target)[: len(kept)] == kept
        assert 4500 <= size_and_duration(target)[2] <= 6000


def test_a_cut_first_fragment_plays_as_far_as_it_goes(tmp_path: Path, fragments: list[Path]) -> None:
    fragments[0].write_bytes(fragments[0].read_bytes()[:-10])
    assert [time for time, _ in played(remux_of(tmp_path, fragments[:1]))] == [0, 300, 600, 900]


def test_before_a_hole_the_picture_is_held(tmp_path: Path, fragments: list[Path]) -> None:
    target = remux_of(tmp_path, [*fragments[:1], *fragments[3:]])
    assert size_and_duration(target) == (320, 200, 9000)
    assert [time for time, _ in played(target)][:6] == [0, 300, 600, 900, 1200, 4500]


def test_after_a_hole_nothing_is_shown_that_needs_what_is_missing(tmp_path: Path) -> None:
    written: list[Fragment] = []
    film = Film(tmp_path, {"width": 320, "height": 200}, written.append)
    film.show(jpeg(0), 0)
    film.show(jpeg(255), 200)
    film.show(jpeg(128), 3500)  # the fragment from 3000 on has no key frame
    film.end(6000)
    target = remux_of(tmp_path, [fragment.path for fragment in written if fragment.index != 1])
    assert size_and_duration(target) == (320, 200, 6000)
    assert [time for time, _ in played(target)] == [0, 200, 4500, 5960]


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x08free", b"no mp4 at all, but some text instead of it"])
def test_nothing_recorded(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fragment").write_bytes(content)
    with pytest.raises(NothingRecorded):
        remux(fragments=[tmp_path / "fragment"], target=tmp_path / "recording.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["fragment"]


def test_a_header_without_pictures(tmp_path: Path, fragments: list[Path]) -> None:
    data = fragments[0].read_bytes()
    fragments[0].write_bytes(data[: data.index(b"moof") + 20])
    with pytest.raises(NothingRecorded):
        remux(fragments=fragments[:1], target=tmp_path / "recording.mp4")
    assert not (tmp_path / "recording.mp4").exists()


def test_a_target_that_cannot_be_written_is_not_an_empty_recording(tmp_path: Path, fragments: list[Path]) -> None:
    with pytest.raises(FileNotFoundError):
        remux(fragments=fragments, target=tmp_path / "missing" / "recording.mp4")


def remux_of(folder: Path, fragments: list[Path]) -> Path:
    target = folder / "recording.mp4"
    remux(fragments=fragments, target=target)
    return target
