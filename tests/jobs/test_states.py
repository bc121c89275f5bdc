"""`jobs.states.move`: the allowed moves, what each leaves behind, and who wins a race."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q

from jobs.models import UNFINISHED, Job, JobEvent
from jobs.states import ALLOWED, job_finished, move
from libretto.protocol import FINAL_STATES, JobState
from tests.jobs.making import make_job

MOVES = [(old, new) for old in JobState for new in JobState]


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    calls: list[dict[str, Any]] = []

    def listen(**said: Any) -> None:
        calls.append(said)

    job_finished.connect(listen)
    yield calls
    job_finished.disconnect(listen)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), [move for move in MOVES if move[1] in ALLOWED[move[0]]])
def test_an_allowed_move_changes_the_state_and_leaves_an_event(old: JobState, new: JobState) -> None:
    job = make_job(state=old, claim=uuid4())

    assert move(job.id, to=new, reason="because", from_states=[old], error="why")

    job.refresh_from_db()
    event = JobEvent.objects.get(job=job)
    assert (job.state, job.error) == (new, "why")
    assert (event.old, event.new, event.reason) == (old, new, "because")
    assert (job.completed_at is not None) == (new in FINAL_STATES)
    assert (job.claim is None) == (new in FINAL_STATES or new == JobState.QUEUED)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), [move for move in MOVES if move[1] not in ALLOWED[move[0]]])
def test_any_other_move_is_a_mistake_of_ours(old: JobState, new: JobState) -> None:
    job = make_job(state=old)

    with pytest.raises(ValueError, match=f"from {old} to {new}"):
        move(job.id, to=new, reason="", from_states=[old])

    assert Job.objects.get(pk=job.pk).state == old


@pytest.mark.django_db
def test_nothing_happens_from_another_state_or_by_another_claim_or_outside_the_condition() -> None:
    job = make_job(state=JobState.RUNNING, claim=uuid4())

    assert not move(job.id, to=JobState.CANCELLED, reason="", from_states=[JobState.QUEUED])
    assert not move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING], held_by=uuid4())
    assert not move(job.id, to=JobState.FAILED, reason="", from_states=UNFINISHED, only_if=Q(attempt__gt=5))

    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    assert not JobEvent.objects.filter(job=job).exists()


@pytest.mark.django_db(transaction=True)
def test_a_finished_job_is_announced_once_after_commit(heard: list[dict[str, Any]]) -> None:
    job = make_job(state=JobState.RUNNING)

    assert move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING])
    assert not move(job.id, to=JobState.FAILED, reason="", from_states=UNFINISHED)

    assert [(said["job_id"], said["state"]) for said in heard] == [(job.id, JobState.COMPLETED)]


@pytest.mark.django_db(transaction=True)
def test_of_two_movers_one_wins(heard: list[dict[str, Any]]) -> None:
    job = make_job(state=JobState.RUNNING)
    targets = [JobState.COMPLETED, JobState.CANCELLED, JobState.FAILED, JobState.FAILED]
    together = Barrier(len(targets))

    def race(to: JobState) -> bool:
        try:
            connection.ensure_connection()
            together.wait(10)
            return move(job.id, to=to, reason=str(to), from_states=[JobState.RUNNING])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(targets)) as pool:
        won = list(pool.map(race, targets))

    assert won.count(True) == 1
    assert Job.objects.get(pk=job.pk).state == targets[won.index(True)]
    assert JobEvent.objects.filter(job=job).count() == 1
    assert len(heard) == 1
