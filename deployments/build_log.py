"""The log of one build: everything, as long as it is short; else its beginning and its end."""

from __future__ import annotations

import threading
from collections import deque

from runtime.storable import storable_text

HALF_CHARACTERS = 512 * 1024
ERROR_MOST_CHARACTERS = 16 * 1024


class BuildLog:
    """Written by several threads. `text` is what the database can hold."""

    def __init__(self, half_characters: int = HALF_CHARACTERS) -> None:
        self._half = half_characters
        self._head = ""
        self._tail: deque[str] = deque()
        self._tail_characters = 0
        self._dropped = 0
        self._lock = threading.Lock()

    def line(self, text: str) -> None:
        self.write(text.rstrip("\n") + "\n")

    def write(self, text: str) -> None:
        text = storable_text(text)
        with self._lock:
            room = self._half - len(self._head)
            self._head += text[:room]
            self._keep_end(text[room:])

    @property
    def text(self) -> str:
        with self._lock:
            note = f"\n… {self._dropped} characters left out …\n" if self._dropped else ""
            return self._head + note + "".join(self._tail)

    def _keep_end(self, text: str) -> None:
        if not text:
            return
        self._tail.append(text[-self._half :])
        self._dropped += len(text) - len(self._tail[-1])
        self._tail_characters += len(self._tail[-1])
        while self._tail_characters > self._half:
            excess = self._tail_characters - self._half
            first = self._tail.popleft()
            if len(first) > excess:
                self._tail.appendleft(first[excess:])
            gone = min(excess, len(first))
            self._dropped += gone
            self._tail_characters -= gone


def shortened(text: str, most: int = ERROR_MOST_CHARACTERS) -> str:
    """The beginning and the end, where a traceback says what it is about and what went wrong."""
    text = storable_text(text)
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"
