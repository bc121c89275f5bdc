"""No form of a credential may remain in what a run writes."""

from __future__ import annotations

import base64
import html
import json
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from runtime.masking import Masker

VALUES = [
    "secret123",
    "p@ss w/rd&\"'<x>",
    "ünï¢😀dé",
    "a\\b\\\\c",
    "tok+en/==",
    "-----BEGIN\nline1longer\n  line2 longer\n",
    "!$%&/()=?",
]
WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "url path": quote,
    "url component": lambda value: quote(value, safe=""),
    "form": quote_plus,
    "url in a url": lambda value: quote(quote(value, safe=""), safe=""),
    "json": lambda value: json.dumps(value)[1:-1],
    "json in utf-8": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "json in json": lambda value: json.dumps(json.dumps(value)[1:-1])[1:-1],
    "html": html.escape,
    "html in html": lambda value: html.escape(html.escape(value)),
    "json in html": lambda value: html.escape(json.dumps(value)[1:-1]),
    "repr": lambda value: repr(value)[1:-1],
    "repr of bytes": lambda value: repr(value.encode())[2:-1],
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 for urls": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("written", WRITTEN)
def test_masks_a_value_however_it_is_written(value: str, written: str) -> None:
    masker = Masker([value])
    text = f"before {WRITTEN[written](value)} after"

    assert masker.text(text) == "before [credential] after"
    assert masker.raw(text.encode()) == b"before [credential] after"


@pytest.mark.parametrize("before", ["", "u", "us", "user:"])
@pytest.mark.parametrize("after", ["", "z", "zz", ":end"])
def test_masks_a_value_inside_of_something_in_base64(before: str, after: str) -> None:
    masker = Masker(["hunter2-hunter2"])
    header = base64.b64encode(f"{before}hunter2-hunter2{after}".encode()).decode()

    masked = masker.text(f"Authorization: Basic {header}")

    assert masker.mark in masked
    left = masked.removeprefix("Authorization: Basic ").replace(masker.mark, "")
    assert len(left) <= 4 * (len(before) // 3 + 1) + 4 * (len(after) // 3 + 1)


@pytest.mark.parametrize("before", ["", "a", "jo"])
def test_masks_what_javascript_writes_in_base64(before: str) -> None:
    """`btoa` takes one byte a character."""
    masker = Masker(["grün-geheim"])
    written = base64.b64encode(f"{before}grün-geheim".encode("latin-1")).decode()

    masked = masker.text(f"Basic {written}")

    assert masker.mark in masked
    assert len(masked.removeprefix("Basic ").replace(masker.mark, "")) <= 4


def test_leaves_everything_else_alone() -> None:
    masker = Masker(["secret123", "x" * 40])

    assert masker.text("secret 123, secret12, xxx") == "secret 123, secret12, xxx"
    assert masker.raw(b"\x00\xff secret12") == b"\x00\xff secret12"
    assert Masker([]).text("anything") == "anything"


def test_values_that_overlap_leave_nothing() -> None:
    assert Masker(["abcdef", "defghi"]).text("1abcdefghi2") == "1[credential]2"
    assert Masker(["abab"]).text("xabababx") == "x[credential]x"
    assert Masker(["secret", "secret123"]).text("secret123 secret") == "[credential] [credential]"


def test_values_too_short_to_tell_are_not_masked() -> None:
    assert Masker(["ab", ""]).text("ab cab") == "ab cab"
    assert Masker(["abc"]).text("abc") == "[credential]"


def test_lines_of_a_value_are_masked_alone() -> None:
    masker = Masker(["-----BEGIN KEY-----\nAAAABBBBCCCC\n}\n"])

    assert masker.text("read: AAAABBBBCCCC") == "read: [credential]"
    assert masker.text("}") == "}"


def test_the_mark_never_holds_a_value() -> None:
    masker = Masker(["red"])

    assert masker.text("a red one") == "a [masked] one"
    assert masker.text(masker.text("a red one")) == masker.text("a red one")


def test_json_keeps_its_shape() -> None:
    masker = Masker(["secret123", "true"])

    assert masker.json({"secret123": ["a secret123", 1, True, None]}) == {
        "[credential]": ["a [credential]", 1, True, None]
    }


def test_a_cut_shows_no_half_of_a_value() -> None:
    masker = Masker(["hunter2hunter2"])

    assert masker.text("12345 hunter2hunter2 more", most=10) == "12345 [credential]"
    assert masker.text("hunter2hunter2 12345 more", most=20) == "[credential] 12345"


def test_what_cannot_hold_a_value_is_quickly_told() -> None:
    masker = Masker(["secret-123", "§§§"])

    assert masker.may_be_in(json.dumps({"a": "x secret-123"}).encode())
    assert masker.may_be_in(b"anything")  # a value without letters may be anywhere
    assert not Masker(["secret-123"]).may_be_in(b'{"a": "public-12"}')


@pytest.mark.parametrize("character", ["\\", "%25", "&amp;", "a", "\\u0000"])
def test_no_text_makes_it_slow(character: str) -> None:
    masker = Masker(["\\" * 8 + "z", "%%%%%", "&&&&&", "a" * 200, "\n\n\n'\"\\"])
    began = time.process_time()

    masker.text(character * 20_000)

    assert time.process_time() - began < 2
