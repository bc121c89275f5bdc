"""How findings are put into words. What a page says is quoted, short, and on one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

QUOTE_MOST: Final = 80


def plain(text: str, most: int = QUOTE_MOST) -> str:
    """On one line, without control characters and what turns the direction of writing, at most `most` long."""
    shown = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") else letter for letter in text)
    line = " ".join(shown.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def quoted(text: str, most: int = QUOTE_MOST) -> str:
    return f'"{plain(text, most)}"'


def address(url: str, most: int = QUOTE_MOST) -> str:
    """Without query and fragment, which hold secrets and numbers."""
    parts = urlsplit_or_nothing(url)
    if parts is None or not parts[1]:
        return plain(url, most)
    scheme, netloc, path = parts
    return plain(f"{scheme}://{netloc}{path}", most)


def path_of(url: str, most: int = QUOTE_MOST) -> str:
    parts = urlsplit_or_nothing(url)
    return plain(parts[2] or "/", most) if parts and parts[1] else plain(url, most)


def host_of(url: str) -> str:
    parts = urlsplit_or_nothing(url)
    return parts[1] if parts else ""


def urlsplit_or_nothing(url: str) -> tuple[str, str, str] | None:
    """Scheme, host with port, path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc.rpartition("@")[2], parts.path


def listed(words: Iterable[str], most: int = 6) -> str:
    """'a, b and c'; of many the first ones, and how many more there are."""
    given = list(words)
    if len(given) > most:
        given = [*given[:most], f"{len(given) - most} more"]
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}" if given else ""


def seconds(ms: float) -> str:
    return f"{ms / 1000:.0f} s" if ms >= 10_000 else f"{ms / 1000:.1f} s"


def noun_and_name(noun: str, name: str) -> str:
    """'button "Pay"', or only the name."""
    return f"{noun} {quoted(name, 60)}".strip() if name else noun
