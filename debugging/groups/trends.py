"""How often each group failed on each of the last days, as small bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Team
from debugging.models import DebugReport, FailureGroup

DAYS: Final = 14
HEIGHT: Final = 24
WIDTH: Final = 4  # of a bar
STEP: Final = 6  # from one to the next
LEAST: Final = 2  # height of a day with failures


@dataclass(frozen=True)
class Trend:
    """Oldest day first; the last one is today (UTC)."""

    days: Sequence[tuple[date, int]]

    @property
    def total(self) -> int:
        return sum(times for _, times in self.days)

    @property
    def most(self) -> int:
        return max(times for _, times in self.days)

    @property
    def drawing(self) -> str:
        """A bar for each day with failures, as one SVG path: a page has 50 of these."""
        return "".join(self._bar(place, times) for place, (_, times) in enumerate(self.days) if times)

    @property
    def sentence(self) -> str:
        """What the drawing says, for whoever does not see it."""
        spoken = [f"{times} on {day:%-d %B}" for day, times in self.days if times]
        return f"Failures in the last {len(self.days)} days: {', '.join(spoken) or 'none'}."

    def _bar(self, place: int, times: int) -> str:
        height = max(LEAST, round(HEIGHT * times / self.most))
        return f"M{place * STEP} {HEIGHT - height}h{WIDTH}v{height}h-{WIDTH}z"


def trends_of(*, team: Team, groups: Sequence[FailureGroup]) -> Mapping[UUID, Trend]:
    """Of all of them, by one query."""
    today = timezone.now().astimezone(UTC).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    begin = datetime.combine(days[0], time(), UTC)
    counted = DebugReport.objects.of(team).per_day([group.pk for group in groups], begin) if groups else []
    times = {(group_id, day): number for group_id, day, number in counted}
    return {group.pk: Trend([(day, times.get((group.pk, day), 0)) for day in days]) for group in groups}
