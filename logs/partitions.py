"""The daily partitions of the log, named by their day in UTC: `logs_logline_20261123`."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import OperationalError, connection, transaction
from psycopg import sql

TABLE = "logs_logline"
LOCK = 0x6C6F6773  # "logs": one maker of partitions at a time, on this database
LOCK_WAIT = "2s"

logger = logging.getLogger(__name__)


def existing() -> dict[date, str]:
    """Table name by day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE])
        names = [str(name) for (name,) in cursor.fetchall()]
    days = {}
    for name in names:
        if match := re.fullmatch(rf"{TABLE}_(\d{{8}})", name):
            days[datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC).date()] = name
    return days


def make(days: Iterable[date]) -> None:
    """Makes the missing ones. Does not disturb readers or writers: attaching takes no lock they need."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for day in sorted(set(days) - existing().keys()):
            begin = datetime.combine(day, time(), UTC)
            name = sql.Identifier(f"{TABLE}_{day:%Y%m%d}")
            parent = sql.Identifier(TABLE)
            cursor.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS)").format(name, parent))
            cursor.execute(
                sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
                    parent, name, sql.Literal(begin.isoformat()), sql.Literal((begin + timedelta(days=1)).isoformat())
                )
            )


def drop_before(day: date) -> list[date]:
    """Drops the days before `day` and answers which. One that is being read for long waits for the next time."""
    dropped = []
    for old, name in sorted(existing().items()):
        if old < day:
            try:
                _drop(name)
            except OperationalError as error:
                logger.warning("The log of %s is in use and will be dropped later: %s", old, error)
            else:
                dropped.append(old)
    return dropped


def _drop(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # A DROP that waits for one long reader would hold up every other query of the log behind it.
        cursor.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(LOCK_WAIT)))
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name)))
