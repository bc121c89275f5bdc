"""Which lines to keep, and where one is among all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models


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
