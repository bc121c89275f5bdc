from __future__ import annotations

import pytest

from runtime.child_protocol import NotAMessage, most_line_bytes, read_event, write
from runtime.python_child.wire_text import cut_end, cut_middle


def test_a_long_line_says_how_long_it_was() -> None:
    assert cut_end("short", 5) == "short"
    assert cut_end("é" * 1000, 5) == "éé… (cut: the line has 2,000 bytes)"


@pytest.mark.parametrize("most", [100, 101, 102, 103])
def test_a_cut_in_the_middle_keeps_to_the_limit(most: int) -> None:
    text = cut_middle("a" + "😀" * 1000 + "z", most)
    assert len(text.encode()) <= most
    assert (text[0], text[-1]) == ("a", "z")
    assert "(4,002 bytes, cut here)" in text


def test_messages_survive_the_pipe() -> None:
    event = read_event(write({"event": "log", "level": "warn", "message": "line\nbreak \ufffd é"}))
    assert event == {"event": "log", "level": "warn", "message": "line\nbreak \ufffd é"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff",
        b"hello",
        b"[]",
        b"{}",
        b'{"event": []}',
        b'{"event": "exit"}',
        b'{"event": "log", "level": "loud", "message": ""}',
        b'{"event": "log", "level": "info", "message": 7}',
        b'{"event": "result"}',
        b'{"event": "failed", "error": {"code": "timeout"}}',
        b'{"event": "discovered", "workflows": {}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(NotAMessage):
        read_event(line)


def test_the_longest_line_is_long_enough_for_the_longest_result() -> None:
    line = write({"event": "result", "value": '"' * 999_998})
    assert len(line) <= most_line_bytes(result_bytes=1_000_000, log_line_bytes=1000)
