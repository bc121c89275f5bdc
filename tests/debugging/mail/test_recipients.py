"""Who is told: the list, else the team's address, else the owners."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Role, Team
from debugging.mail.models import MailKind
from debugging.mail.recipients import recipients_of
from debugging.models import DebugSettings
from tests.debugging.mail.making import list_recipient, make_owned_team
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_owned_team("olga@example.com", "omar@example.com")


def told(team: Team, workflow: str = "pay", kind: MailKind = MailKind.NEW) -> list[str]:
    return recipients_of(team=team, workflow=workflow, kind=kind)


def test_owners_are_told_when_nobody_is_chosen(team: Team) -> None:
    make_user(team, Role.ADMIN, email="admin@example.com")
    gone = make_user(team, Role.OWNER, email="gone@example.com")
    gone.is_active = False
    gone.save()
    assert told(team) == ["olga@example.com", "omar@example.com"]


def test_the_teams_address_goes_before_its_owners(team: Team) -> None:
    DebugSettings.objects.create(team=team, notification_email="ops@example.com")
    assert told(team) == ["ops@example.com"]


def test_the_list_goes_before_the_teams_address(team: Team) -> None:
    DebugSettings.objects.create(team=team, notification_email="ops@example.com")
    list_recipient(team, "dora@example.com")
    list_recipient(team, "paul@example.com", "pay")
    list_recipient(team, "sven@example.com", "search")
    list_recipient(make_owned_team("x@example.com"), "other@example.com")
    assert told(team) == ["dora@example.com", "paul@example.com"]
    assert told(team, "search") == ["dora@example.com", "sven@example.com"]
    assert told(team, "third") == ["dora@example.com"]


def test_a_list_for_one_workflow_leaves_the_others_to_the_team(team: Team) -> None:
    list_recipient(team, "paul@example.com", "pay")
    assert told(team, "search") == ["olga@example.com", "omar@example.com"]


def test_an_address_is_told_once_and_its_own_row_for_the_workflow_counts(team: Team) -> None:
    list_recipient(team, "dora@example.com", on_back=False)
    list_recipient(team, "Dora@example.com", "pay", on_new=False)
    assert told(team, "pay", MailKind.BACK) == ["dora@example.com"]
    assert told(team, "pay", MailKind.NEW) == []
    assert told(team, "search", MailKind.NEW) == ["dora@example.com"]


def test_everybody_gets_what_they_want(team: Team) -> None:
    list_recipient(team, "new@example.com", on_back=False, daily_digest=False)
    list_recipient(team, "back@example.com", on_new=False, daily_digest=False)
    list_recipient(team, "digest@example.com", on_new=False, on_back=False)
    assert told(team, kind=MailKind.NEW) == ["new@example.com"]
    assert told(team, kind=MailKind.BACK) == ["back@example.com"]
    assert told(team, kind=MailKind.DIGEST) == ["digest@example.com"]


def test_nobody_is_told_when_it_is_switched_off(team: Team) -> None:
    DebugSettings.objects.create(team=team, notifications_disabled=True)
    list_recipient(team, "dora@example.com")
    assert told(team) == []


def test_a_paused_list_is_still_a_list(team: Team) -> None:
    list_recipient(team, "dora@example.com", active=False)
    assert told(team) == []


def test_when_everybody_listed_has_bounced_those_who_answer_for_the_team_are_told(team: Team) -> None:
    list_recipient(team, "dora@example.com", bounced_at=timezone.now())
    assert told(team) == ["olga@example.com", "omar@example.com"]
    list_recipient(team, "paul@example.com")
    assert told(team) == ["paul@example.com"]


def test_whoever_bounced_or_wants_no_mails_is_not_told_as_owner_either(team: Team) -> None:
    list_recipient(team, "olga@example.com", listed=False, bounced_at=timezone.now())
    list_recipient(team, "omar@example.com", listed=False, active=False)
    DebugSettings.objects.create(team=team, notification_email="omar@example.com")
    assert told(team) == []
    list_recipient(team, "dora@example.com")
    assert told(team) == ["dora@example.com"]
