"""A bounded queue between the thread that reads a host and the one that stores what it says.

When it is full the reader waits, the pipe fills up, and the host has to wait too.
"""

from __future__ import annotations

from collections import deque
from threading import Condition

from libretto.protocol import Event

MOST_EVENTS = 5_000
MOST_BYTES = 32 * 1024**2
BATCH = 2_000  # stored at once: a flood of log lines costs the database a third less than in batches of 500


class EventBuffer:
    def __init__(self, *, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES) -> None:
        self._most_events, self._most_bytes = most_events, most_bytes
        self._events: deque[tuple[Event, int]] = deque()
        self._bytes = 0
        self._closed = False
        self._changed = Condition()

    def put(self, event: Event, size: int) -> None:
        """Waits for room. An event larger than the whole buffer is let in when it is empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room())
            if self._closed:
                return
            self._events.append((event, size))
            self._bytes += size
            self._changed.notify_all()

    def take(self, *, seconds: float, most: int = BATCH) -> list[Event]:
        """Everything there is, at most `most`; waits up to `seconds` while there is nothing."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._events), seconds)
            taken = [self._events.popleft() for _ in range(min(most, len(self._events)))]
            self._bytes -= sum(size for _, size in taken)
            self._changed.notify_all()
        return [event for event, _ in taken]

    def close(self) -> None:
        """Nothing more comes in. What is in stays to be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def finished(self) -> bool:
        """Closed, and everything has been taken."""
        with self._changed:
            return self._closed and not self._events

    def _has_room(self) -> bool:
        return not self._events or (len(self._events) < self._most_events and self._bytes < self._most_bytes)
