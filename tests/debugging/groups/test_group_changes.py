"""What people do with a failure on its page, and the trail it leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts.models import AuditEvent, Team, User
from debugging.models import FailureGroup, GroupState
from tests.debugging.page_rows import make_group
from tests.factories import make_team, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def dora(team: Team) -> User:
    return make_user(team, email="dora@example.com")


def change(user: User, group: FailureGroup, **fields: Any) -> str:
    """What the page says afterwards."""
    response = signed_in(user).post(f"/failures/{group.pk}/state", fields)
    assert (response.status_code, response.headers["Location"]) == (302, f"/failures/{group.pk}")
    group.refresh_from_db()
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def ends_of(group: FailureGroup) -> tuple[datetime | None, int | None]:
    return group.ignored_until, group.ignored_occurrences


def trail(group: FailureGroup) -> list[str]:
    found = AuditEvent.objects.of(group.team).about("failure_group", [group.pk])
    return [event.action for event in found.order_by("pk")]


def test_it_is_resolved_once_and_opened_again(team: Team, dora: User) -> None:
    group = make_group(team)

    assert change(dora, group, state="resolved") == "Resolved. The next failure opens it again."
    assert (group.state, group.state_changed_by) == (GroupState.RESOLVED, dora)
    assert change(dora, group, state="resolved") == "It was resolved before."
    assert change(dora, group, state="open") == "Opened again."
    assert group.state == GroupState.OPEN
    assert change(dora, group, state="open") == "It is open already."
    assert trail(group) == ["group.resolved", "group.reopened"]


def test_it_is_ignored_until_a_day_for_some_failures_or_for_good(team: Team, dora: User) -> None:
    group = make_group(team, occurrences=4)
    day = timezone.now().astimezone(UTC).date() + timedelta(days=7)

    change(dora, group, state="ignored", how="until", until=f"{day}", more="nonsense")
    assert ends_of(group) == (datetime(day.year, day.month, day.day, tzinfo=UTC), None)
    change(dora, group, state="ignored", how="more", more="10", until="nonsense")
    assert ends_of(group) == (None, 14)
    change(dora, group, state="ignored", how="good", until="2001-01-01", more="0")
    assert ends_of(group) == (None, None)
    assert group.state == GroupState.IGNORED
    assert trail(group) == ["group.ignored"] * 3


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"how": "until"}, "Say until which day."),
        ({"how": "until", "until": "soon"}, "Write the day as year, month and day"),
        ({"how": "until", "until": "2001-01-01"}, "Choose a day after today."),
        ({"how": "more"}, "Say for how many more failures."),
        ({"how": "more", "more": "many"}, "Write a whole number"),
        ({"how": "more", "more": "0"}, "greater than or equal to 1"),
        ({"how": "ever"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_changes_nothing_and_is_explained(
    team: Team, dora: User, fields: dict[str, str], problem: str
) -> None:
    group = make_group(team)

    assert problem in change(dora, group, state="ignored", **fields)
    assert (group.state, trail(group)) == (GroupState.OPEN, [])


def test_the_state_has_to_be_one(team: Team, dora: User) -> None:
    group = make_group(team)

    assert "Select a valid choice" in change(dora, group, state="gone")
    assert "required" in change(dora, group)


def test_the_page_offers_what_its_state_allows(team: Team, dora: User) -> None:
    def offers(group: FailureGroup) -> list[str]:
        page = signed_in(dora).get(f"/failures/{group.pk}").content.decode()
        return [state for state in GroupState.values if f'name="state" value="{state}"' in page]

    assert offers(make_group(team)) == ["resolved", "ignored"]
    assert offers(make_group(team, state="resolved", resolved_at=timezone.now())) == ["open"]
    assert offers(make_group(team, state="ignored")) == ["open", "resolved", "ignored"]
