"""Searching: by the words of chunks, then line by line, in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from api.errors import InvalidInput
from logs import reading, search
from logs.listing import list_lines
from logs.models import LogFilters, LogLine, SearchChunk
from logs.services import Line, append
from logs.words import telling_words, words_of
from tests.factories import make_team

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def team() -> Team:
    return make_team()


def say(team: Team, *messages: str, job_id: UUID | None = None, at: datetime = MIDNIGHT, level: str = "info") -> None:
    lines = [
        Line(t_ms=0, source="workflow", level=level, message=message, at=at)  # type: ignore[arg-type]
        for message in messages
    ]
    append(team_id=team.pk, job_id=job_id, session_id=None, workflow="w", lines=lines)


def found(team: Team, *, limit: int = 100, **filters: object) -> list[str]:
    page = list_lines(team=team, filters=LogFilters(**filters), limit=limit)  # type: ignore[arg-type]
    return [line.message for line in page.lines]


def all_pages(team: Team, filters: LogFilters, *, limit: int, start: Literal["oldest", "newest"]) -> list[str]:
    lines: list[LogLine] = []
    token = None
    while True:
        page = list_lines(team=team, filters=filters, limit=limit, token=token, start=start)
        lines = [*page.lines, *lines] if start == "newest" else [*lines, *page.lines]
        token = page.older if start == "newest" else page.newer
        if token is None:
            return [line.message for line in lines]


@pytest.mark.parametrize(
    ("message", "query"),
    [
        ("Order 4711 was found", "der 47"),
        ("Order 4711 was found", "ORDER"),
        ("https://shop.example/a?b=c%20d", "example/a?b"),
        ("ΟΔΟΣ", "οδος"),
        ("Straße", "straße"),
        ("snake_case_name", "case_na"),
        ("日本語のログ", "本語の"),
        ("tab\tbetween", "tab\tbet"),
    ],
)
def test_what_contains_a_query_has_its_words(message: str, query: str) -> None:
    words = words_of(["other line", message])
    assert telling_words(query)
    assert all(word in words for word in telling_words(query))


def test_words_are_the_same_with_and_without_letters_beyond_ascii() -> None:
    said = "".join(map(chr, range(128))) + " GET /a_b?c=1&d=x-9 [31mred\x1b[0m\v\x1c"
    assert set(words_of([said]).split(" ")) == set(words_of([said, "é"]).split(" ")) - {"é"}


def test_short_words_tell_nothing() -> None:
    assert telling_words("a-b, 12 %!") == []
    assert telling_words("the a 404") == ["404", "the"]


@pytest.mark.django_db
def test_lines_that_do_not_have_the_words_are_not_read(team: Team) -> None:
    for number in range(30):
        say(team, f"ordinary line {number}", "another", at=MIDNIGHT + timedelta(seconds=number))
    say(team, "the needle", at=MIDNIGHT + timedelta(seconds=15, milliseconds=500))
    with CaptureQueriesContext(connection) as queries:
        assert found(team, query="needle") == ["the needle"]
    of_lines = [query["sql"] for query in queries if 'FROM "logs_logline"' in query["sql"]]
    assert len(of_lines) == 1
    assert "15.5" in of_lines[0]  # the chunk's times


@pytest.mark.django_db
def test_a_search_of_all_runs_needs_three_characters_in_a_row(team: Team) -> None:
    job_id = uuid4()
    say(team, "a-b", job_id=job_id)
    for query in ("a", "a-b", "--->", "  "):
        with pytest.raises(InvalidInput, match="query: Search for at least 3 letters or digits in a row"):
            list_lines(team=team, filters=LogFilters(query=query))
    assert found(team, query="a-b", job_id=job_id) == ["a-b"]


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["oldest", "newest"])
def test_a_long_search_stops_and_goes_on_with_the_next_page(
    team: Team, start: Literal["oldest", "newest"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_SECONDS", 0)
    monkeypatch.setattr(search, "WITH_WORDS", search.WITH_WORDS._replace(groups=(1,)))
    expected = []
    for number in range(6):  # the words are in each chunk, the text in every second
        at = MIDNIGHT + timedelta(hours=number)
        text = f"red apple {number}" if number % 2 else f"apple {number} red"
        say(team, text, at=at)
        expected += [text] if number % 2 else []
    filters = LogFilters(query="red apple", since=MIDNIGHT, until=MIDNIGHT + timedelta(hours=6))
    first = list_lines(team=team, filters=filters, limit=10, start=start)
    assert len(first.lines) < 3
    assert first.newer if start == "oldest" else first.older
    assert all_pages(team, filters, limit=10, start=start) == expected


@pytest.mark.django_db
def test_a_chunk_has_the_words_of_one_day_and_one_run(team: Team) -> None:
    job_id = uuid4()
    lines = [
        Line(t_ms=0, source="workflow", level="info", message=message, at=MIDNIGHT + timedelta(seconds=second))
        for second, message in ((-2, "One two"), (-1, "two"), (0, "three"), (1, "three!"))
    ]
    append(team_id=team.pk, job_id=job_id, session_id=None, workflow="orders", lines=lines)
    chunks = SearchChunk.objects.of(team).order_by("at")
    assert [(chunk.job_id, chunk.workflow, set(chunk.words.split())) for chunk in chunks] == [
        (job_id, "orders", {"one", "two"}),
        (job_id, "orders", {"three"}),
    ]
    assert (chunks[0].first_at, chunks[0].at) == (lines[0].at, lines[1].at)
