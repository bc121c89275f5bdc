"""One run against a host that does what the test tells it: every way it can end."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import psutil
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from deployments import credentials
from deployments.problems import BundleProblem
from jobs import endings, preparation, supervision
from jobs.claims import Hold
from jobs.execution import execute
from jobs.host_process import HostProcess
from jobs.models import Job
from jobs.storing import RunStore
from libretto.protocol import ErrorCode, JobState
from logs import services as logs
from logs.models import LogLine
from recordings.models import Artifact, BrowserSession, Fragment, SessionStatus, TimelineEvent
from tests.factories import make_team
from tests.jobs.making import make_job, make_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fake_host")]

Script = list[tuple[str, Any]]

READY: Script = [
    ("say", {"event": "session_started", "t_ms": 0, "wall_time_ms": 1_700_000_000_000, "pid": 1}),
    ("say", {"event": "browser_started", "pid": 2, "version": "Chromium 1", "viewport": {"width": 800, "height": 600}}),
]
BEGIN: Script = [*READY, ("say", {"event": "workflow_started"}), ("wait", "start")]
CLOSED: Script = [("say", {"event": "closed"})]
COMPLETED: Script = [("say", {"event": "result", "outcome": "completed", "value": {"found": 3}}), *CLOSED]
CANCELLED: Script = [("say", {"event": "result", "outcome": "cancelled"}), *CLOSED]


def log_line(message: str) -> tuple[str, Any]:
    return "say", {"event": "log", "t_ms": 7, "source": "workflow", "level": "info", "message": message}


def job_with(script: Script, **fields: Any) -> Job:
    return make_job(params={"script": script}, **fields)


def run(job: Job, stopping: Event | None = None) -> Job:
    execute(job.id, stopping=stopping or Event())
    job.refresh_from_db()
    return job


@pytest.fixture
def in_background() -> Iterator[Callable[[Job, Event], Thread]]:
    threads: list[Thread] = []

    def start(job: Job, stopping: Event) -> Thread:
        def work() -> None:
            try:
                execute(job.id, stopping=stopping)
            finally:
                connection.close()

        threads.append(Thread(target=work))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.01)


def gone(pid_file: Path) -> bool:
    try:
        return psutil.Process(int(pid_file.read_text())).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def messages(job: Job) -> list[str]:
    """What the workflow said."""
    lines = LogLine.objects.filter(job_id=job.id, source="workflow")
    return list(lines.order_by("sequence").values_list("message", flat=True))


def story(job: Job) -> list[str]:
    """What the executor said, in the order in which `logs/list` gives it."""
    lines = LogLine.objects.filter(job_id=job.id, source="executor")
    return list(lines.oldest_first().values_list("message", flat=True))


def history(job: Job) -> list[str]:
    return [event.new for event in job.events.all()]


# --- The usual ways -------------------------------------------------------------------------------


def test_a_run_that_completes(monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"event": "timeline", "t_ms": 9, "kind": "step", "data": {"id": "s1", "title": "Click"}}
    job = job_with([*BEGIN, log_line("hello"), ("say", step), ("fragment", 0), *COMPLETED])
    state_when_told: list[str] = []
    send = HostProcess.send

    def look_first(host: HostProcess, command: Any) -> None:
        state_when_told.append(Job.objects.get(pk=job.pk).state)
        send(host, command)

    monkeypatch.setattr(HostProcess, "send", look_first)

    run(job)

    assert (job.state, job.result, job.error, job.claim) == (JobState.COMPLETED, {"found": 3}, "", None)
    assert history(job) == [JobState.STARTING_BROWSER, JobState.RUNNING, JobState.COMPLETED]
    assert job.started_at
    assert job.code_started_at
    assert job.completed_at
    assert state_when_told == [JobState.RUNNING], "User code may begin only after the database knows."
    assert messages(job) == ["hello"]
    line = LogLine.objects.get(job_id=job.id, source="workflow")
    assert (line.at.timestamp(), line.session_id) == (1_700_000_000.007, job.session_id)
    session = BrowserSession.objects.get(job_id=job.id)
    assert (session.id, session.status) == (job.session_id, SessionStatus.CLOSED)
    assert TimelineEvent.objects.get(session=session).data["title"] == "Click"
    assert Fragment.objects.get(recording__session=session).bytes == 8


def test_a_run_whose_workflow_raises() -> None:
    error = {
        "code": "workflow_error",
        "type": "TimeoutError",
        "message": "no such button",
        "stack": "s",
        "mapped_stack": "m",
    }
    job = run(job_with([*BEGIN, ("say", {"event": "result", "outcome": "failed", "error": error}), *CLOSED]))

    assert (job.state, job.error_code, job.error_type) == (JobState.FAILED, "workflow_error", "TimeoutError")
    assert (job.error, job.stack, job.mapped_stack) == ("no such button", "s", "m")
    assert job.result is None


def test_a_job_that_is_not_waiting_is_left_alone() -> None:
    job = run(job_with(COMPLETED, state=JobState.RUNNING, claim=uuid4()))

    assert job.state == JobState.RUNNING
    assert history(job) == []


def test_a_null_result_is_kept_as_null() -> None:
    job = run(job_with([*BEGIN, ("say", {"event": "result", "outcome": "completed", "value": None}), *CLOSED]))

    assert (job.state, job.result) == (JobState.COMPLETED, None)


# --- What the host gets ---------------------------------------------------------------------------


def test_the_host_gets_what_it_needs_and_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ours")
    team = make_team()
    credentials.create(team=team, name="portal_password", value="secret of the team")
    credentials.create(team=team, name="other", value="not declared")
    version = make_version(team, credential_names=["portal_password"], start_url="https://example.com/")
    shown = tmp_path / "shown"
    job = run(job_with([("show", str(shown)), *BEGIN, *COMPLETED], team=team, version=version, start_url="about:blank"))

    said = json.loads(shown.read_text())
    assert said["spec"]["credentials"] == {"portal_password": "secret of the team"}
    assert said["spec"]["start_url"] == "about:blank"
    assert (said["spec"]["viewport"], said["spec"]["timeout_seconds"]) == ({"width": 1366, "height": 768}, 60)
    environment = said["environment"]
    assert not {"DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "LIBRETTO_HOME"} & set(environment)
    assert environment["LIBRETTO_SESSION"] == str(job.session_id)
    assert "secret of the team" not in json.dumps(job.params)


def test_a_missing_credential_fails_the_run_before_anything_starts() -> None:
    team = make_team()
    job = run(job_with([], team=team, version=make_version(team, credential_names=["portal_password"])))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.MISSING_CREDENTIALS)
    assert "portal_password" in job.error
    assert job.session_id is None
    assert not BrowserSession.objects.exists()


def test_a_deployment_that_cannot_be_unpacked_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def checkout(deployment: object) -> None:
        raise BundleProblem("The bundle's file is gone. Deploy it again.")

    monkeypatch.setattr(preparation, "checkout", checkout)

    job = run(job_with([]))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.PLATFORM_ERROR)
    assert "Deploy it again." in job.error


# --- Cancelled, stopped, overdue ------------------------------------------------------------------


def request_cancel(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=timezone.now())


def test_a_run_is_cancelled_while_the_workflow_runs(
    in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    job = job_with([*BEGIN, log_line("busy"), ("wait", "cancel"), *CANCELLED])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["busy"])

    request_cancel(job)

    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.CANCELLED, "")


def test_a_run_cancelled_before_the_workflow_never_begins_it(
    tmp_path: Path, in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    go = tmp_path / "go"
    script = [*READY, log_line("up"), ("wait_for_file", str(go)), ("say", {"event": "workflow_started"})]
    job = job_with([*script, ("wait", "cancel"), *CANCELLED])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["up"])

    request_cancel(job)
    time_seen = time.monotonic() + 0.2
    until(lambda: time.monotonic() > time_seen)
    go.touch()

    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.code_started_at) == (JobState.CANCELLED, None)


def test_a_run_that_completes_while_it_is_being_cancelled_is_completed(
    in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    job = job_with([*BEGIN, log_line("busy"), ("wait", "cancel"), *COMPLETED])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["busy"])

    request_cancel(job)

    thread.join(20)
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED


def test_a_host_that_does_not_heed_the_cancellation_is_killed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_background: Callable[[Job, Event], Thread],
    stopping: Event,
) -> None:
    monkeypatch.setattr(supervision, "STOP_SECONDS", 0.1)
    pid_file = tmp_path / "pid"
    job = job_with([*BEGIN, ("spawn", str(pid_file)), ("ignore_signals", None), log_line("deaf"), ("hang", None)])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["deaf"])

    request_cancel(job)

    thread.join(30)
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
    assert gone(pid_file)


def test_a_run_that_overstays_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "OVERTIME_SECONDS", 0.1)
    job = run(job_with([*BEGIN, ("hang", None)], timeout_seconds=1))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.TIMEOUT)
    assert "1 seconds" in job.error
    assert story(job)[-1].endswith(f": {job.error}")


def test_a_browser_that_does_not_get_ready_is_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "START_SECONDS", 0.1)
    job = run(job_with([*READY, ("hang", None)]))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.BROWSER_NOT_STARTED)
    assert job.code_started_at is None


def test_a_stopped_worker_gives_back_a_run_that_has_not_begun(
    announced: list[Any], in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    job = job_with([*READY, log_line("up"), ("wait", "cancel"), *CANCELLED])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["up"])

    stopping.set()

    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.claim, job.attempt) == (JobState.QUEUED, None, 0)
    assert announced == [job.id]
    assert BrowserSession.objects.get(job_id=job.id).status == SessionStatus.CLOSED


def test_a_stopped_worker_takes_no_new_run_and_tells_the_others(announced: list[Any], stopping: Event) -> None:
    stopping.set()

    job = run(job_with([*BEGIN, *COMPLETED]), stopping)

    assert (job.state, history(job), announced) == (JobState.QUEUED, [], [job.id])


def test_a_host_that_says_it_was_stopped_says_nothing_about_the_run(
    in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    error = {"code": "worker_stopped", "type": "", "message": "stopped", "stack": "", "mapped_stack": ""}
    stopped: Script = [("say", {"event": "result", "outcome": "failed", "error": error}), *CLOSED]
    job = job_with([*READY, log_line("up"), ("wait", "cancel"), *stopped])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["up"])

    stopping.set()

    thread.join(20)
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_a_stopped_worker_fails_a_run_that_has_begun(
    in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    job = job_with([*BEGIN, log_line("busy"), ("wait", "cancel"), *CANCELLED])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["busy"])

    stopping.set()

    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.WORKER_STOPPED)
    assert "Run it again" in job.error


# --- Broken hosts ---------------------------------------------------------------------------------


def test_a_host_that_dies_fails_the_run_and_takes_its_children_along(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    last_words: Script = [("complain", "out of memory, with secret of the team\n"), ("die", signal.SIGKILL)]
    team = make_team()
    credentials.create(team=team, name="password", value="secret of the team")
    version = make_version(team, credential_names=["password"])
    job = run(job_with([*BEGIN, ("spawn", str(pid_file)), ("fragment", 0), *last_words], team=team, version=version))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.HOST_DIED)
    assert "SIGKILL" in job.error
    assert gone(pid_file)
    assert Fragment.objects.filter(recording__session_id=job.session_id).count() == 1
    shown = "\n".join(story(job))
    assert "out of memory" in shown
    assert "secret of the team" not in shown


def test_lines_that_are_no_events_are_reported_and_do_no_harm() -> None:
    odd = [
        "not json",
        '{"event": "log"}',
        "[1]",
        '{"event": "log", "t_ms": NaN}',
        '{"t_ms": 1}',
        "\x01",
        '{"t_ms": 1e999, "event": "log"}',
    ]
    job = run(job_with([*BEGIN, *(("raw", line) for line in odd), log_line("after"), *COMPLETED]))

    assert job.state == JobState.COMPLETED
    assert messages(job) == ["after"]
    assert sum("not an event" in sentence for sentence in story(job)) == len(odd)
    assert any("not an event: not json" in sentence for sentence in story(job))


def test_events_of_the_right_kind_without_their_keys_do_not_end_the_run() -> None:
    broken: Script = [("say", {"event": kind}) for kind in ("fragment", "artifact", "timeline", "log", "result")]
    job = run(job_with([*BEGIN, *broken, log_line("after"), *COMPLETED]))

    assert job.state == JobState.COMPLETED
    assert "after" in messages(job)
    assert sum("not an event" in sentence for sentence in story(job)) == len(broken)


def test_a_file_outside_the_runs_folder_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("ours")
    stolen = {"event": "artifact", "kind": "screenshot", "content_type": "image/png", "path": str(tmp_path / "secret")}
    job = run(job_with([*BEGIN, ("say", stolen), ("say", stolen), *COMPLETED]))

    assert job.state == JobState.COMPLETED
    assert not Artifact.objects.exists()
    trouble = "The server could not keep something of this run (artifact): ValueError."
    assert story(job).count(trouble) == 1


def test_a_result_that_cannot_be_read_is_a_mistake_of_ours() -> None:
    job = run(job_with([*BEGIN, ("say", {"event": "result", "outcome": "failed", "error": {"code": "?"}}), *CLOSED]))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.PLATFORM_ERROR)


def test_what_postgresql_refuses_is_replaced() -> None:
    value = {"a\x00": ["b\x00c", "\ud83d", "\ud83d\ude00"]}
    line = {"event": "log", "t_ms": 7, "source": "workflow", "level": "info", "message": "x\x00y"}
    result = {"event": "result", "t_ms": 9, "outcome": "completed", "value": value}
    job = run(job_with([*BEGIN, ("raw", json.dumps(line)), ("raw", json.dumps(result))]))

    assert job.result == {"a\ufffd": ["b\ufffdc", "\ufffd", "\U0001f600"]}
    assert messages(job) == ["x\ufffdy"]


def test_a_hundred_thousand_lines_arrive_in_order() -> None:
    job = run(job_with([*BEGIN, ("flood", 100_000), *COMPLETED]))

    assert job.state == JobState.COMPLETED
    assert messages(job) == [f"line {number}" for number in range(100_000)]


# --- A database that comes and goes, a job that is taken away ----------------------------------------


def failing_once(function: Callable[..., Any]) -> Callable[..., Any]:
    failures = iter([OperationalError("the server closed the connection")])

    def call(*args: Any, **named: Any) -> Any:
        for failure in failures:
            raise failure
        return function(*args, **named)

    return call


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (logs, "append"),
        (Hold, "begin_code"),
        (Hold, "opened_session"),
        (Hold, "finish"),
        (Hold, "beat"),
        (RunStore, "_fragment"),
    ],
)
def test_a_database_that_is_away_for_a_moment_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    monkeypatch.setattr(owner, name, failing_once(getattr(owner, name)))

    job = run(job_with([*BEGIN, log_line("hello"), ("fragment", 0), *COMPLETED]))

    assert job.state == JobState.COMPLETED
    assert messages(job) == ["hello"]
    assert Fragment.objects.filter(recording__session_id=job.session_id).count() == 1


def test_an_ending_that_cannot_be_stored_is_still_an_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    of_result = endings.of_result

    def with_a_wrong_field(event: Any) -> endings.Ending:
        ending = of_result(event)
        return endings.Ending(ending.to, ending.reason, {"error_code": "x" * 41})

    monkeypatch.setattr(endings, "of_result", with_a_wrong_field)

    job = run(job_with([*BEGIN, *COMPLETED]))

    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.PLATFORM_ERROR)


def test_a_run_that_was_taken_away_ends_here_and_changes_nothing(
    tmp_path: Path, in_background: Callable[[Job, Event], Thread], stopping: Event
) -> None:
    pid_file, other = tmp_path / "pid", uuid4()
    job = job_with([*BEGIN, ("spawn", str(pid_file)), log_line("busy"), ("hang", None)])
    thread = in_background(job, stopping)
    until(lambda: messages(job) == ["busy"])

    Job.objects.filter(pk=job.pk).update(claim=other)

    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.claim) == (JobState.RUNNING, other)
    assert gone(pid_file)
