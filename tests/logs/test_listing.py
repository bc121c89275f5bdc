"""Reading lines a page at a time, while more arrive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import Team
from api.errors import InvalidInput, Unavailable
from logs import reading
from logs.listing import LogPage, list_lines
from logs.models import LogFilters
from logs.services import Line, append
from tests.factories import make_team

START = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)  # the lines of these tests cross midnight
NO_FILTERS = LogFilters()
# Ten million letters: far more than can be looked at in a millisecond.
MANY_LIKE_IT = """
    INSERT INTO logs_logline (team_id, job_id, workflow, source, level, message, at, t_ms)
    SELECT team_id, job_id, workflow, source, level, repeat('x', 1900), at, t_ms
    FROM logs_logline, generate_series(1, 5000)
"""


@pytest.fixture
def team() -> Team:
    return make_team()


def say(team: Team, *messages: str, job_id: UUID | None = None, workflow: str = "w", **options: object) -> None:
    """Half a second apart, but two at a time at the very same moment."""
    lines = [
        Line(
            **{  # type: ignore[arg-type]
                "t_ms": place // 2 * 500,
                "source": "workflow",
                "level": "info",
                "message": message,
                "at": START + timedelta(milliseconds=place // 2 * 500),
                **options,
            }
        )
        for place, message in enumerate(messages)
    ]
    append(team_id=team.pk, job_id=job_id, session_id=None, workflow=workflow, lines=lines)


def messages(page: LogPage) -> str:
    return "".join(line.message for line in page.lines)


@pytest.mark.django_db
def test_pages_lead_forth_and_back(team: Team) -> None:
    say(team, *"abcdefg")
    first = list_lines(team=team, filters=NO_FILTERS, limit=3)
    second = list_lines(team=team, filters=NO_FILTERS, limit=3, token=first.newer)
    third = list_lines(team=team, filters=NO_FILTERS, limit=3, token=second.newer)
    assert [messages(page) for page in (first, second, third)] == ["abc", "def", "g"]
    assert (first.older, third.newer) == (None, None)

    back = list_lines(team=team, filters=NO_FILTERS, limit=3, token=third.older)
    assert messages(back) == "def"
    assert messages(list_lines(team=team, filters=NO_FILTERS, limit=3, token=back.older)) == "abc"
    assert messages(list_lines(team=team, filters=NO_FILTERS, limit=3, token=back.newer)) == "g"


@pytest.mark.django_db
def test_from_the_newest_end(team: Team) -> None:
    say(team, *"abcdefg")
    newest = list_lines(team=team, filters=NO_FILTERS, limit=3, start="newest")
    assert (messages(newest), newest.newer) == ("efg", None)
    middle = list_lines(team=team, filters=NO_FILTERS, limit=3, token=newest.older)
    oldest = list_lines(team=team, filters=NO_FILTERS, limit=3, token=middle.older)
    assert (messages(middle), messages(oldest), oldest.older) == ("bcd", "a", None)


@pytest.mark.django_db
def test_a_page_that_is_exactly_full_leads_nowhere(team: Team) -> None:
    say(team, *"abc")
    page = list_lines(team=team, filters=NO_FILTERS, limit=3)
    assert (messages(page), page.older, page.newer) == ("abc", None, None)
    assert list_lines(team=team, filters=LogFilters(workflow="other")) == LogPage([], None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["oldest", "newest"])
def test_tokens_stay_valid_while_lines_arrive(team: Team, start: str) -> None:
    said = [f"{number:02} " for number in range(12)]
    say(team, *said)
    arriving = count(1)
    page = list_lines(team=team, filters=NO_FILTERS, limit=5, start=start)  # type: ignore[arg-type]
    seen = [page]
    while token := (page.newer if start == "oldest" else page.older):
        later = START + timedelta(hours=next(arriving))
        if later < START + timedelta(hours=3):
            say(team, "late ", at=later)
        page = list_lines(team=team, filters=NO_FILTERS, limit=5, token=token)
        seen.append(page)
    if start == "oldest":
        assert "".join(map(messages, seen)) == "".join(said) + "late late "
    else:
        assert "".join(map(messages, reversed(seen))) == "".join(said)


@pytest.mark.django_db
def test_filters(team: Team) -> None:
    job_id = uuid4()
    say(team, "i", "j", job_id=job_id)
    say(team, "E", level="error", source="executor", workflow="other")
    say(team, "100% _sure_", level="warn", source="browser", at=START + timedelta(hours=1))
    say(make_team(), "secret", job_id=job_id)

    def found(**filters: object) -> str:
        return messages(list_lines(team=team, filters=LogFilters(**filters)))  # type: ignore[arg-type]

    assert found(job_id=job_id) == "ij"
    assert found(workflow="other") == "E"
    assert found(levels=("warn",)) == "100% _sure_"
    assert found(levels=("error",), source="executor") == "E"
    assert found(source="workflow") == "ij"
    assert found(query="% _SURE") == "100% _sure_"
    assert found(levels=("error", "warn")) == "E100% _sure_"
    assert found(levels=("info", "warn", "error")) == "ijE100% _sure_"
    assert found(query="J", job_id=job_id) == "j"
    assert found(query="_", job_id=job_id) == ""
    assert found(query="\\", job_id=job_id) == ""
    assert found(since=START + timedelta(minutes=1)) == "100% _sure_"
    assert found(since=START, until=START + timedelta(hours=1)) == "ijE"
    assert found(query="secret") == ""


@pytest.mark.django_db(transaction=True)  # the limit holds for a rollback to a savepoint, too, and could end that one
def test_a_search_that_takes_too_long_says_how_to_narrow_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = uuid4()
    say(team, "the first", job_id=job_id)
    with connection.cursor() as cursor:
        cursor.execute(MANY_LIKE_IT)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "QUERY_MILLISECONDS", 1)
        with pytest.raises(Unavailable, match="Narrow it by jobId"):
            list_lines(team=team, filters=LogFilters(query="-", job_id=job_id))
    say(team, "the connection is still good")
    assert list_lines(team=team, filters=NO_FILTERS).lines


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "WzFd:abc"])
def test_a_made_up_token_is_refused(team: Team, token: str) -> None:
    with pytest.raises(InvalidInput, match="pageToken"):
        list_lines(team=team, filters=NO_FILTERS, token=token)
