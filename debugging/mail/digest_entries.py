"""The kinds of failures of a day, each with what became of its repair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q
from django.urls import reverse

from debugging.agent.wording import plain
from debugging.links import link_of
from debugging.mail.content import WORKFLOW_MOST, link_seconds
from debugging.models import DebugReportQuerySet, FailureGroup, GroupState, Occurrence
from debugging.repair.models import Repair
from debugging.repair.words import headline_of

NEW, BACK, GOING_ON, IGNORED = SECTIONS = ("New", "Back after they were resolved", "Going on", "Ignored")
REPAIR_MOST: Final = 240


@dataclass(frozen=True)
class Entry:
    """A kind of failure within the day."""

    group: FailureGroup
    section: str
    count: int
    newest_run: UUID
    repair: Repair | None = None

    @property
    def workflow(self) -> str:
        return plain(self.group.workflow_name, WORKFLOW_MOST)

    @property
    def title(self) -> str:
        return plain(self.group.title, 200)

    @property
    def class_label(self) -> str:
        return str(self.group.get_failure_class_display())

    @property
    def url(self) -> str:
        return link_of("report", self.newest_run, link_seconds())[0]

    @property
    def repair_headline(self) -> str:
        """'Repaired and verified: …'; '' where none was begun."""
        return plain(headline_of(self.repair), REPAIR_MOST) if self.repair else ""

    @property
    def repair_url(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('repair', args=[self.repair.pk])}" if self.repair else ""


def entries_of(reports: DebugReportQuerySet, *, since: datetime) -> list[Entry]:
    """The most pressing section first, in it the most frequent."""
    counted = (
        reports.exclude(group=None)
        .values("group")
        .annotate(count=Count("pk"), newest=Max("pk"), returns=Count("pk", filter=Q(occurrence=Occurrence.BACK)))
    )
    rows = {row["group"]: row for row in counted}
    runs = dict(reports.filter(pk__in=[row["newest"] for row in rows.values()]).values_list("pk", "job_id"))
    repairs = _newest_repairs(reports)
    entries = [
        Entry(
            group,
            _section(group, rows[group.pk]["returns"], since),
            rows[group.pk]["count"],
            runs[rows[group.pk]["newest"]],
            repairs.get(group.pk),
        )
        for group in FailureGroup.objects.filter(pk__in=rows)
    ]
    return sorted(entries, key=lambda entry: (SECTIONS.index(entry.section), -entry.count, entry.title))


def _newest_repairs(reports: DebugReportQuerySet) -> dict[UUID, Repair]:
    """By group, as they stand by now: of those that reports of the day lead to."""
    led_to = reports.exclude(repair=None).exclude(group=None)
    pairs = dict(led_to.order_by("repair__created_at").values_list("group", "repair"))
    repairs = Repair.objects.without_texts().in_bulk(pairs.values())
    return {group: repairs[repair] for group, repair in pairs.items() if repair in repairs}


def _section(group: FailureGroup, returns: int, since: datetime) -> str:
    if group.state == GroupState.IGNORED:
        return IGNORED
    if returns:
        return BACK
    return NEW if group.first_seen_at >= since else GOING_ON
