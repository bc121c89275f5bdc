"""How many pictures of a page are worth their cost."""

from __future__ import annotations

BURST_SECONDS = 1 / 8  # from one picture to the next
STEADY_SECONDS = 1 / 4  # on a page that never rests, where a picture costs 30 ms of CPU in all
SLOWEST_SECONDS = 1 / 2  # less often, and one misses what happened, or sees it too late while it goes on
BURST = 8  # pictures until the steady pace
REST_SECONDS = 0.4  # a page that did not change for so long may burst again
# A picture that is asked for comes after 10 to 15 ms, when the page is hardly drawn. On a machine that is slow
# or has much to do it takes longer, and costs the workflow as much more: then there are fewer of them.
STEADY_TIMES, BURST_TIMES = 40, 20  # so many times as long as one takes lie between two
NEWEST_COUNTS = 0.25  # for how long one takes


class Pace:
    """Times are seconds, of any clock that does not go back."""

    def __init__(self) -> None:
        self._due = 0.0
        self._burst_left = BURST
        self._restless = False  # it changes faster than it is pictured
        self._takes = 0.0

    def note(self, seconds: float) -> None:
        """So long did a picture take that was asked for."""
        self._takes += NEWEST_COUNTS * (seconds - self._takes)

    def rest_until(self, now: float, *, is_news: bool) -> float | None:
        """When to look again after a picture that came `now`; None: stay and wait for the next change."""
        if not is_news:
            self._restless = False
            return None
        self._burst_left = BURST if now > self._due + REST_SECONDS else max(0, self._burst_left - 1)
        self._restless = self._restless or now < self._due
        self._due = max(now, self._due) + self._seconds_between
        return self._due if self._restless else None

    @property
    def _seconds_between(self) -> float:
        least, times = (BURST_SECONDS, BURST_TIMES) if self._burst_left else (STEADY_SECONDS, STEADY_TIMES)
        return min(max(least, times * self._takes), SLOWEST_SECONDS)
