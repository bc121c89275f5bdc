"""Setting right what workers, brokers and machines forgot. Safe to run at any time, also side by side.

All of it is conditional: a job that moved on between the look and the change is left alone.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs import endings, story
from jobs.claims import waiting
from jobs.endings import Ending
from jobs.models import Job
from jobs.queue import announce
from jobs.states import HELD, move
from libretto.protocol import ErrorCode, JobState
from recordings import services as recordings
from recordings.models import BrowserSession

log = logging.getLogger(__name__)

BATCH = 200
MOST_ATTEMPTS = 3  # to get a run as far as its first line of user code
ANNOUNCED_FOR = timedelta(seconds=30)  # an announcement not heard for so long may be lost
SESSION_SETTLES = timedelta(minutes=5)  # a younger session may not have been noted in its job yet

LOST = "The worker that ran this stopped reporting"


def sweep() -> None:
    cancel_waiting()
    end_silent()
    announce_forgotten()
    close_left_sessions()


def cancel_waiting() -> None:
    """Somebody asked to cancel a run just when it went back to the queue."""
    asked = Job.objects.filter(state=JobState.QUEUED, cancel_requested_at__isnull=False)
    for job_id in asked.values_list("pk", flat=True)[:BATCH]:
        reason = endings.cancelled().reason
        move(job_id, to=JobState.CANCELLED, reason=reason, from_states=[JobState.QUEUED])


def announce_forgotten() -> None:
    """Again after 30 s, then each time after as long as it has been waiting: few messages in a long queue."""
    now = timezone.now()
    forgotten = (
        Job.objects.only(*story.NEEDED, "enqueued_at")
        .filter(state=JobState.QUEUED, cancel_requested_at=None, enqueued_at__lt=now - ANNOUNCED_FOR)
        .filter(enqueued_at__lt=F("heartbeat_at") + (now - F("enqueued_at")))
    )
    for job in forgotten.order_by("created_at")[:BATCH]:
        with transaction.atomic():
            mine = Job.objects.filter(pk=job.pk, state=JobState.QUEUED, enqueued_at=job.enqueued_at)
            if mine.update(enqueued_at=now):
                story.waits(job)
                announce(job.pk)


def end_silent() -> None:
    """Runs whose worker has not given a sign of life: queued again if no user code has run, else failed."""
    silent_since = timezone.now() - timedelta(seconds=settings.SILENCE_SECONDS)
    if database_started_at() > silent_since:
        return  # nobody could report while it was down
    silent = Q(heartbeat_at__lt=silent_since)
    for job in Job.objects.filter(silent, state__in=HELD).defer("params").order_by("heartbeat_at")[:BATCH]:
        ending = _ending_of(job)
        if _end(job, ending, silent):
            log.warning("Job %s: %s. Now %s.", job.id, LOST, ending.to)
            if job.session_id is not None:
                recordings.close_session(session_id=job.session_id)


def close_left_sessions() -> None:
    """Sessions that no run uses any more, and that nobody closed."""
    in_use = Job.objects.active().filter(session_id__isnull=False).values("session_id")
    left = BrowserSession.objects.open().filter(job_id__isnull=False, created_at__lt=timezone.now() - SESSION_SETTLES)
    for session_id in left.exclude(pk__in=in_use).values_list("pk", flat=True)[:BATCH]:
        recordings.close_session(session_id=session_id)


def database_started_at() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()")
        (started_at,) = cursor.fetchone()
    moment: datetime = started_at
    return moment


def _ending_of(job: Job) -> Ending:
    if job.cancel_requested_at is not None:
        return endings.cancelled()
    if job.code_started_at is not None:
        return endings.failed(
            ErrorCode.WORKER_LOST,
            f"{LOST} after the workflow had begun. It was not run again by itself, because what it had done "
            "so far cannot be undone. Run it again if that is safe.",
        )
    if job.attempt >= MOST_ATTEMPTS:
        return endings.failed(
            ErrorCode.WORKER_LOST,
            f"{LOST} before the workflow began, {job.attempt} times. Check the worker's log and the "
            "machine's memory, then run it again.",
        )
    return Ending(JobState.QUEUED, f"{LOST} before the workflow began.")


def _end(job: Job, ending: Ending, silent: Q) -> bool:
    fields = waiting() if ending.to is JobState.QUEUED else dict(ending.fields)
    with transaction.atomic():
        moved = move(
            job.id,
            to=ending.to,
            reason=ending.reason,
            from_states=[JobState(job.state)],
            held_by=job.claim,
            only_if=silent,
            **fields,
        )
        if moved and ending.to is JobState.QUEUED:
            announce(job.id)
    return moved
