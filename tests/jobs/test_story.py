"""What the executor says of a run: every change of state once, in the order of events, and never at the run's cost."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from jobs import execution, preparation, supervision
from jobs.claims import take
from jobs.execution import execute
from jobs.models import Job, JobEvent
from jobs.services import cancel_job, create_job
from jobs.states import ALLOWED, move
from jobs.sweeping import sweep
from libretto.protocol import JobState
from logs import partitions
from logs import services as logs
from logs.models import LogLine
from replay.feed import Cursor, feed_of
from replay.viewing import viewing_of_member
from tests.factories import make_team
from tests.jobs.making import make_job, make_version

Script = list[tuple[str, Any]]

BEGIN: Script = [
    ("say", {"event": "browser_started", "pid": 2, "version": "Chromium 1", "viewport": {"width": 8, "height": 6}}),
    ("say", {"event": "workflow_started"}),
    ("wait", "start"),
]
DONE: Script = [("say", {"event": "result", "outcome": "completed", "value": 3}), ("say", {"event": "closed"})]
CANCELLED: Script = [("say", {"event": "result", "outcome": "cancelled"}), ("say", {"event": "closed"})]
TIMES = re.compile(r"\d+(\.\d)? s\b")


def lines_of(job_id: UUID) -> list[LogLine]:
    return list(LogLine.objects.filter(job_id=job_id, source="executor").oldest_first())


def story(job_id: UUID) -> list[str]:
    """With '…' for every duration, and without the names that differ between machines."""
    texts = [line.message.replace("at once", "after 0 s in the queue") for line in lines_of(job_id)]
    return [re.sub(r"(by worker|of deployment) [^ ]+", r"\1 X", TIMES.sub("…", text)) for text in texts]


def new_job(script: Script, **fields: Any) -> Job:
    team = make_team()
    make_version(team)
    begun = {"event": "session_started", "wall_time_ms": round(timezone.now().timestamp() * 1000), "pid": 1}
    return create_job(team=team, workflow="search", params={"script": [("say", begun), *script]}, **fields)


def run(job: Job, stopping: Event | None = None) -> UUID:
    execute(job.id, stopping=stopping or Event())
    return job.id


# --- A line for every change of state ---------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), [(old, new) for old in JobState for new in sorted(ALLOWED[old])])
def test_each_change_of_state_leaves_one_line(old: JobState, new: JobState) -> None:
    job = make_job(state=old, session_id=uuid4())

    assert move(job.id, to=new, reason="Because.", from_states=[old], error="Too late.\nVery.", error_type="E")

    (line,) = lines_of(job.id)
    words = {
        JobState.QUEUED: "Because. The run goes back to the queue.",
        JobState.STARTING_BROWSER: "Because at once.",
        JobState.RUNNING: "Running: the workflow begins.",
        JobState.COMPLETED: "Completed.",
        JobState.FAILED: "Failed: E: Too late.",
        JobState.CANCELLED: "Because.",
    }
    levels = {JobState.QUEUED: "warn", JobState.FAILED: "error"}
    assert (line.message, line.level) == (words[new], levels.get(new, "info"))
    assert (line.team_id, line.workflow) == (job.team_id, "search")


@pytest.mark.django_db
def test_whoever_lost_the_race_says_nothing() -> None:
    job = make_job(state=JobState.RUNNING)

    assert not move(job.id, to=JobState.CANCELLED, reason="", from_states=[JobState.QUEUED])

    assert lines_of(job.id) == []


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_leaves_no_line() -> None:
    job = make_job(state=JobState.RUNNING)

    with transaction.atomic():
        move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING])
        transaction.set_rollback(True)

    assert lines_of(job.id) == []


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_written_changes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job(state=JobState.RUNNING)

    def broken(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(logs, "append", broken)

    assert move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING])

    job.refresh_from_db()
    assert (job.state, JobEvent.objects.filter(job=job).count()) == (JobState.COMPLETED, 1)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_while_the_line_is_written_takes_the_change_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = make_job(state=JobState.RUNNING)

    def cut(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(logs, "append", cut)

    with pytest.raises(OperationalError):
        move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING])

    connection.close()
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING


@pytest.mark.django_db(transaction=True)
def test_the_first_line_of_a_day_needs_no_partition_made_before() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    partitions.drop_before(tomorrow.date())
    job = make_job(state=JobState.RUNNING)

    assert move(job.id, to=JobState.COMPLETED, reason="", from_states=[JobState.RUNNING])

    assert story(job.id) == ["Completed."]


# --- Whole stories ----------------------------------------------------------------------------------

TOLD: Sequence[tuple[Script, list[str]]] = [
    ([*BEGIN, *DONE], ["Completed after …."]),
    (
        [
            *BEGIN,
            (
                "say",
                {
                    "event": "result",
                    "outcome": "failed",
                    "error": {
                        "code": "workflow_error",
                        "type": "TimeoutError",
                        "message": "no such button\nCall log: …",
                        "stack": "",
                        "mapped_stack": "",
                    },
                },
            ),
            ("say", {"event": "closed"}),
        ],
        ["Failed after …: TimeoutError: no such button"],
    ),
    (
        [*BEGIN, ("complain", "No memory.\n"), ("die", signal.SIGKILL)],
        [
            "The last words of the process that ran the browser:\nNo memory.",
            execution.ENDED_BY_FORCE,
            "Failed after …: The process that ran the browser ended without a result (SIGKILL). If this happens "
            "again, the machine may be short of memory.",
        ],
    ),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fake_host")
@pytest.mark.parametrize(("script", "end"), TOLD)
def test_a_run_is_told_from_its_queue_to_its_end(script: Script, end: list[str]) -> None:
    job_id = run(new_job(script, timeout_seconds=90))

    assert story(job_id) == [
        "Queued: workflow search of deployment X (time limit 1 min …).",
        "Taken by worker X after … in the queue.",
        "Running: the workflow begins.",
        *end,
    ]
    session_id = Job.objects.get(pk=job_id).session_id
    first, *rest = lines_of(job_id)
    assert first.session_id is None
    assert {line.session_id for line in rest} == {session_id}, "The page of the run shows the lines of its session."
    assert rest[0].t_ms == 0
    assert all(line.t_ms >= 0 for line in rest)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fake_host")
def test_a_run_that_overstays_its_time_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "OVERTIME_SECONDS", 0.1)

    job_id = run(new_job([*BEGIN, ("hang", None)], timeout_seconds=1))

    assert story(job_id)[3:] == [
        execution.ENDED_BY_FORCE,
        "Failed after …: The run did not end within its 1 seconds and was stopped.",
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fake_host")
def test_a_deployment_that_takes_time_to_install_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "NOTICEABLE_SECONDS", 0.0)

    job_id = run(new_job([*BEGIN, *DONE]))

    assert story(job_id)[2] == "Installing what the deployment needs took …."


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fake_host")
@pytest.mark.parametrize("stop", ["cancel", "worker"])
def test_a_run_that_is_stopped_tells_why(monkeypatch: pytest.MonkeyPatch, stop: str) -> None:
    job, stopping = new_job([*BEGIN[:1], ("wait", "cancel"), *CANCELLED]), Event()
    heed = supervision.Supervision._heed

    def and_stop(watch: supervision.Supervision, event: Any) -> None:
        heed(watch, event)
        if event["event"] == "browser_started":
            if stop == "cancel":
                assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0]
                assert cancel_job(team=job.team, job_id=job.id, where="through the API")[0], "asked twice, told once"
            else:
                stopping.set()

    monkeypatch.setattr(supervision.Supervision, "_heed", and_stop)

    run(job, stopping)

    assert story(job.id)[2:] == (
        [
            "Cancellation was asked for through the API.",
            "The worker was told to cancel the run.",
            "Cancelled after ….",
        ]
        if stop == "cancel"
        else ["The worker was stopped before the workflow began. The run goes back to the queue."]
    )


@pytest.mark.django_db
def test_a_run_cancelled_in_the_queue_tells_so_in_one_line() -> None:
    job = new_job([])

    cancel_job(team=job.team, job_id=job.id, where="on its page")

    assert story(job.id)[1:] == ["Cancelled before it started, as asked for on its page."]


@pytest.mark.django_db
def test_the_next_attempt_says_which_it_is() -> None:
    job = make_job(attempt=1, heartbeat_at=timezone.now() - timedelta(seconds=72))

    assert take(job.id, worker="w7")

    assert [line.message for line in lines_of(job.id)] == [
        "Taken by worker w7 after 1 min 12 s in the queue (attempt 2)."
    ]


@pytest.mark.django_db(transaction=True)
def test_a_long_wait_is_told_whenever_the_workers_are_told_again() -> None:
    waiting_since = timezone.now() - timedelta(seconds=100)
    job = make_job(heartbeat_at=waiting_since, enqueued_at=timezone.now() - timedelta(seconds=60))

    sweep()
    sweep()

    assert [line.message for line in lines_of(job.id)] == [
        "Still in the queue after 1 min 40 s: no worker has taken the run. They were told again."
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fake_host")
def test_a_page_that_learns_of_the_end_learns_of_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages stop asking once all has ended: whoever sees the final state must see the line of it, at once."""
    job = new_job([*BEGIN, *DONE])
    seen: list[tuple[str, list[str]]] = []
    appended = logs.append

    def look_first(**said: Any) -> None:
        with ThreadPoolExecutor(1) as another:
            another.submit(watch, job, seen).result()
        appended(**said)

    monkeypatch.setattr(logs, "append", look_first)

    run(job)

    watch(job, seen)
    assert len(seen) > 2
    assert [lines[-1] for state, lines in seen if state == "completed"] == [lines_of(job.id)[-1].message]


def watch(job: Job, seen: list[tuple[str, list[str]]]) -> None:
    """What the feed of the run's session says now: the state, and the texts of the log."""
    try:
        session_id = Job.objects.get(pk=job.pk).session_id
        viewing = viewing_of_member(team=job.team, session_id=session_id) if session_id else None
        if viewing:
            answer = feed_of(viewing, Cursor())
            seen.append((answer["state"], [line[-1] for line in answer["lines"]]))
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()
