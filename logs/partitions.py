"""The daily partitions of the log's tables, named by their day in UTC: `logs_logline_20261123`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import OperationalError, connection, transaction
from psycopg import sql

LINES, CHUNKS = "logs_logline", "logs_searchchunk"
TABLES = (LINES, CHUNKS)
LOCK = 0x6C6F6773  # "logs": one maker of partitions at a time, on this database
LOCK_WAIT = "2s"
VACUUM_WAIT = "50ms"
# Autovacuum gives way to whoever has waited for it this long. Whether we may say how long depends on the installation.
SET_VACUUM_WAIT = """
    SELECT set_config(name, coalesce(%s, reset_val), false) FROM pg_settings
    WHERE name = 'deadlock_timeout' AND has_parameter_privilege(name, 'SET')
"""
# Tables by their name: one that was detached and not dropped, because somebody died in between, is nobody's partition.
FIND = """
    SELECT part.relname, inhrelid IS NOT NULL, coalesce(inhdetachpending, false)
    FROM pg_class parent
    JOIN pg_class part ON part.relnamespace = parent.relnamespace AND part.relkind = 'r'
        AND part.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
    LEFT JOIN pg_inherits ON inhrelid = part.oid
    WHERE parent.oid = %s::regclass
"""

logger = logging.getLogger(__name__)


class Partition(NamedTuple):
    """`leaving`: its detaching was begun and not finished. Its rows are out of sight then."""

    table: str
    day: date
    name: str
    attached: bool
    leaving: bool


def existing(table: str = LINES) -> set[date]:
    """The days that are there to be read and written."""
    return {partition.day for partition in _found(table) if partition.attached and not partition.leaving}


def make(days: Iterable[date]) -> None:
    """Makes the missing ones. Does not disturb readers or writers: attaching takes no lock they need."""
    days = set(days)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for table in TABLES:
            for day in sorted(days - existing(table)):
                begin = datetime.combine(day, time(), UTC)
                name, parent = sql.Identifier(f"{table}_{day:%Y%m%d}"), sql.Identifier(table)
                cursor.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS)").format(name, parent))
                bounds = [sql.Literal(moment.isoformat()) for moment in (begin, begin + timedelta(days=1))]
                attach = sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})")
                cursor.execute(attach.format(parent, name, *bounds))


def drop_before(day: date) -> list[date]:
    """Drops the days before `day` and answers which. One that is being read for long waits for the next time.

    Not to be called in a transaction: each step is one of its own, and can be taken up where it was left.
    """
    old = [partition for table in TABLES for partition in _found(table) if partition.day < day]
    left = set()
    for partition in old:
        try:
            _drop(partition)
        except OperationalError as error:
            logger.warning("%s is in use and will be dropped later: %s", partition.name, error)
            left.add(partition.day)
    return sorted({partition.day for partition in old} - left)


def _drop(partition: Partition) -> None:
    """A plain DROP would wait for the last reader of the day, and every query of the log would wait behind it."""
    name, parent = sql.Identifier(partition.name), sql.Identifier(partition.table)
    with _impatiently(), connection.cursor() as cursor:
        if partition.attached:
            how = sql.SQL("FINALIZE" if partition.leaving else "CONCURRENTLY")
            cursor.execute(sql.SQL("ALTER TABLE {} DETACH PARTITION {} {}").format(parent, name, how))
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))


@contextmanager
def _impatiently() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(LOCK_WAIT)))
        cursor.execute(SET_VACUUM_WAIT, [VACUUM_WAIT])
        try:
            yield
        finally:
            cursor.execute(SET_VACUUM_WAIT, [None])
            cursor.execute("RESET lock_timeout")


def _found(table: str) -> list[Partition]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, [table])
        rows = cursor.fetchall()
    return [
        Partition(table, datetime.strptime(name[-8:], "%Y%m%d").replace(tzinfo=UTC).date(), name, attached, leaving)
        for name, attached, leaving in rows
    ]
