"""What runs said: one row a line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Collate, Lower
from django.db.models.lookups import Contains

from accounts.models import Team
from logs.models.filters import Level, LogFilters, Position, Source

CLOCKS_APART = timedelta(hours=1)  # at most, of a worker and whoever notes when a session began or was closed


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
