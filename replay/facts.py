"""What is known of a job, as its page shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jobs.models import Job, JobEvent
from libretto.protocol import JobState

TEXT_SHOWN = 64 * 1024  # characters of one value; the API has all of it
FOLDED_FROM = 16 * 1024


@dataclass(frozen=True)
class Text:
    """A value to show, cut if it is huge."""

    shown: str
    cut: bool

    @property
    def folded(self) -> bool:
        return len(self.shown) > FOLDED_FROM


@dataclass(frozen=True)
class JobFacts:
    params: Text
    result: Text | None
    failed: bool
    headline: str
    error: Text
    mapped_stack: Text
    stack: Text
    history: Sequence[JobEvent]


def facts_of(job: Job) -> JobFacts:
    return JobFacts(
        params=text(pretty(job.params)),
        result=text(pretty(job.result)) if job.state == JobState.COMPLETED else None,
        failed=job.state == JobState.FAILED,
        headline=job.error_headline,
        error=text(job.error),
        mapped_stack=text(job.mapped_stack),
        stack=text(job.stack),
        history=list(job.events.all()),
    )


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def text(value: str) -> Text:
    return Text(value[:TEXT_SHOWN], len(value) > TEXT_SHOWN)
