"""From a failed run to the mail, by the debug agent as it is."""

from __future__ import annotations

import pytest

from accounts.models import Team
from debugging import services
from debugging.mail.models import SentMail
from debugging.models import DebugReport, GroupState, ReportStatus
from jobs.models import Job
from tests.debugging.mail.making import deliver, header, make_owned_team, part
from tests.debugging.rows import failed_job, pay_step, recorded_session
from tests.jobs.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_owned_team()


def fail(team: Team) -> Job:
    job = failed_job(team, version=make_version(team, "pay-invoice"))
    recorded_session(job, pay_step(outcome="failed"), html="<h1>Checkout</h1><button>Send</button>")
    job.save()
    services.open_report(job.pk)
    services.investigate(job.pk)
    return job


def test_who_can_fix_it_reads_why_it_failed(team: Team) -> None:
    job = fail(team)
    (message,) = deliver()
    report = DebugReport.objects.get(job=job)
    assert report.status == ReportStatus.COMPLETED
    assert report.email_sent_at is not None
    assert header(message, "Subject").startswith('pay-invoice could not click the button "Pay"')
    text = part(message, "plain")
    assert text.startswith(report.tldr)
    assert report.handoff_prompt.strip() in text


def test_the_same_failure_is_told_again_only_when_it_is_back(team: Team) -> None:
    fail(team)
    fail(team)
    assert SentMail.objects.count() == 1
    report = DebugReport.objects.first()
    assert report is not None
    assert report.group is not None
    report.group.state = GroupState.RESOLVED
    report.group.save()
    fail(team)
    fail(team)
    assert [header(message, "Subject")[:17] for message in deliver()] == ["pay-invoice could", "Back: pay-invoice"]
