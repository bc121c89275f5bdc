"""Storing lines: in order, whatever they hold, whether their day has a partition or not."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from logs import partitions, services
from logs.models import LogLine
from logs.services import Line, append

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def lines_of(*messages: str, at: datetime = NOON) -> list[Line]:
    return [Line(t_ms=5, source="workflow", level="info", message=message, at=at) for message in messages]


@pytest.mark.django_db
def test_a_batch_keeps_its_order_and_all_it_was_given() -> None:
    team_id, job_id, session_id = uuid4(), uuid4(), uuid4()
    line = Line(t_ms=1500, source="browser", level="error", message="Failed to load", at=NOON)
    append(team_id=team_id, job_id=job_id, session_id=session_id, workflow="orders", lines=[line, *lines_of("b", "a")])

    first, *rest = LogLine.objects.filter(team_id=team_id).oldest_first()
    assert (first.job_id, first.session_id, first.workflow) == (job_id, session_id, "orders")
    assert (first.source, first.level, first.message, first.at, first.t_ms) == (
        "browser",
        "error",
        "Failed to load",
        NOON,
        1500,
    )
    assert [line.message for line in rest] == ["b", "a"]


@pytest.mark.django_db
def test_what_the_server_says_itself_quotes_no_secret() -> None:
    said = "Failed after 2 s: OperationalError: postgresql://libretto:hunter2@db/x refused, password=hunter2"
    line = Line(t_ms=5, source="executor", level="error", message=said, at=NOON)
    append(team_id=uuid4(), job_id=None, session_id=None, workflow="orders", lines=[line])

    assert LogLine.objects.get().message == (
        "Failed after 2 s: OperationalError: postgresql://libretto:[hidden]@db/x refused, password=[hidden]"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\tb\nc\rd", "a\tb\nc\rd"),
        ("\\N \\. \\x00 \\", "\\N \\. \\x00 \\"),
        ("nul\x00nul", "nul\ufffdnul"),
        ("half \ud83d a smile", "half \ufffd a smile"),
        ("😀 ümlaut \u202e", "😀 ümlaut \u202e"),
        ("", ""),
        ("x" * 5_000_000, "x" * 5_000_000),
    ],
    ids=["blanks", "backslashes", "nul", "surrogate", "emoji", "empty", "5 MB"],
)
def test_any_text_is_stored(said: str, kept: str) -> None:
    append(team_id=uuid4(), job_id=None, session_id=None, workflow="odd\x00name", lines=lines_of(said))
    line = LogLine.objects.get()
    assert (line.message, line.workflow) == (kept, "odd\ufffdname")


@pytest.mark.django_db
def test_a_clock_out_of_range_does_not_lose_the_batch() -> None:
    lines = [Line(t_ms=t_ms, source="executor", level="info", message="", at=NOON) for t_ms in (2**40, -(2**40))]
    append(team_id=uuid4(), job_id=None, session_id=None, workflow="w", lines=lines)
    assert {line.t_ms for line in LogLine.objects.all()} == {2**31 - 1, -(2**31 - 1)}


@pytest.mark.django_db
def test_a_batch_over_midnight_goes_to_two_partitions() -> None:
    midnight = datetime(2025, 3, 2, tzinfo=UTC)
    before = midnight - timedelta(microseconds=1)
    others = partitions.existing()  # tests that commit leave some
    append(
        team_id=uuid4(),
        job_id=None,
        session_id=None,
        workflow="w",
        lines=[*lines_of("old", at=before), *lines_of("new", at=midnight)],
    )
    assert partitions.existing() - others == {date(2025, 3, 1), date(2025, 3, 2)}
    assert LogLine.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("parent", partitions.TABLES)
def test_a_new_day_has_every_index(parent: str) -> None:
    partitions.make([NOON.date()])
    assert indexes_of(f"{parent}_20260301") == indexes_of(parent) != []


def indexes_of(table: str) -> list[str]:
    """By what they hold: 'btree (job_id, at)', without their names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass", [table])
        return sorted(definition.partition(" USING ")[2] for (definition,) in cursor.fetchall())


@pytest.mark.django_db
def test_a_failed_batch_stores_nothing_and_leaves_the_transaction_usable() -> None:
    bad = Line(t_ms=0, source="workflow", level="x" * 21, message="", at=NOON)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="value too long"):
        append(team_id=uuid4(), job_id=None, session_id=None, workflow="w", lines=[*lines_of("fine"), bad])
    assert LogLine.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_a_new_day_make_one_partition() -> None:
    team_id, together = uuid4(), threading.Barrier(8)
    failures: list[Exception] = []

    def write() -> None:
        try:
            together.wait(10)
            append(team_id=team_id, job_id=None, session_id=None, workflow="w", lines=lines_of("a", "b"))
        except Exception as error:  # noqa: BLE001 (told below)
            failures.append(error)
        finally:
            connection.close()

    partitions.drop_before(date.max)
    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert LogLine.objects.filter(team_id=team_id).count() == 16
    assert list(partitions.existing()) == [NOON.date()]


@pytest.mark.django_db(transaction=True)
def test_maintenance_keeps_the_days_wanted(settings: Settings) -> None:
    settings.LOG_DAYS = 2
    today = timezone.now().astimezone(UTC).date()
    partitions.drop_before(date.max)
    partitions.make(today - timedelta(days=days) for days in range(5))
    services.maintain_partitions()
    services.maintain_partitions()
    assert sorted(partitions.existing()) == [today + timedelta(days=days) for days in range(-2, 4)]


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_being_read_is_dropped_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LOCK_WAIT", "50ms")
    append(team_id=uuid4(), job_id=None, session_id=None, workflow="w", lines=lines_of("a"))
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with transaction.atomic():
            LogLine.objects.count()
            reading.set()
            done.wait(20)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(10)
    assert partitions.drop_before(date(2026, 3, 2)) == []
    append(  # meanwhile nobody waits
        team_id=uuid4(),
        job_id=None,
        session_id=None,
        workflow="w",
        lines=lines_of("b", at=NOON + timedelta(days=5)),
    )
    assert list(LogLine.objects.values_list("message", flat=True)) == ["b"]
    done.set()
    reader.join(10)
    assert partitions.drop_before(date(2026, 3, 2)) == [NOON.date()]


@pytest.mark.django_db(transaction=True)
def test_a_day_that_was_detached_but_not_dropped_goes_the_next_time() -> None:
    append(team_id=uuid4(), job_id=None, session_id=None, workflow="w", lines=lines_of("a"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE logs_logline DETACH PARTITION logs_logline_20260301 CONCURRENTLY")
    assert partitions.drop_before(date(2026, 3, 2)) == [NOON.date()]
    assert "logs_logline_20260301" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_dropping_leaves_the_connection_as_it_was() -> None:
    partitions.make([NOON.date()])
    with connection.cursor() as cursor:
        assert partitions.drop_before(date(2026, 3, 2)) == [NOON.date()]
        cursor.execute("SELECT setting = reset_val FROM pg_settings WHERE name IN ('deadlock_timeout', 'lock_timeout')")
        assert cursor.fetchall() == [(True,), (True,)]
