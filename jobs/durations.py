"""How long a run took, in words."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jobs.models import Job
from recordings import playback


def duration_of(job: Job) -> str:
    """'3 min 5 s', '' for a run that has not begun."""
    if job.started_at is None:
        return ""
    end = job.completed_at or timezone.now()
    return playback.readable(max(0, (end - job.started_at) // timedelta(milliseconds=1)))
