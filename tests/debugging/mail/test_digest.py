"""Once a day, one mail to each who wants it, if anything failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Team
from debugging.links import job_of
from debugging.mail.digest import send_digests
from debugging.mail.models import MailKind, SentMail
from debugging.models import DebugReport, DebugSettings, FailureGroup, GroupState, Occurrence
from debugging.repair.models import RepairStatus
from tests.debugging.mail.making import (
    addresses_of,
    deliver,
    header,
    list_recipient,
    make_failure,
    make_group,
    make_owned_team,
    part,
)
from tests.debugging.repair.rows import make_repair

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 3, 10, 7, tzinfo=UTC)
YESTERDAY = SEVEN - timedelta(hours=5)


@pytest.fixture(autouse=True)
def _at_seven(settings: Settings) -> None:
    settings.DIGEST_HOUR = 7


@pytest.fixture
def team() -> Team:
    return make_owned_team()


def fail(group: FailureGroup, *occurrences: Occurrence, at: datetime = YESTERDAY, **fields: Any) -> list[DebugReport]:
    reports = [make_failure(group.team, occurrence, group=group, **fields) for occurrence in occurrences]
    DebugReport.objects.filter(pk__in=[report.pk for report in reports]).update(created_at=at)
    return reports


def digest_of(team: Team, now: datetime = SEVEN) -> str:
    """Its text."""
    send_digests(now)
    (message,) = deliver()
    return part(message, "plain")


def test_it_tells_all_that_failed_by_kind(team: Team) -> None:
    old = SEVEN - timedelta(days=9)
    fail(
        make_group(team, Occurrence.NEW, title="N failed.", first_seen_at=YESTERDAY, occurrences=2),
        Occurrence.NEW,
        Occurrence.AGAIN,
    )
    fail(
        make_group(team, Occurrence.BACK, title="B failed.", first_seen_at=old, occurrences=30),
        Occurrence.BACK,
        Occurrence.AGAIN,
        Occurrence.AGAIN,
    )
    fail(make_group(team, "same", title="S failed.", first_seen_at=old, occurrences=7), Occurrence.AGAIN)
    fail(make_group(team, "mute", title="M failed.", first_seen_at=old, state=GroupState.IGNORED), Occurrence.IGNORED)
    unread = fail(make_group(team, "unread"), Occurrence.NEW)
    DebugReport.objects.filter(pk=unread[0].pk).update(group=None)
    fail(make_group(make_owned_team("else@example.com"), "else", title="E failed."), Occurrence.NEW, at=SEVEN)
    text = digest_of(team)
    assert text.startswith("8 failed runs of Northwind\n9 March, 07:00 to 10 March 2026, 07:00 UTC\n")
    said = ["NEW\n* N failed.\n  2 runs of new", "BACK AFTER THEY WERE RESOLVED\n* B failed.\n  3 runs of back"]
    said += ["30 in all since 1 March 2026", "GOING ON\n* S failed.\n  1 run of same", "IGNORED\n* M failed."]
    said += ["1 failed run could not be looked at, or not yet."]
    positions = [text.index(sentence) for sentence in said]
    assert positions == sorted(positions)
    assert "E failed" not in text


def test_its_links_open_the_newest_run_of_each_kind(team: Team) -> None:
    *_, newest = fail(make_group(team), Occurrence.AGAIN, Occurrence.AGAIN)
    (link,) = [line.strip() for line in digest_of(team).splitlines() if "/reports/" in line]
    assert job_of("report", link.rpartition("/")[2])[0] == newest.job_id


def test_there_is_one_a_person_and_day(team: Team) -> None:
    list_recipient(team, "dora@example.com")
    list_recipient(team, "paul@example.com")
    fail(make_group(team), Occurrence.AGAIN)
    fail(make_group(team), Occurrence.AGAIN, at=SEVEN + timedelta(hours=1))
    for hour in range(-8, 48):
        send_digests(SEVEN + timedelta(hours=hour))
    days = sorted(SentMail.objects.values_list("to", "kind").order_by("to"))
    assert days == [("dora@example.com", "digest")] * 2 + [("paul@example.com", "digest")] * 2
    assert [header(mail, "Subject")[:30] for mail in deliver()] == [
        *["1 failed run on 9 March: pay-i"] * 2,
        *["1 failed run on 10 March: pay-"] * 2,
    ]


def test_a_quiet_day_has_none(team: Team) -> None:
    fail(make_group(team), Occurrence.AGAIN, at=SEVEN - timedelta(days=1, seconds=1))
    fail(make_group(team), Occurrence.AGAIN, at=SEVEN)
    send_digests(SEVEN)
    assert not SentMail.objects.exists()


def test_what_is_ignored_is_no_reason_for_a_mail(team: Team) -> None:
    group = make_group(team, state=GroupState.IGNORED)
    fail(group, Occurrence.IGNORED)
    send_digests(SEVEN)
    assert not SentMail.objects.exists()


def test_each_reads_of_their_workflows_and_only_if_they_want_to(team: Team) -> None:
    list_recipient(team, "all@example.com")
    list_recipient(team, "pay@example.com", "pay")
    list_recipient(team, "search@example.com", "search")
    list_recipient(team, "none@example.com", daily_digest=False)
    list_recipient(team, "third@example.com", "third")
    fail(make_group(team, "pay", title="P failed."), Occurrence.AGAIN)
    fail(make_group(team, "search", title="S failed."), Occurrence.AGAIN)
    send_digests(SEVEN)
    assert addresses_of() == ["all@example.com", "pay@example.com", "search@example.com"]
    text = {header(mail, "To"): part(mail, "plain") for mail in deliver()}
    told = {to: ("P failed." in said, "S failed." in said) for to, said in text.items()}
    assert told == {
        "all@example.com": (True, True),
        "pay@example.com": (True, False),
        "search@example.com": (False, True),
    }


def test_a_team_that_switched_its_mails_off_has_none(team: Team) -> None:
    DebugSettings.objects.create(team=team, notifications_disabled=True)
    fail(make_group(team), Occurrence.AGAIN)
    send_digests(SEVEN)
    assert not SentMail.objects.exists()


def test_of_very_many_kinds_the_first_are_told(team: Team) -> None:
    for number in range(45):
        fail(make_group(team, title=f"Kind {number} failed."), Occurrence.AGAIN)
    text = digest_of(team)
    assert text.count("* Kind") == 40
    assert "And 5 more kinds of failure." in text


def test_what_failed_is_text_and_nothing_else(team: Team) -> None:
    fail(make_group(team, "pay<b>\r\nBcc: x@example.com", title="<script>alert(1)</script>\u202e"), Occurrence.AGAIN)
    send_digests(SEVEN)
    (message,) = deliver()
    assert "<script" not in part(message, "html")
    assert "<b>\n" not in part(message, "html")
    assert message["Bcc"] is None
    assert header(message, "Subject") == "1 failed run on 9 March: pay<b> Bcc: x@example.com"
    assert SentMail.objects.get().kind == MailKind.DIGEST


def test_it_tells_what_became_of_repairs_of_the_day(team: Team) -> None:
    outcomes = {
        "Repaired and verified": {"status": RepairStatus.PUBLISHED},
        "Verified, waits for approval": {"status": RepairStatus.WAITING},
        "Suggested, not verified": {},
    }
    repairs = {}
    for title, fields in outcomes.items():
        report, *later = fail(make_group(team, title=f"{title} failed."), Occurrence.NEW, Occurrence.AGAIN)
        make_repair(team, report.job.version, report=report, created_at=YESTERDAY)
        repairs[title] = make_repair(team, report.job.version, report=later[0], sentence=f"{title}!", **fields)
    fail(make_group(team, title="Nothing was tried."), Occurrence.NEW)
    send_digests(SEVEN)
    (message,) = deliver()
    for title, repair in repairs.items():
        link = f"/repairs/{repair.pk}"
        assert f"{title}: {title}!\n  http" in part(message, "plain")
        assert link in part(message, "plain")
        assert link in part(message, "html")
    assert part(message, "plain").count("/repairs/") == 3
    assert "Those of repairs need an account." in part(message, "plain")
