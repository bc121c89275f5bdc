"""Text that any pipe, JSON reader and PostgreSQL takes: valid UTF-8, no NUL, bounded."""

from __future__ import annotations

import re

from runtime.storable import storable_text

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def without_colours(text: str) -> str:
    return _COLOURS.sub("", text)


def cut_end(text: str, most_bytes: int) -> str:
    """Storable, and cut after `most_bytes` with a note that says how long it was."""
    data = storable_text(text).encode()
    if len(data) <= most_bytes:
        return data.decode()
    return f"{_decoded(data[:most_bytes])}… (cut: the line has {len(data):,} bytes)"


def cut_middle(text: str, most_bytes: int) -> str:
    """Storable, and at most `most_bytes` long: of an error, both its beginning and its end say something."""
    data = storable_text(text).encode()
    if len(data) <= most_bytes:
        return data.decode()
    note = f"\n… ({len(data):,} bytes, cut here) …\n"
    tail = most_bytes // 4
    head = most_bytes - tail - len(note.encode())
    return _decoded(data[:head]) + note + _decoded(data[-tail:])


def _decoded(data: bytes) -> str:
    """Without the halves of characters at a cut."""
    return data.decode("utf-8", "ignore")
