"""What a run said: one row a line, one partition a day. Knows job and session ids, not jobs and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

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
    workflow: str | None = None
    level: str | None = None
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
        wanted = {
            "job_id": filters.job_id,
            "workflow": filters.workflow,
            "level": filters.level,
            "source": filters.source,
            "message__icontains": filters.query,
            "at__gte": filters.since,
            "at__lt": filters.until,
        }
        return self.filter(**{lookup: value for lookup, value in wanted.items() if value is not None})

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

    def oldest_first(self) -> Self:
        return self.order_by("at", "sequence")

    def newest_first(self) -> Self:
        return self.order_by("-at", "-sequence")


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
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def place(self) -> Position:
        return Position(self.at, self.sequence)
