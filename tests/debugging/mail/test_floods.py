"""Many failures and many workers at once, on a real database with real connections."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from debugging.groups.services import note_occurrence, resolve
from debugging.mail.models import MailState, SentMail
from debugging.mail.sending import send_mail
from debugging.mail.services import announce_failure
from debugging.models import DebugReport, FailureGroup, ReportStatus
from jobs.models import Job
from tests.debugging.mail.making import (
    addresses_of,
    list_recipient,
    make_diagnosis,
    make_evidence,
    make_failure,
    make_owned_team,
    outbox,
)
from tests.debugging.rows import failed_job
from tests.factories import make_user
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 6


def together(*stories: Callable[[], object]) -> None:
    """Runs them at the same time, each with a connection of its own."""
    start = threading.Barrier(len(stories))
    problems: list[BaseException] = []

    def tell(story: Callable[[], object]) -> None:
        try:
            start.wait(10)
            story()
        except BaseException as problem:  # noqa: BLE001  # shown by the assertion
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=(story,)) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert problems == []


def end_report(job: Job) -> None:
    """As debugging.services does it: count, store and tell in one transaction."""
    evidence, diagnosis = make_evidence(job), make_diagnosis()
    with transaction.atomic():
        group, occurrence = note_occurrence(team=job.team, evidence=evidence, diagnosis=diagnosis, at=timezone.now())
        report = DebugReport.objects.create(
            job=job,
            team=job.team,
            group=group,
            occurrence=occurrence,
            status=ReportStatus.COMPLETED,
            evidence=evidence.model_dump(mode="json"),
            diagnosis=diagnosis.model_dump(mode="json"),
        )
        announce_failure(report)


def test_five_hundred_equal_failures_are_two_mails_to_each_person() -> None:
    team = make_owned_team()
    list_recipient(team, "dora@example.com")
    list_recipient(team, "paul@example.com", "pay-invoice")
    version = make_version(team, "pay-invoice")
    jobs = [failed_job(team, version=version) for _ in range(500)]

    def work(mine: list[Job]) -> None:
        for job in mine:
            end_report(job)

    together(*[lambda part=jobs[number:400:WORKERS]: work(part) for number in range(WORKERS)])
    assert addresses_of() == ["dora@example.com", "paul@example.com"]
    resolve(group=FailureGroup.objects.get(), user=make_user(team))
    together(*[lambda part=jobs[400 + number :: WORKERS]: work(part) for number in range(WORKERS)])
    assert FailureGroup.objects.get().occurrences == 500
    assert Counter(SentMail.objects.values_list("to", "kind")) == Counter(
        {(to, kind): 1 for to in ("dora@example.com", "paul@example.com") for kind in ("new", "back")}
    )


def test_the_most_mails_an_hour_hold_between_workers(settings: Settings) -> None:
    settings.MAILS_PER_HOUR = 4
    team = make_owned_team()
    reports = [make_failure(team) for _ in range(12)]
    together(*[lambda report=report: announce_failure(report) for report in reports])
    assert SentMail.objects.count() == 4


def test_many_workers_send_a_mail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    take = EmailBackend.send_messages

    def slowly(self: EmailBackend, messages: Any) -> int:
        time.sleep(0.2)
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)
    announce_failure(make_failure(make_owned_team()))
    mail = SentMail.objects.get()
    together(*[lambda: send_mail(mail.pk)] * 8)
    mail.refresh_from_db()
    assert len(outbox()) == 1
    assert (mail.state, mail.tries) == (MailState.SENT, 1)
    assert timezone.now() - mail.created_at < timedelta(minutes=1)
