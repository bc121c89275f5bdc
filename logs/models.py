"""What runs said: one row a line, and what search finds lines by. Knows job and session ids, not jobs and sessions.

Both tables have one partition a day; see logs/partitions.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Collate, Lower
from django.db.models.lookups import Contains

from accounts.models import Team

CLOCKS_APART = timedelta(hours=1)  # at most, of a worker and whoever notes when a session began or was closed


class Level(models.TextChoices):
    INFO = "info", "Info"
    WARN = "warn", "Warning"
    ERROR = "error", "Error"


class Source(models.TextChoices):
    WORKFLOW = "workflow", "Workflow"
    EXECUTOR = "executor", "Executor"
    BROWSER = "browser", "Browser"


@dataclass(frozen=True, kw_only=True, slots=True)
class LogFilters:
    """What to keep of a team's lines. `since` is the first moment kept, `until` the first one left out."""

    job_id: UUID | None = None
    session_id: UUID | None = None
    workflow: str | None = None
    levels: tuple[str, ...] = ()  # none: all of them
    source: str | None = None
    query: str | None = None  # part of the message, in any case of letters
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A line's place in the order of all lines: when it was said, then which was stored first."""

    at: datetime
    sequence: int


class LogLineQuerySet(models.QuerySet["LogLine"]):
    def of(self, team: Team) -> Self:
        return self.filter(team_id=team.pk)

    def matching(self, filters: LogFilters) -> Self:
        """Of any level: an index gives lines of one level in their order, not of two."""
        wanted = {
            "job_id": filters.job_id,
            "session_id": filters.session_id,
            "workflow": filters.workflow,
            "source": filters.source,
            "at__gte": filters.since,
            "at__lt": filters.until,
        }
        kept = self.filter(**{lookup: value for lookup, value in wanted.items() if value is not None})
        return kept if filters.query is None else kept.saying(filters.query)

    def saying(self, text: str) -> Self:
        """In any case of letters. PostgreSQL compares thrice as fast when it need not know letters beyond ASCII."""
        if text.isascii():
            return self.filter(Contains(Lower(Collate("message", "C")), text.lower()))
        return self.filter(message__icontains=text)

    def within(self, since: datetime, until: datetime) -> Self:
        return self.filter(at__gte=since, at__lt=until)

    def of_session(self, session_id: UUID, open_between: tuple[datetime, datetime | None]) -> Self:
        """The times keep PostgreSQL from looking into the partition of every day."""
        begun, closed = open_between
        lines = self.filter(session_id=session_id, at__gte=begun - CLOCKS_APART)
        return lines.filter(at__lt=closed + CLOCKS_APART) if closed else lines

    # `at` is compared twice: PostgreSQL skips partitions by a plain comparison, but not by one of rows.
    def after(self, place: Position) -> Self:
        beyond = TupleGreaterThan((models.F("at"), models.F("sequence")), (place.at, place.sequence))
        return self.filter(beyond, at__gte=place.at)

    def before(self, place: Position) -> Self:
        short_of = TupleLessThan((models.F("at"), models.F("sequence")), (place.at, place.sequence))
        return self.filter(short_of, at__lte=place.at)

    def at(self, place: Position) -> LogLine | None:
        return self.filter(at=place.at, sequence=place.sequence).first()

    def oldest_first(self) -> Self:
        return self.order_by("at", "sequence")

    def newest_first(self) -> Self:
        return self.order_by("-at", "-sequence")


def _rare(field: str, common: str) -> models.Q:
    """Most lines are not in such an index, which keeps storing them cheap."""
    return ~models.Q(**{field: common})


class LogLine(models.Model):
    """Written by `logs.services.append` only, in one COPY a batch. Never changed."""

    pk = models.CompositePrimaryKey("team_id", "at", "sequence")
    team_id = models.UUIDField()
    job_id = models.UUIDField(null=True)
    session_id = models.UUIDField(null=True)
    workflow = models.CharField(max_length=200)
    source = models.CharField(max_length=20, choices=Source)
    level = models.CharField(max_length=20, choices=Level)
    message = models.TextField()
    at = models.DateTimeField(help_text="Zero of the session's clock plus t_ms.")
    t_ms = models.IntegerField()
    sequence = models.BigIntegerField(help_text="From a database sequence: lines of one batch keep their order.")

    objects: ClassVar = LogLineQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["job_id", "at", "sequence"], name="log_of_job"),
            models.Index(fields=["session_id", "sequence"], name="log_of_session"),
            models.Index(fields=["team_id", "workflow", "at", "sequence"], name="log_of_workflow"),
            *(
                models.Index(fields=[*whose, of, "at", "sequence"], condition=_rare(of, common), name=name)
                for whose, of, common, name in (
                    (["team_id"], "level", Level.INFO, "log_trouble_of_team"),
                    (["team_id", "workflow"], "level", Level.INFO, "log_trouble_of_workflow"),
                    (["job_id"], "level", Level.INFO, "log_trouble_of_job"),
                    (["team_id"], "source", Source.WORKFLOW, "log_of_source_of_team"),
                    (["job_id"], "source", Source.WORKFLOW, "log_of_source_of_job"),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def place(self) -> Position:
        return Position(self.at, self.sequence)


class SearchChunkQuerySet(models.QuerySet["SearchChunk"]):
    def of(self, team: Team) -> Self:
        return self.filter(team_id=team.pk)

    def matching(self, filters: LogFilters) -> Self:
        """That may have such lines, by what chunks know."""
        wanted = {"job_id": filters.job_id, "workflow": filters.workflow}
        return self.filter(**{name: value for name, value in wanted.items() if value is not None})

    def with_words(self, words: Iterable[str]) -> Self:
        """Where each of them is in a word of some line."""
        wanted = models.Q()
        for word in words:
            wanted &= models.Q(words__contains=word)
        return self.filter(wanted)

    def between(self, since: datetime, until: datetime) -> Self:
        """That may have lines then. PostgreSQL skips partitions by `at`; no chunk goes on after midnight."""
        midnight = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return self.filter(at__gte=since, at__lt=midnight, first_at__lt=until)

    def oldest_first(self, after: tuple[datetime, int] | None) -> Self:
        """By their beginning. `after` is the beginning and the number of the last one seen."""
        key = (models.F("first_at"), models.F("number"))
        chunks = self if after is None else self.filter(TupleGreaterThan(key, after))
        return chunks.order_by(*key)

    def newest_first(self, after: tuple[datetime, int] | None) -> Self:
        """By their end. `after` is the end and the number of the last one seen."""
        key = (models.F("at"), models.F("number"))
        chunks = self if after is None else self.filter(TupleLessThan(key, after), at__lte=after[0])
        return chunks.order_by("-at", "-number")


class SearchChunk(models.Model):
    """The words of some hundred lines that were stored together, all of one day (UTC): where a search begins.

    Written by `logs.services.append` only, with the lines. See docs/decisions/log-search.md.
    """

    pk = models.CompositePrimaryKey("team_id", "at", "number")
    team_id = models.UUIDField()
    job_id = models.UUIDField(null=True)
    workflow = models.CharField(max_length=200)
    first_at = models.DateTimeField(help_text="Of its first line.")
    at = models.DateTimeField(help_text="Of its last line.")
    number = models.BigIntegerField(help_text="From a database sequence.")
    words = models.TextField(help_text="Each word once, as `logs.words` finds them, separated by blanks.")

    objects: ClassVar = SearchChunkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["job_id", "at"], name="log_chunk_of_job"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="log_chunk_words"),
        ]

    def __str__(self) -> str:
        return f"{self.first_at} to {self.at}"
