"""What static/logs/ansi.js makes of a terminal's sequences, and logs/plain_text.py the same way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from logs.plain_text import plain

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[3] / "static"
E = "\x1b"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_script_tag(path=STATIC / "logs/ansi.js")
    yield page
    page.close()


def pieces(page: Page, text: str) -> list[tuple[str, ...]]:
    found: list[dict[str, Any]] = page.evaluate("text => Logs.ansi(text)", text)
    return [(piece["text"], *piece["classes"]) for piece in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("plain",)]),
        ("", []),
        (f"{E}[31mred{E}[0m rest", [("red", "ansi-red"), (" rest",)]),
        (f"{E}[1;92mok{E}[22m!{E}[m.", [("ok", "ansi-bright-green", "ansi-bold"), ("!", "ansi-bright-green"), (".",)]),
        (f"{E}[33;44mx{E}[39my{E}[49mz", [("x", "ansi-yellow", "ansi-on-blue"), ("y", "ansi-on-blue"), ("z",)]),
        (f"{E}[7mback{E}[27m", [("back", "ansi-inverse")]),
        (f"{E}[7;31mon red", [("on red", "ansi-on-red")]),
        (
            f"{E}[38;5;9mA{E}[38;5;21mB{E}[38;5;244mC",
            [("A", "ansi-bright-red"), ("B", "ansi-blue"), ("C", "ansi-bright-black")],
        ),
        (
            f"{E}[38;2;250;2;3mA{E}[48;2;0;0;0;4mB",
            [("A", "ansi-bright-red"), ("B", "ansi-bright-red", "ansi-on-black", "ansi-underline")],
        ),
        (f"{E}[38;5mA{E}[38;2;1mB{E}[38;9;9;9mC", [("ABC",)]),
        (f"{E}[9;3;2mx", [("x", "ansi-strike", "ansi-italic", "ansi-dim")]),
        (f"a{E}[31m{E}[31mb{E}[31mc", [("a",), ("bc", "ansi-red")]),
        (f"{E}[>4mx{E}[?25ly{E}[2Kz{E}[10;3Hw", [("xyzw",)]),
        (f"{E}]0;title\x07x{E}]8;;http://evil{E}\\link{E}]8;;{E}\\y", [("xlinky",)]),
        (f"{E}Pdata{E}\\x{E}(By{E}7z\x9b31mw", [("xyz",), ("w", "ansi-red")]),
        (f"end{E}[3", [("end",)]),
        (f"end{E}]0;never", [("end",)]),
        (f"end{E}", [("end",)]),
        ("a\tb\x08c\rd\x7fe\u202ef", [("a\tbcdef",)]),
        ("<b>&amp;", [("<b>&amp;",)]),
    ],
)
def test_pieces(page: Page, text: str, expected: list[tuple[str, ...]]) -> None:
    assert pieces(page, text) == expected
    shown = "".join(piece[0] for piece in expected)
    assert page.evaluate("text => Logs.plain(text)", text) == shown
    assert plain(text) == shown


@pytest.mark.parametrize("part", [f"{E}[", f"{E}[1;", f"{E}]", f"{E}[31mx", "\x90", f"{E}[38;5;", ";"])
def test_long_hostile_text_takes_no_longer_than_its_length(page: Page, part: str) -> None:
    text = part * (1_000_000 // len(part))
    begun = time.perf_counter()
    plain(text)
    page.evaluate("text => { Logs.ansi(text); Logs.plain(text); }", text)
    assert time.perf_counter() - begun < 8


GROUNDS = ("--ground", "--surface", "--sunken", "--red-ground", "--amber-ground", "--blue-ground")  # of rows


def test_every_colour_can_be_read_on_every_ground() -> None:
    """WCAG AA: a contrast of 4.5 at least."""
    grounds_of, colours_of = colours(STATIC / "site.css"), colours(STATIC / "logs/ansi.css")
    for theme in (0, 1):
        grounds = [grounds_of[theme][name] for name in GROUNDS]
        poor = {
            name: round(worst, 2)
            for name, colour in colours_of[theme].items()
            if (worst := min(contrast(colour, ground) for ground in grounds)) < 4.5
        }
        assert len(colours_of[theme]) == 16
        assert poor == {}


def colours(sheet: Path) -> list[dict[str, str]]:
    """By name, of the first two `:root`: light and dark."""
    blocks = re.findall(r":root \{(.*?)\}", sheet.read_text(encoding="utf-8"), re.DOTALL)
    return [dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2]]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
