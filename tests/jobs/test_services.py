"""Creating and cancelling runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Team
from api.errors import Conflict, NotFound
from deployments import credentials
from jobs import queue
from jobs.models import Job
from jobs.services import cancel_job, create_job
from libretto.protocol import JobState
from tests.factories import make_team
from tests.jobs.making import make_job, make_version

CREATORS = 8


@pytest.mark.django_db(transaction=True)
def test_a_new_job_waits_and_is_announced(announced: list[UUID]) -> None:
    team = make_team()
    version = make_version(team)

    job = create_job(team=team, workflow="search", params={"a": 1}, start_url="about:blank", timeout_seconds=5)

    job.refresh_from_db()
    assert (job.state, job.version, job.params, job.timeout_seconds) == (JobState.QUEUED, version, {"a": 1}, 5)
    assert [(event.old, event.new) for event in job.events.all()] == [("", JobState.QUEUED)]
    assert announced == [job.id]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_does_not_fail_the_create(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_broker(job_id: UUID) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(queue, "_send", no_broker)
    team = make_team()
    make_version(team)
    job = create_job(team=team, workflow="search", params={})

    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    assert "no broker" in caplog.text


@pytest.mark.django_db
def test_only_a_deployed_workflow_can_be_run() -> None:
    team = make_team()
    make_version(make_team(), "theirs")

    with pytest.raises(NotFound, match="theirs"):
        create_job(team=team, workflow="theirs", params={})


@pytest.mark.django_db(transaction=True)
def test_a_nonce_used_again_gives_the_first_job(announced: list[UUID]) -> None:
    team = make_team()
    make_version(team)
    params = {"n": 1, "list": [1.5, -0.0, 1e300, True, "é"], "deep": {"b": None, "a": 2}}

    first = create_job(team=team, workflow="search", params=params, nonce="n1")
    again = create_job(team=team, workflow="search", params=dict(reversed(params.items())), nonce="n1")

    assert again.id == first.id
    assert announced == [first.id]


@pytest.mark.django_db
@pytest.mark.parametrize("params", [{"n": 2}, {"n": True}, {"n": "1"}, {}, {"n": 1, "m": None}])
def test_a_nonce_with_other_params_is_a_conflict(params: dict[str, Any]) -> None:
    team = make_team()
    make_version(team)
    create_job(team=team, workflow="search", params={"n": 1}, nonce="n1")

    with pytest.raises(Conflict) as refused:
        create_job(team=team, workflow="search", params=params, nonce="n1")

    assert refused.value.data == {"reason": "nonce_reused"}
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_nonce_belongs_to_one_workflow_of_one_team() -> None:
    team, other = make_team(), make_team()
    for owner, name in ((team, "search"), (team, "order"), (other, "search")):
        make_version(owner, name)

    jobs = {
        create_job(team=owner, workflow=name, params={}, nonce="n1").id
        for owner, name in ((team, "search"), (team, "order"), (other, "search"))
    }
    jobs |= {create_job(team=team, workflow="search", params={}).id for _ in range(2)}

    assert len(jobs) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_creates_at_once_with_one_nonce_one_job_comes(announced: list[UUID]) -> None:
    team = make_team()
    make_version(team)
    together = Barrier(CREATORS)

    def create(_: int) -> UUID:
        try:
            connection.ensure_connection()
            together.wait(10)
            return create_job(team=team, workflow="search", params={"n": 1}, nonce="n1").id
        finally:
            connection.close()

    with ThreadPoolExecutor(CREATORS) as pool:
        ids = set(pool.map(create, range(CREATORS)))

    assert ids == {Job.objects.get().id}
    assert announced == list(ids)


@pytest.mark.django_db
def test_a_queued_run_is_cancelled_at_once() -> None:
    job = make_job()

    assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0]

    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.STARTING_BROWSER, JobState.RUNNING])
def test_a_run_in_a_workers_hands_is_asked_to_end(state: JobState) -> None:
    job = make_job(state=state, claim=uuid4())

    assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0]
    asked_at = Job.objects.get(pk=job.pk).cancel_requested_at
    assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0]

    job.refresh_from_db()
    assert job.state == state
    assert asked_at is not None
    assert job.cancel_requested_at == asked_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "success"), [(JobState.COMPLETED, False), (JobState.FAILED, False), (JobState.CANCELLED, True)]
)
def test_a_run_that_has_ended_stays_as_it_is(state: JobState, success: bool) -> None:
    job = make_job(state=state)

    assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0] == success

    job.refresh_from_db()
    assert (job.state, job.cancel_requested_at) == (state, None)


@pytest.mark.django_db
def test_another_teams_run_is_not_there() -> None:
    job, other = make_job(), make_team()

    with pytest.raises(NotFound):
        cancel_job(team=other, job_id=job.id, where="through the API")

    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def credential_of(team: Team, name: str) -> UUID:
    return credentials.create(team=team, name=name, value="v").id


@pytest.mark.django_db
def test_a_credential_that_a_run_needs_cannot_be_deleted() -> None:
    team = make_team()
    needed, unneeded = credential_of(team, "needed"), credential_of(team, "unneeded")
    job = make_job(team, version=make_version(team, credential_names=["needed"]))

    with pytest.raises(Conflict, match="1 queued or running run needs it"):
        credentials.delete(team=team, credential_id=needed)
    credentials.delete(team=team, credential_id=unneeded)

    Job.objects.filter(pk=job.pk).update(state=JobState.COMPLETED, completed_at=timezone.now())
    credentials.delete(team=team, credential_id=needed)
