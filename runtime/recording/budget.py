"""How much a page may make us write."""

from __future__ import annotations


class Budget:
    """`burst` at once, `per_second` in the long run."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._left = float(burst)
        self._at = 0.0
        self._left_out = 0

    def take(self, seconds: float) -> bool:
        """False when there is nothing left at this time (seconds, of any clock that does not go back)."""
        self._left = min(self._burst, self._left + (seconds - self._at) * self._per_second)
        self._at = seconds
        if self._left < 1:
            self._left_out += 1
            return False
        self._left -= 1
        return True

    def left_out(self) -> int:
        """How many were refused since this was asked last."""
        count, self._left_out = self._left_out, 0
        return count
