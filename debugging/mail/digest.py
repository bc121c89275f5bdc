"""Once a day, all that failed: one mail to each person who wants it, if there is anything to tell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from accounts.models import Team
from debugging.agent.wording import listed, plain
from debugging.mail.content import SUBJECT_MOST, link_seconds
from debugging.mail.digest_entries import IGNORED, SECTIONS, Entry, entries_of
from debugging.mail.models import MailKind, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.rendering import foot, render
from debugging.mail.services import digest_key, post_digest
from debugging.models import DebugReport, DebugReportQuerySet

DAY: Final = timedelta(days=1)
ENTRIES_MOST: Final = 40


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
    entries, unread = entries_of(reports, since=until - DAY), _not_looked_at(reports)
    days: defaultdict[str, Day] = defaultdict(Day)
    for workflow in sorted({entry.group.workflow_name for entry in entries} | set(unread)):
        for address in recipients_of(team=team, workflow=workflow, kind=MailKind.DIGEST):
            days[address].entries += [entry for entry in entries if entry.group.workflow_name == workflow]
            days[address].not_looked_at += unread.get(workflow, 0)
    done = SentMail.objects.of(team).filter(dedupe_key__startswith=digest_key(team, until))
    for address in done.values_list("to", flat=True):
        days.pop(address, None)
    return days


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
        "has_repairs": any(entry.repair for entry in shown),
        "links_until": timezone.now() + timedelta(seconds=link_seconds()),
        **foot(team, to),
    }
    names = listed(sorted({entry.workflow for entry in day.entries}), 3)
    subject = f"{runs} failed run{'' if runs == 1 else 's'} on {until - DAY:%-d %B}{': ' if names else ''}{names}"
    return {"subject": plain(subject, SUBJECT_MOST), **render("digest", context)}
