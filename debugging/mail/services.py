"""The mails about failed runs: who is written to and when. How one is sent is in debugging/mail/sending.py."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Team, digest_of
from debugging.mail.models import MailKind, MailState, SentMail
from debugging.mail.recipients import recipients_of
from debugging.mail.rendering import FAILURES, render_test
from debugging.models import DebugReport, Occurrence
from debugging.queue import ring

BATCH: Final = 200
KIND_OF: Final = {Occurrence.NEW: MailKind.NEW, Occurrence.BACK: MailKind.BACK}
LOST: Final = (
    "The worker was lost while it handed this mail over, so it may have been sent. It is not sent again by itself."
)


def announce_failure(report: DebugReport) -> None:
    """In the transaction that ends the report. Failures that are known already are left to the daily digest."""
    kind = _kind_of(report)
    group = report.group
    if kind is None or group is None:
        return
    addresses = recipients_of(team=report.team, workflow=group.workflow_name, kind=kind)
    if not addresses:
        return
    # A return is known by the report that saw it: so there is one mail for each, however often this runs.
    which = str(group.pk) if kind == MailKind.NEW else f"{group.pk}:{report.pk}"
    with transaction.atomic():
        _one_at_a_time(report.team)
        for address in addresses:
            if not _is_flooded(report.team, address, FAILURES):
                _post(team=report.team, to=address, kind=kind, about=which, report=report)


def _kind_of(report: DebugReport) -> MailKind | None:
    """That a repair was taken back is told of even where the failure itself is known: people thought it was over."""
    if not report.occurrence:
        return None
    kind = KIND_OF.get(Occurrence(report.occurrence))
    return kind or (MailKind.BACK if report.ended_a_repair else None)


def send_test_mails(team: Team) -> list[str]:
    """To everybody who is told of the failures of all workflows, unless they had many within the hour. Those written
    to."""
    addresses = recipients_of(team=team, workflow="", kind=MailKind.TEST)
    with transaction.atomic():
        _one_at_a_time(team)
        written_to = [address for address in addresses if not _is_flooded(team, address, [MailKind.TEST])]
        for address in written_to:
            _post(team=team, to=address, kind=MailKind.TEST, about=str(uuid4()), content=render_test(team, address))
    return written_to


def sweep() -> None:
    """Rings again for mails that are due, and settles those whose worker was lost."""
    silent = SentMail.objects.silent()
    silent.filter(message_id="").update(state=MailState.WAITING, next_try_at=timezone.now())
    silent.exclude(message_id="").update(state=MailState.UNKNOWN, error=LOST)
    for mail_id in SentMail.objects.due().order_by("next_try_at").values_list("pk", flat=True)[:BATCH]:
        ring("send_mail", mail_id)


def post_digest(*, team: Team, to: str, until: datetime, content: dict[str, str]) -> bool:
    """Of the day that ended then. False when it is there already."""
    return _post(team=team, to=to, kind=MailKind.DIGEST, about=_day(team, until), content=content)


def digest_key(team: Team, until: datetime) -> str:
    """What the dedupe keys of that day's digests begin with."""
    return f"{MailKind.DIGEST}:{_day(team, until)}:"


def _day(team: Team, until: datetime) -> str:
    return f"{until:%Y-%m-%d}:{team.pk}"


def _post(
    *,
    team: Team,
    to: str,
    kind: MailKind,
    about: str,
    report: DebugReport | None = None,
    content: dict[str, str] | None = None,
) -> bool:
    fields = {"team": team, "to": to, "kind": kind, "report": report, **(content or {})}
    mail, is_new = SentMail.objects.get_or_create(dedupe_key=f"{kind}:{about}:{digest_of(to)}", defaults=fields)
    if is_new:
        ring("send_mail", mail.pk)
    return bool(is_new)


def _one_at_a_time(team: Team) -> None:
    """Until commit, so that two failures at once count each other's mails. Readers and foreign keys do not wait."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def _is_flooded(team: Team, address: str, kinds: Collection[MailKind]) -> bool:
    lately = SentMail.objects.of(team).in_the_hour_before(timezone.now(), to=address, kinds=kinds)
    return bool(lately.count() >= settings.MAILS_PER_HOUR)
