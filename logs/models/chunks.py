"""What search finds lines by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from accounts.models import Team
from logs.models.filters import LogFilters


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
            models.Index(fields=["team_id", "workflow", "at", "number"], name="log_chunk_of_workflow"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="log_chunk_words"),
        ]

    def __str__(self) -> str:
        return f"{self.first_at} to {self.at}"
