"""When several workflows of one site broke together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Team
from debugging.failure_classes import FailureClass
from debugging.groups.host_notices import HostNotice, host_notices
from debugging.models import DebugReport, FailureGroup, Occurrence
from tests.debugging.page_rows import failures_of, make_group
from tests.factories import make_team, make_user, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def team() -> Team:
    return make_team()


def broken(team: Team, workflow: str, *, ago: timedelta = HOUR, **fields: Any) -> FailureGroup:
    at = timezone.now() - ago
    return make_group(team, workflow_name=workflow, first_seen_at=at, last_seen_at=at, **fields)


def noticed(team: Team) -> list[tuple[str, tuple[str, ...]]]:
    return [(notice.host, notice.workflows) for notice in host_notices(team)]


def test_two_workflows_of_one_site_are_noticed_one_or_two_sites_are_not(team: Team) -> None:
    broken(team, "pay")
    broken(team, "pay")
    broken(team, "export", host="other.example")
    broken(make_team(), "export")
    assert noticed(team) == []

    first = broken(team, "export", ago=5 * HOUR)
    assert noticed(team) == [("portal.example", ("export", "pay"))]
    assert host_notices(team)[0].since == first.first_seen_at
    assert host_notices(team, host="other.example") == []


def test_what_broke_before_yesterday_was_resolved_or_is_ignored_does_not_count(team: Team) -> None:
    broken(team, "pay")
    old = broken(team, "export", ago=30 * HOUR)
    FailureGroup.objects.filter(pk=old.pk).update(last_seen_at=timezone.now())
    broken(team, "stock", state="resolved")
    broken(team, "orders", state="ignored")

    assert noticed(team) == []


def test_what_is_back_counts_as_broken(team: Team) -> None:
    broken(team, "pay")
    back = broken(team, "export", ago=90 * HOUR)
    failures_of(back, 1 / 24)
    FailureGroup.objects.filter(pk=back.pk).update(last_seen_at=timezone.now())
    assert noticed(team) == []

    DebugReport.objects.update(occurrence=Occurrence.BACK)
    assert noticed(team) == [("portal.example", ("export", "pay"))]


def test_a_site_whose_workflows_break_every_day_has_to_break_more_of_them(team: Team) -> None:
    for day in range(1, 15):
        broken(team, f"workflow {day}", ago=timedelta(days=day, hours=1))
    broken(team, "pay")
    broken(team, "export")
    assert noticed(team) == []

    broken(team, "orders")
    assert noticed(team) == [("portal.example", ("export", "orders", "pay"))]


def test_failures_that_say_nothing_of_a_site_do_not_count(team: Team) -> None:
    broken(team, "pay", failure_class=FailureClass.ENVIRONMENT)
    broken(team, "export", failure_class=FailureClass.CRASH)
    broken(team, "orders", host="")
    broken(team, "stock", host="")

    assert noticed(team) == []


@pytest.mark.parametrize(
    ("classes", "guess"),
    [
        ((FailureClass.NETWORK_ERROR, FailureClass.HTTP_ERROR), "the site itself may be down"),
        ((FailureClass.LOGIN_REQUIRED, FailureClass.LOGIN_REQUIRED), "signing in there may no longer work"),
        ((FailureClass.BOT_WALL, FailureClass.BOT_WALL), "the site may be turning browsers away"),
        ((FailureClass.ELEMENT_NOT_FOUND, FailureClass.NETWORK_ERROR), "the site itself may have changed"),
    ],
)
def test_the_guess_fits_what_was_found(team: Team, classes: tuple[FailureClass, ...], guess: str) -> None:
    for number, failure_class in enumerate(classes):
        broken(team, f"workflow {number}", failure_class=failure_class)

    assert [notice.guess for notice in host_notices(team)] == [guess]


def test_the_day_is_named_when_it_was_not_today() -> None:
    now = timezone.now()
    today, yesterday = (HostNotice("h", (), at, "").since_text for at in (now, now - timedelta(days=1)))

    assert today == f"{now:%H:%M} UTC"
    assert yesterday.endswith(", " + today)


def test_it_is_shown_on_the_page_of_failures(team: Team) -> None:
    broken(team, "pay")
    broken(team, "export")
    page = signed_in(make_user(team)).get("/failures").content.decode()

    assert "2 workflows of portal.example broke since" in page
    assert "export, pay" in page
