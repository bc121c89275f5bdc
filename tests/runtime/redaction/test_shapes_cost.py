"""Looking for secrets costs time in proportion to the text, whatever a page or a workflow writes."""

from __future__ import annotations

import random
import time

import pytest

from runtime.redaction.shapes import hidden

LINE = 64 * 1024  # characters: the longest line of a log
PIECES = [
    *("password", "pwd", "token", "secret", "cookie", "authorization", "api_key", "--pwd ", "bearer ", "basic "),
    *("=", ":", "=>", '"', "'", "`", '\\"', "\\\\\\", "%3D", "%253D", "%22", "&quot;", "&amp;amp;quot;", "\\u003d"),
    *(" ", "+", "\n", "\t", "%20", "&", ";", "<input ", "value=", "<", ">", "&lt;", "[", "]", "\x1b[36m"),
    *("fill(", 'fill("', ",", "://", "a:", "@", "eyJ", "eyJhbGciOiJI", ".", "-", "-----BEGIN ", "PRIVATE KEY-----"),
    *(
        "sk-",
        "sk-aaaa",
        "ghp_",
        "SG.aaaaaaaaaaaaaaaa",
        "cGFzc3dvcmQ9",
        "AAAA",
        "aaaaaaaaaaaaaaaaaaaa",
        "0",
        "%2F",
        "\\/",
    ),
]


def seconds(text: str) -> float:
    began = time.process_time()
    hidden(text)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_repeated_makes_it_slow(piece: str) -> None:
    assert seconds((piece * LINE)[:LINE]) < 2


@pytest.mark.parametrize("seed", range(40))
def test_no_mixture_makes_it_slow(seed: int) -> None:
    chance = random.Random(seed)
    some = chance.sample(PIECES, chance.randint(2, 8))
    pattern = "".join(chance.choice(some) for _ in range(chance.randint(2, 12)))
    mixed = "".join(chance.choice(some) for _ in range(LINE // 4))

    assert seconds((pattern * LINE)[:LINE]) < 2, pattern
    assert seconds(mixed[:LINE]) < 2, some


def test_the_time_grows_as_the_text_does() -> None:
    """Where it hides much: of sixteen times the text, a cost that grows with the square would be 256 times."""
    text = "password=abc token: 'x y' Cookie: a=b\n" * 200
    once = min(seconds(text) for _ in range(5))
    more = min(seconds(text * 16) for _ in range(5))

    assert more < 16 * 5 * once
