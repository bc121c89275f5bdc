"""How much of what a workflow prints is kept, and how fast it may print: others write to the same database."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from libretto.protocol import Limits, LogLevel

BURST_SECONDS: Final = 4  # of the lines of so many seconds, a workflow may print all at once
LAST_LINES: Final = 100  # that are kept beyond the limit: they tell how it ended


@dataclass(frozen=True, slots=True)
class Printed:
    t_ms: int
    level: LogLevel
    message: str


class Flood:
    """Counts the workflow's lines. Limits that are 0 do not exist."""

    def __init__(self, limits: Limits) -> None:
        self._lines_most, self._bytes_most = limits.log_lines, limits.log_bytes
        self._per_second = limits.log_lines_per_second
        self._lines = self._bytes = 0
        self._ahead = 0.0  # lines printed faster than the limit, at `_at`
        self._at = 0.0
        self.left_out = 0
        self.last: deque[Printed] = deque(maxlen=LAST_LINES)

    @property
    def is_full(self) -> bool:
        return 0 < self._lines_most <= self._lines or 0 < self._bytes_most <= self._bytes

    def count(self, message: str) -> None:
        """A line that is kept."""
        self._lines += 1
        self._bytes += len(message)
        self._ahead += 1

    def leave_out(self, line: Printed) -> None:
        self.left_out += 1
        self.last.append(line)

    def wait_seconds(self, now: float) -> float:
        """How long the workflow should wait before it prints more."""
        if not self._per_second or self.is_full:
            return 0.0
        self._ahead = max(0.0, self._ahead - (now - self._at) * self._per_second)
        self._at = now
        return max(0.0, self._ahead / self._per_second - BURST_SECONDS)

    def reached(self) -> str:
        """What is said when the limit is reached."""
        return (
            f"The log of this run is full: of what its workflow prints, {self._lines:,} lines are kept. "
            f"The rest is left out, but for its last {LAST_LINES} lines."
        )

    def told(self) -> str:
        """What is said at the end, before the last lines."""
        count = self.left_out - len(self.last)
        return f"{count:,} more lines of the workflow were left out here. The last {len(self.last)} follow."
