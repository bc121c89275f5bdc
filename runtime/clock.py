"""The session's clock: every event, frame and log line of a run is placed on it."""

from __future__ import annotations

import time


class Clock:
    """Milliseconds since the session began. Monotonic: a corrected system time moves nothing."""

    def __init__(self) -> None:
        self._zero = time.monotonic()
        self.wall_time_ms = round(time.time() * 1000)

    def now_ms(self) -> int:
        return round((time.monotonic() - self._zero) * 1000)

    def from_wall(self, seconds: float) -> int:
        """Where a wall-clock time (seconds since 1970, as Chromium stamps frames) lies on this clock.

        Asked within moments of that time, so that a step of the system clock in between is the only error.
        """
        return max(0, self.now_ms() - round((time.time() - seconds) * 1000))
