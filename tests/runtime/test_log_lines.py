"""What a program prints becomes lines that can be stored."""

from __future__ import annotations

import tracemalloc

import pytest

from runtime.log_lines import LineSplitter
from runtime.masking import Masker


def split(*pieces: bytes, most_bytes: int = 100, credentials: tuple[str, ...] = ()) -> list[str]:
    splitter = LineSplitter(most_bytes=most_bytes, masker=Masker(credentials))
    return [line for piece in pieces for line in splitter.feed(piece)] + list(splitter.finish())


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([b"one\ntwo\n"], ["one", "two"]),
        ([b"on", b"e\ntw", b"o\n"], ["one", "two"]),
        ([b"no end"], ["no end"]),
        ([b"a\n\nb\n"], ["a", "", "b"]),
        ([b"windows\r\nlines\r\n"], ["windows", "lines"]),
        ([b"windows\r", b"\nlines\r", b"\n"], ["windows", "lines"]),
        ([b"10%\r50%\r100%\n"], ["10%", "50%", "100%"]),
        ([b"10%\r", b"50%\r", b"done\n"], ["10%", "50%", "done"]),
        ([b"\r10%\r\r20%\r"], ["10%", "20%"]),
        ([b"nul\0nul\n"], ["nul\ufffdnul"]),
        ([b"\xff\xfe\n\xc3", b"\xa9\n"], ["\ufffd\ufffd", "é"]),
        ([b"\x1b[31mred\x1b[0m\n"], ["\x1b[31mred\x1b[0m"]),
        ([], []),
        ([b"\n"], [""]),
    ],
)
def test_lines(pieces: list[bytes], lines: list[str]) -> None:
    assert split(*pieces) == lines


def test_a_long_line_is_cut_and_says_how_long_it_was() -> None:
    first, second = split(b"x" * 60, b"y" * 60, b"\nshort\n", most_bytes=100)

    assert first == "x" * 60 + "y" * 40 + " … [cut: the line was 120 bytes long]"
    assert second == "short"


def test_a_cut_keeps_characters_whole() -> None:
    [line] = split("é".encode() * 100, most_bytes=101)

    assert line == "é" * 50 + " … [cut: the line was 200 bytes long]"


@pytest.mark.parametrize("before", range(80, 105))
def test_a_cut_leaks_no_half_of_a_credential(before: int) -> None:
    [line] = split(b"." * before + b"hunter2-hunter2" + b"." * 50 + b"\n", credentials=("hunter2-hunter2",))

    assert "hunter" not in line
    assert "hu" not in line.replace("[credential]", "")


def test_many_credentials_before_the_cut_pull_no_half_of_one_into_sight() -> None:
    [line] = split(b"hunter2-hunter2" * 30, credentials=("hunter2-hunter2",))

    assert "hunt" not in line


def test_what_looks_like_a_secret_is_hidden_over_lines_and_over_the_cut() -> None:
    body = b"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n"
    key = b"-----BEGIN PRIVATE KEY-----\n" + body + body + b"-----END PRIVATE KEY-----\n"
    after = b"." * 85 + b" ghp_16C7e42F292c6912E7710c838347Ae178B4a\npassword=hunter2\n"

    lines = split(key + after)

    assert lines[:4] == ["[hidden]"] * 4
    assert lines[4] == "." * 85 + " [hidden] … [cut: the line was 126 bytes long]"
    assert lines[5] == "password=[hidden]"


def test_a_credential_in_two_writes_is_masked() -> None:
    assert split(b"the hunter2-", b"hunter2\n", credentials=("hunter2-hunter2",)) == ["the [credential]"]


def test_a_huge_line_is_not_held() -> None:
    splitter = LineSplitter(most_bytes=1000, masker=Masker([]))
    piece = b"z" * 65536
    tracemalloc.start()
    for _ in range(160):
        assert list(splitter.feed(piece)) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    [line] = splitter.finish()
    assert line.endswith("[cut: the line was 10,485,760 bytes long]")
    assert peak < 200_000
