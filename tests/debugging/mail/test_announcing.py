"""One mail for a new failure, one when it is back, none for the rest; never twice, never a flood."""

from __future__ import annotations

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import Team
from debugging.mail.models import MailKind, SentMail
from debugging.mail.services import announce_failure, send_test_mails
from debugging.models import DebugSettings, Occurrence
from tests.debugging.mail.making import (
    addresses_of,
    deliver,
    list_recipient,
    make_failure,
    make_group,
    make_owned_team,
    part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_owned_team()


def test_a_new_failure_is_one_mail_each_after_commit(
    team: Team,
    rung: list[tuple[str, list[str]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    list_recipient(team, "dora@example.com")
    list_recipient(team, "paul@example.com", "pay-invoice")
    report = make_failure(team)
    with django_capture_on_commit_callbacks(execute=True):
        announce_failure(report)
        announce_failure(report)
        assert rung == []
    assert addresses_of() == ["dora@example.com", "paul@example.com"]
    numbers = SentMail.objects.order_by("pk").values_list("pk", flat=True)
    assert rung == [("debugging.tasks.send_mail", [str(number)]) for number in numbers]


def test_nothing_is_left_of_a_report_that_did_not_end(team: Team) -> None:
    report = make_failure(team)
    with transaction.atomic():
        announce_failure(report)
        transaction.set_rollback(True)
    assert not SentMail.objects.exists()


@pytest.mark.parametrize("occurrence", [Occurrence.AGAIN, Occurrence.IGNORED, ""])
def test_what_is_known_is_left_to_the_digest(team: Team, occurrence: Occurrence) -> None:
    announce_failure(make_failure(team, occurrence))
    assert not SentMail.objects.exists()


def test_a_report_without_a_group_tells_nobody(team: Team) -> None:
    announce_failure(make_failure(team, group=make_group(team)))
    report = make_failure(team)
    report.group = None
    announce_failure(report)
    assert SentMail.objects.count() == 1


def test_each_return_is_one_mail(team: Team) -> None:
    group = make_group(team)
    announce_failure(make_failure(team, group=group))
    for _ in range(2):
        report = make_failure(team, Occurrence.BACK, group=group)
        announce_failure(report)
        announce_failure(report)
    assert list(SentMail.objects.order_by("pk").values_list("kind", flat=True)) == ["new", "back", "back"]


def test_nobody_is_told_by_a_team_that_switched_it_off(team: Team) -> None:
    DebugSettings.objects.create(team=team, notifications_disabled=True)
    announce_failure(make_failure(team))
    assert not SentMail.objects.exists()


def test_many_kinds_of_failure_within_an_hour_are_cut_off_and_the_last_mail_says_so(
    team: Team, settings: Settings
) -> None:
    settings.MAILS_PER_HOUR = 3
    for _ in range(5):
        announce_failure(make_failure(team))
    announce_failure(make_failure(make_owned_team("else@example.com")))
    assert addresses_of() == ["else@example.com", *["olga@example.com"] * 3]
    said = ["mail number 3 to you within an hour" in part(mail, "plain") for mail in deliver()]
    assert said == [False, False, True, False]


def test_test_mails_are_limited_by_themselves(team: Team, settings: Settings) -> None:
    settings.MAILS_PER_HOUR = 1
    announce_failure(make_failure(team))
    assert send_test_mails(team) == ["olga@example.com"]
    assert send_test_mails(team) == []
    assert SentMail.objects.filter(kind=MailKind.TEST).count() == 1
