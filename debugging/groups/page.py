"""What the pages of failure groups show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import Team
from api.newest_first import TimePage, page_of
from debugging.groups.host_notices import HostNotice, host_notices
from debugging.groups.trends import Trend, trends_of
from debugging.models import DebugReport, FailureGroup, FailureGroupQuerySet, GroupState, ReportStatus
from debugging.repair.models import RepairStatus
from debugging.report.page import ReportPage

GROUPS_SHOWN = 50
RUNS_SHOWN = 25
NEWS_SPAN = timedelta(hours=24)  # for so long a group counts as new, or as back


@dataclass(frozen=True)
class GroupRow:
    group: FailureGroup
    trend: Trend
    mark: str  # "new", "back", or ""


@dataclass(frozen=True)
class GroupList:
    rows: Sequence[GroupRow]
    notices: Sequence[HostNotice]
    newer: str | None
    older: str | None


def groups_page(*, team: Team, wanted: FailureGroupQuerySet, cursor: str | None) -> GroupList:
    """Last seen first. Raises InvalidInput for a cursor that is not one of ours."""
    since = timezone.now() - NEWS_SPAN
    found = page_of(wanted.with_return(since), by="last_seen_at", purpose="failures", limit=GROUPS_SHOWN, cursor=cursor)
    trends = trends_of(team=team, groups=found.rows)
    rows = [GroupRow(group=group, trend=trends[group.pk], mark=_mark(group, since)) for group in found.rows]
    return GroupList(rows=rows, notices=host_notices(team), newer=found.newer, older=found.older)


@dataclass(frozen=True)
class GroupPage:
    group: FailureGroup
    mark: str
    trend: Trend
    newest: ReportPage | None  # of those with a diagnosis
    runs: TimePage[DebugReport]

    @property
    def state_note(self) -> str:
        """Who put it into its state, and what ends that."""
        group = self.group
        by = f" by {group.state_changed_by}" if group.state_changed_by else ""
        if not by and group.repairs.filter(status=RepairStatus.PUBLISHED).exists():
            by = " by a repair"
        match GroupState(group.state):
            case GroupState.RESOLVED:
                return f"Resolved{by} on {group.resolved_at:%-d %B, %H:%M} UTC. The next failure opens it again."
            case GroupState.IGNORED:
                return f"Ignored{by} {_ignored_for(group)}"
        return f"Opened again{by}." if group.state_changed_by else ""

    @property
    def first_day(self) -> date:
        return self.trend.days[0][0]

    @property
    def tomorrow(self) -> date:
        return self.trend.days[-1][0] + timedelta(days=1)

    @property
    def next_week(self) -> date:
        return self.trend.days[-1][0] + timedelta(days=7)


def group_page(*, team: Team, group_id: UUID, cursor: str | None) -> GroupPage | None:
    """None for a group that the team does not have. Raises InvalidInput for a cursor that is not one of ours."""
    since = timezone.now() - NEWS_SPAN
    wanted = FailureGroup.objects.of(team).select_related("state_changed_by").with_return(since)
    group = wanted.filter(pk=group_id).first()
    if group is None:
        return None
    reports = DebugReport.objects.of(team).filter(group=group)
    newest = reports.filter(status=ReportStatus.COMPLETED).select_related("job__team").newest_first().first()
    runs = reports.without_texts().select_related("job")
    return GroupPage(
        group=group,
        mark=_mark(group, since),
        trend=trends_of(team=team, groups=[group])[group.pk],
        newest=ReportPage(job=newest.job, report=newest) if newest else None,
        runs=page_of(runs, by="created_at", purpose="failures of a group", limit=RUNS_SHOWN, cursor=cursor),
    )


def _mark(group: FailureGroup, since: datetime) -> str:
    if group.state == GroupState.OPEN and group.first_seen_at >= since:
        return "new"
    came_back_at = getattr(group, "came_back_at", None)  # which mypy does not know: `with_return` adds it
    return "back" if group.state == GroupState.OPEN and came_back_at else ""


def _ignored_for(group: FailureGroup) -> str:
    if group.ignored_until is not None:
        return f"until {group.ignored_until:%-d %B %Y} (UTC)."
    if group.ignored_occurrences is not None:
        left = max(0, group.ignored_occurrences - group.occurrences)
        return f"for {left} more failure{'' if left == 1 else 's'}."
    return "for good."
