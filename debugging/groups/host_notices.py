"""Tells when several workflows of one site broke together: then the cause is likely the site, not each workflow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from debugging.failure_classes import FailureClass
from debugging.models import FailureGroup, GroupState

SPAN: Final = timedelta(hours=24)
COMPARED_DAYS: Final = 14
WORKFLOWS_LEAST: Final = 2
TIMES_USUAL: Final = 3  # so many times as many as on a usual day
GROUPS_MOST: Final = 500
# What says nothing about a site, though a workflow was about to open it.
_NOT_OF_A_SITE: Final = (FailureClass.ENVIRONMENT, FailureClass.CRASH, FailureClass.INVALID_SELECTOR)
_IS_AWAY: Final = {FailureClass.NETWORK_ERROR, FailureClass.NAVIGATION_TIMEOUT, FailureClass.HTTP_ERROR}


class _Break(NamedTuple):
    host: str
    workflow: str
    failure_class: str
    at: datetime


@dataclass(frozen=True)
class HostNotice:
    host: str
    workflows: tuple[str, ...]
    since: datetime
    guess: str

    @property
    def since_text(self) -> str:
        """'02:10 UTC', with the day when that was not today."""
        at = self.since.astimezone(UTC)
        is_today = at.date() == timezone.now().astimezone(UTC).date()
        return f"{at:%H:%M} UTC" if is_today else f"{at:%-d %B, %H:%M} UTC"


def host_notices(team: Team, *, host: str | None = None) -> list[HostNotice]:
    """Of the last day, the site with most broken workflows first; of one site, if asked."""
    since = timezone.now() - SPAN
    of_host: dict[str, list[_Break]] = defaultdict(list)
    for broken in _breaks(team, host, since):
        of_host[broken.host].append(broken)
    several = {name: found for name, found in of_host.items() if len(_workflows(found)) >= WORKFLOWS_LEAST}
    usual = _usual(team, several, since) if several else {}
    notices = [_notice(found) for name, found in several.items() if _is_unusual(found, usual.get(name, 0))]
    return sorted(notices, key=lambda notice: (-len(notice.workflows), notice.host))


def _breaks(team: Team, host: str | None, since: datetime) -> list[_Break]:
    seen = FailureGroup.objects.of(team).in_state(GroupState.OPEN).on_host(host).exclude(host="")
    seen = seen.filter(last_seen_at__gte=since).exclude(failure_class__in=_NOT_OF_A_SITE).with_return(since)
    broken = seen.filter(Q(first_seen_at__gte=since) | Q(came_back_at__isnull=False))
    names = ("host", "workflow_name", "failure_class", "first_seen_at", "came_back_at")
    rows = broken.last_seen_first().values_list(*names)[:GROUPS_MOST]
    return [_Break(host, name, kind, first if first >= since else back) for host, name, kind, first, back in rows]


def _usual(team: Team, hosts: Collection[str], since: datetime) -> Mapping[str, float]:
    """How many workflows of each site break on a day."""
    begin = since - timedelta(days=COMPARED_DAYS)
    new = FailureGroup.objects.of(team).filter(host__in=list(hosts), first_seen_at__gte=begin, first_seen_at__lt=since)
    days = new.order_by().values_list("host", "workflow_name", "first_seen_at__date").distinct()
    return {host: times / COMPARED_DAYS for host, times in Counter(host for host, _, _ in days).items()}


def _is_unusual(found: Collection[_Break], usual: float) -> bool:
    return len(_workflows(found)) >= TIMES_USUAL * usual


def _workflows(found: Iterable[_Break]) -> tuple[str, ...]:
    return tuple(sorted({broken.workflow for broken in found}))


def _notice(found: Collection[_Break]) -> HostNotice:
    classes = {FailureClass(broken.failure_class) for broken in found}
    host = next(iter(found)).host
    since = min(broken.at for broken in found)
    return HostNotice(host=host, workflows=_workflows(found), since=since, guess=_guess(classes))


def _guess(classes: set[FailureClass]) -> str:
    if classes <= _IS_AWAY:
        return "the site itself may be down"
    if classes == {FailureClass.LOGIN_REQUIRED}:
        return "signing in there may no longer work"
    if classes == {FailureClass.BOT_WALL}:
        return "the site may be turning browsers away"
    return "the site itself may have changed"
