"""A run that completed is told to the memory, after it."""

from __future__ import annotations

import pytest

from debugging import queue, tasks
from debugging.repair.memory.models import ElementFingerprint
from jobs.states import move
from libretto.protocol import JobState
from tests.debugging.repair.memory.good_runs import button, click, good_run, page_with
from tests.factories import make_team
from tests.jobs.making import make_job, make_version


@pytest.mark.django_db(transaction=True)
def test_only_runs_that_completed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rings: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(queue, "_send", lambda task, ids: rings.append((task, ids)))
    for state, told in ((JobState.FAILED, 0), (JobState.CANCELLED, 0), (JobState.COMPLETED, 1)):
        job = make_job(state=JobState.RUNNING)
        move(job.pk, to=state, reason="Because.", from_states=[JobState.RUNNING])
        assert rings.count((tasks.remember.name, [str(job.pk)])) == told


@pytest.mark.django_db
def test_the_task_remembers() -> None:
    page = page_with(button("Pay", marked=True))
    job = good_run(make_version(make_team(), "pay"), [click("c@1", 5, 21, "x")], {"c@1": page})
    tasks.remember(str(job.pk))
    assert ElementFingerprint.objects.get().job_id == job.pk
    tasks.remember(str(job.pk))
    assert ElementFingerprint.objects.get().times_seen == 1
