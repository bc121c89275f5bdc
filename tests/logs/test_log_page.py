"""/logs: the page, what its addresses answer, and the files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Team
from recordings.models import BrowserSession
from tests.factories import make_team, make_user, signed_in
from tests.jobs.making import make_job
from tests.recordings.making import make_session
from tests.replay.making import add_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def member(team: Team) -> Client:
    return signed_in(make_user(team))


@pytest.fixture
def session(team: Team) -> BrowserSession:
    return make_session(team, job_id=make_job(team).pk)


def rows(member: Client, query: str) -> Any:
    response = member.get(f"/logs/lines?{query}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_the_page_shows_the_newest_lines_and_leads_to_older_ones(member: Client, session: BrowserSession) -> None:
    add_lines(session, *(f"said {number:03}." for number in range(250)))
    page = member.get("/logs")
    assert b"said 249." in page.content
    assert b"said 049." not in page.content
    older = member.get("/logs", {"token": rows(member, "limit=200")["older"]})
    assert b"said 049." in older.content
    assert b"said 050." not in older.content


def test_what_a_line_says_is_text_without_sequences(member: Client, session: BrowserSession) -> None:
    add_lines(session, "\x1b[31m<b>bold</b>\x1b[0m")
    assert b"workflow  &lt;b&gt;bold&lt;/b&gt;" in member.get("/logs").content


@pytest.mark.parametrize(
    ("field", "label"),
    [("job", "Run"), ("since", "Since (UTC)"), ("until", "Until (UTC)"), ("level", "Level"), ("source", "Source")],
)
@pytest.mark.parametrize("path", ["/logs", "/logs/lines", "/logs/download"])
def test_a_bad_value_is_refused_by_name(member: Client, path: str, field: str, label: str) -> None:
    response = member.get(path, {field: "nonsense"})
    assert response.status_code == 400
    assert f"{label}: ".encode() in response.content
    assert b"Input validation" not in response.content


@pytest.mark.parametrize("path", ["/logs", "/logs/lines", "/logs/download"])
def test_no_run_of_another_team(member: Client, path: str) -> None:
    response = member.get(path, {"job": str(make_job(make_team()).pk)})
    assert response.status_code == 404
    assert b"There is no such run in this team." in response.content


def test_a_short_search_without_a_run_is_refused_with_a_sentence(member: Client) -> None:
    response = member.get("/logs/lines?query=ab")
    assert response.status_code == 400
    assert "at least 3 letters" in json.loads(response.content)["message"]


def test_pages_around_a_line_go_on_in_both_directions(member: Client, session: BrowserSession) -> None:
    add_lines(session, *(f"line {number}" for number in range(40)))
    every = rows(member, "")["lines"]
    place = f"{every[20][10]}-{every[20][0]}"
    found = rows(member, f"around={place}&limit=10")
    assert found["lines"] == every[16:26]
    assert rows(member, f"token={found['older']}")["lines"] == every[:16]
    assert rows(member, f"token={found['newer']}")["lines"] == every[26:]


def test_around_a_line_that_is_gone_are_its_neighbours(member: Client, session: BrowserSession) -> None:
    add_lines(session, "one", "two")
    [one, two] = rows(member, "")["lines"]
    found = rows(member, f"around={one[10] + 1}-{one[0]}")
    assert (found["lines"], found["older"], found["newer"]) == ([one, two], None, None)


def test_a_long_line_is_cut_and_whole_at_its_place(member: Client, session: BrowserSession) -> None:
    add_lines(session, "é" * 5000)
    [row] = rows(member, "")["lines"]
    assert (len(row[4]), row[5]) == (4000, 1)
    assert json.loads(member.get(f"/logs/lines/{row[10]}-{row[0]}").content)["text"] == "é" * 5000


def test_files_have_all_lines_of_the_filter_oldest_first(member: Client, session: BrowserSession) -> None:
    add_lines(session, *(f"\x1b[1mline {number}\x1b[0m" for number in range(2500)))
    text = member.get("/logs/download", {"format": "text", "job": str(session.job_id)})
    said = b"".join(text.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split("workflow  ")[1] for line in said] == [f"line {number}" for number in range(2500)]
    assert f'filename="log-run-{str(session.job_id)[:8]}' in text.headers["Content-Disposition"]
    ndjson = member.get("/logs/download", {"format": "ndjson", "query": "line 2499"})
    [line] = b"".join(ndjson.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert json.loads(line)["message"] == "\x1b[1mline 2499\x1b[0m"
