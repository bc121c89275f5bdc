"""How many pictures of a page are worth their cost."""

from __future__ import annotations

BURST_SECONDS = 1 / 8  # from one picture to the next
STEADY_SECONDS = 1 / 4  # on a page that never rests, where a picture costs 30 ms of CPU in all
BURST = 8  # pictures until the steady pace
REST_SECONDS = 0.4  # a page that did not change for so long may burst again


class Pace:
    """Times are seconds, of any clock that does not go back."""

    def __init__(self) -> None:
        self._due = 0.0
        self._burst_left = BURST
        self._restless = False  # it changes faster than it is pictured

    def rest_until(self, now: float, *, is_news: bool) -> float | None:
        """When to look again after a picture that came `now`; None: stay and wait for the next change."""
        if not is_news:
            self._restless = False
            return None
        self._burst_left = BURST if now > self._due + REST_SECONDS else max(0, self._burst_left - 1)
        self._restless = self._restless or now < self._due
        self._due = max(now, self._due) + (BURST_SECONDS if self._burst_left else STEADY_SECONDS)
        return self._due if self._restless else None
