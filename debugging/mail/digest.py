"""Once a day, all that failed: one mail to each person who wants it, if there is anything to tell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts.models import Team
from debugging.agent.wording import listed, plain
from debugging.links import link_of
from debugging.mail.content import SUBJECT_MOST, WORKFLOW_MOST, link_seconds
from debugging.mail.models import MailKind, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.rendering import foot, render
from debugging.mail.services import digest_key, post_digest
from debugging.models import DebugReport, DebugReportQuerySet, FailureGroup, GroupState, Occurrence

DAY: Final = timedelta(days=1)
ENTRIES_MOST: Final = 40
NEW, BACK, GOING_ON, IGNORED = SECTIONS = ("New", "Back after they were resolved", "Going on", "Ignored")


@dataclass(frozen=True)
class Entry:
    """A kind of failure within the day."""

    group: FailureGroup
    section: str
    count: int
    newest_run: UUID

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


def send_digests(now: datetime | None = None) -> None:
    """From the hour of LIBRETTO_DIGEST_HOUR on, for the day that ended then. Safe to repeat; late if need be."""
    now = now or timezone.now()
    until = now.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if until > now:
        return
    failed = DebugReport.objects.filter(created_at__gte=until - DAY, created_at__lt=until)
    for team in Team.objects.filter(pk__in=failed.values("team")):
        for address, day in _days_of(team, until).items():
            if day.is_worth_a_mail:
                post_digest(team=team, to=address, until=until, content=_render(team, address, day, until))


@dataclass
class Day:
    """What one person is told of."""

    entries: list[Entry] = field(default_factory=list)
    not_looked_at: int = 0

    @property
    def is_worth_a_mail(self) -> bool:
        return bool(self.not_looked_at) or any(entry.section != IGNORED for entry in self.entries)


def _days_of(team: Team, until: datetime) -> dict[str, Day]:
    """By address; without those whose mail is there already."""
    reports = DebugReport.objects.of(team).filter(created_at__gte=until - DAY, created_at__lt=until)
    entries, unread = _entries(reports, since=until - DAY), _not_looked_at(reports)
    days: defaultdict[str, Day] = defaultdict(Day)
    for workflow in sorted({entry.group.workflow_name for entry in entries} | set(unread)):
        for address in recipients_of(team=team, workflow=workflow, kind=MailKind.DIGEST):
            days[address].entries += [entry for entry in entries if entry.group.workflow_name == workflow]
            days[address].not_looked_at += unread.get(workflow, 0)
    done = SentMail.objects.of(team).filter(dedupe_key__startswith=digest_key(team, until))
    for address in done.values_list("to", flat=True):
        days.pop(address, None)
    return days


def _entries(reports: DebugReportQuerySet, *, since: datetime) -> list[Entry]:
    counted = (
        reports.exclude(group=None)
        .values("group")
        .annotate(count=Count("pk"), newest=Max("pk"), returns=Count("pk", filter=Q(occurrence=Occurrence.BACK)))
    )
    rows = {row["group"]: row for row in counted}
    runs = dict(reports.filter(pk__in=[row["newest"] for row in rows.values()]).values_list("pk", "job_id"))
    entries = [
        Entry(
            group,
            _section(group, rows[group.pk]["returns"], since),
            rows[group.pk]["count"],
            runs[rows[group.pk]["newest"]],
        )
        for group in FailureGroup.objects.filter(pk__in=rows)
    ]
    return sorted(entries, key=lambda entry: (SECTIONS.index(entry.section), -entry.count, entry.title))


def _section(group: FailureGroup, returns: int, since: datetime) -> str:
    if group.state == GroupState.IGNORED:
        return IGNORED
    if returns:
        return BACK
    return NEW if group.first_seen_at >= since else GOING_ON


def _not_looked_at(reports: DebugReportQuerySet) -> dict[str, int]:
    """Failed runs without a diagnosis, by workflow."""
    counted = reports.filter(group=None).values("job__workflow_name").annotate(count=Count("pk"))
    return {row["job__workflow_name"]: row["count"] for row in counted}


def _render(team: Team, to: str, day: Day, until: datetime) -> dict[str, str]:
    shown = sorted(day.entries, key=lambda entry: SECTIONS.index(entry.section))[:ENTRIES_MOST]
    runs = sum(entry.count for entry in day.entries) + day.not_looked_at
    sections = [
        {"label": label, "entries": entries}
        for label in SECTIONS
        if (entries := [entry for entry in shown if entry.section == label])
    ]
    context = {
        "runs": runs,
        "since": until - DAY,
        "until": until,
        "sections": sections,
        "more": len(day.entries) - len(shown),
        "not_looked_at": day.not_looked_at,
        "links_until": timezone.now() + timedelta(seconds=link_seconds()),
        **foot(team, to),
    }
    names = listed(sorted({entry.workflow for entry in day.entries}), 3)
    subject = f"{runs} failed run{'' if runs == 1 else 's'} on {until - DAY:%-d %B}{': ' if names else ''}{names}"
    return {"subject": plain(subject, SUBJECT_MOST), **render("digest", context)}
