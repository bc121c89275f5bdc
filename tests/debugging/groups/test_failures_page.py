"""The list of a team's failure groups, the page of one, and what the list of runs says of failed ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Team
from debugging.groups import page as group_page
from debugging.groups.trends import trends_of
from debugging.models import DebugReport, FailureGroup, GroupState, Occurrence
from tests.debugging.page_rows import failures_of, make_diagnosis, make_group, make_report
from tests.debugging.rows import failed_job
from tests.factories import make_team, make_user, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make_user(team))


def shown(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def listed(browser: Client, path: str = "/failures") -> list[FailureGroup]:
    return [row.group for row in browser.get(path).context["list"].rows]


# --- The list -------------------------------------------------------------------------------------


def test_a_team_without_failures_is_told_what_will_be_here(browser: Client) -> None:
    make_group(make_team())

    assert "Nothing has failed yet" in shown(browser, "/failures")


def test_open_ones_are_listed_last_seen_first_others_when_asked(browser: Client, team: Team) -> None:
    now = timezone.now()
    old, new = make_group(team, last_seen_at=now - DAY), make_group(team, last_seen_at=now)
    resolved = make_group(team, state=GroupState.RESOLVED, resolved_at=now, last_seen_at=now - 2 * DAY)
    make_group(make_team())

    assert listed(browser) == [new, old]
    assert listed(browser, "/failures?state=resolved") == [resolved]
    assert listed(browser, "/failures?state=all") == [new, old, resolved]
    assert listed(browser, "/failures?state=nonsense&workflow=%00") == [new, old]
    assert "No failure is in this state" in shown(browser, "/failures?state=ignored")


def test_they_can_be_narrowed_to_a_workflow_and_a_site(browser: Client, team: Team) -> None:
    pay = make_group(team, workflow_name="pay", host="bank.example")
    export = make_group(team, workflow_name="export", host="bank.example")
    make_group(team, workflow_name="export", host="shop.example")

    assert listed(browser, "/failures?workflow=pay") == [pay]
    assert listed(browser, "/failures?workflow=export&host=bank.example") == [export]
    page = shown(browser, "/failures?workflow=gone&host=bank.example")
    assert "none of this kind" in page
    assert "<option selected>gone</option>" in page
    assert "<option selected>bank.example</option>" in page


def test_pages_lead_to_older_ones_and_back(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_page, "GROUPS_SHOWN", 2)
    now = timezone.now()
    groups = [make_group(team, last_seen_at=now - DAY * n) for n in range(3)]
    groups += [make_group(team, last_seen_at=now - DAY * 3) for _ in range(2)]  # at the same moment
    first = browser.get("/failures").context
    second = browser.get(first["older"]).context
    third = browser.get(second["older"]).context
    back = browser.get(third["newer"]).context

    seen = [[groups.index(row.group) for row in page["list"].rows] for page in (first, second, third, back)]
    assert seen[0] == [0, 1]
    assert sorted(seen[1] + seen[2]) == [2, 3, 4]
    assert seen[3] == seen[1]
    assert (first["newer"], third["older"]) == ("", "")


def test_a_page_token_that_is_not_ours_leads_to_the_first_page(browser: Client, team: Team) -> None:
    group = make_group(team)
    lists = browser.get("/failures?state=all&workflow=pay&cursor=x").headers["Location"]

    assert lists == "/failures?state=all&workflow=pay"
    assert browser.get(f"/failures/{group.pk}?cursor=x").headers["Location"] == f"/failures/{group.pk}"


def test_what_is_new_or_back_is_marked_for_a_day(browser: Client, team: Team) -> None:
    now = timezone.now()
    new, old, came_back, resolved = (make_group(team, first_seen_at=now - days * DAY) for days in (0, 3, 3, 0))
    FailureGroup.objects.filter(pk=resolved.pk).update(state=GroupState.RESOLVED, resolved_at=now)
    failures_of(came_back, 0.5)
    failures_of(old, 2)
    DebugReport.objects.update(occurrence=Occurrence.BACK)
    marks = {row.group.pk: row.mark for row in browser.get("/failures?state=all").context["list"].rows}

    assert marks == {new.pk: "new", old.pk: "", came_back.pk: "back", resolved.pk: ""}


def test_the_trend_counts_the_failures_of_each_of_14_days(team: Team) -> None:
    group, quiet = make_group(team), make_group(team)
    failures_of(group, 0, 0, 1, 13, 14, 40)
    trends = trends_of(team=team, groups=[group, quiet])
    times = [times for _, times in trends[group.pk].days]

    assert (times[0], times[-2:], sum(times)) == (1, [1, 2], 4)
    assert trends[group.pk].drawing == "M0 12h4v12h-4zM72 12h4v12h-4zM78 0h4v24h-4z"
    assert trends[quiet.pk].total == 0
    assert trends[quiet.pk].sentence == "Failures in the last 14 days: none."


def test_the_list_asks_the_database_the_same_number_of_times_however_many(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        failures_of(make_group(team, workflow_name=f"w{number}"), 0)

    with django_assert_max_num_queries(11):
        shown(browser, "/failures")


# --- One group ------------------------------------------------------------------------------------


def test_the_page_of_a_failure_shows_its_newest_diagnosis_and_its_runs(browser: Client, team: Team) -> None:
    group = make_group(team, occurrences=3)
    older, newer = failures_of(group, 3, 1)
    pending = make_report(failed_job(team), group=group)
    DebugReport.objects.filter(pk=older.pk).update(feedback="wrong")
    page = shown(browser, f"/failures/{group.pk}")

    assert 'Look for the button "Pay now".'.replace('"', "&quot;") in page
    for report in (older, newer, pending):
        assert f'href="/runs/{report.job_id}"' in page
    assert [row.pk for row in browser.get(f"/failures/{group.pk}").context["page"].runs.rows] == [
        pending.pk,
        newer.pk,
        older.pk,
    ]
    assert browser.get(f"/failures/{group.pk}").context["page"].newest.report == newer


def test_its_runs_are_paged(browser: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_page, "RUNS_SHOWN", 2)
    group = make_group(team)
    reports = failures_of(group, 1, 2, 3)
    first = browser.get(f"/failures/{group.pk}").context
    second = browser.get(first["older"]).context

    assert [list(page["page"].runs.rows) for page in (first, second)] == [reports[:2], reports[2:]]
    assert second["older"] == ""
    assert list(browser.get(second["newer"]).context["page"].runs.rows) == reports[:2]


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({}, ""),
        ({"state": "resolved", "resolved_at": timezone.now()}, "The next failure opens it again."),
        ({"state": "ignored"}, "Ignored for good."),
        ({"state": "ignored", "occurrences": 5, "ignored_occurrences": 6}, "Ignored for 1 more failure."),
        ({"state": "ignored", "ignored_until": timezone.now() + DAY}, "Ignored until "),
    ],
)
def test_it_says_what_ends_its_state(browser: Client, team: Team, fields: dict[str, Any], note: str) -> None:
    page = browser.get(f"/failures/{make_group(team, **fields).pk}").context["page"]

    assert note in page.state_note
    assert bool(page.state_note) is bool(note)


def test_the_page_of_a_failure_asks_the_database_a_few_times_however_many_runs(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    group = make_group(team)
    failures_of(group, *range(20))

    with django_assert_max_num_queries(12):
        shown(browser, f"/failures/{group.pk}")


# --- The list of runs -----------------------------------------------------------------------------


def test_the_list_of_runs_says_what_failed_ones_failed_of(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    job = failed_job(team)
    make_report(job, make_diagnosis())
    undiagnosed = failed_job(team, error="no report yet")
    make_report(undiagnosed)
    failures_of(make_group(team), *range(10))
    with django_assert_max_num_queries(9):
        page = shown(browser, "/runs")

    assert page.count("no such button is on the page") == 11
    assert "<strong>Element not found</strong>" in page
    assert "no report yet" in page
