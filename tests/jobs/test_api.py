"""/v1/jobs/* as clients see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from jobs.models import Job
from libretto.protocol import JobState
from recordings import links
from tests.factories import Api, make_key, make_team
from tests.jobs.making import make_job, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    team = make_team()
    make_version(team)
    return team


@pytest.fixture
def api(team: Team) -> Api:
    return Api(make_key(team))


def test_create_answers_with_the_true_state(api: Api, team: Team) -> None:
    status, answer = api.post("jobs/create", {"workflow": "search", "params": {"q": "x"}})

    job = Job.objects.of(team).get()
    assert status == 200
    assert answer == {
        "success": True,
        "job_id": str(job.id),
        "status": "queued",
        "message": "The run of search is queued.",
    }
    assert (job.params, job.timeout_seconds, job.headless) == ({"q": "x"}, 1800, None)


def test_create_takes_what_the_existing_client_sends(api: Api) -> None:
    sent = {
        "workflow": "search",
        "params": {},
        "timeout_seconds": 60,
        "headless": False,
        "start_url": "https://example.com/a?b=c",
        "viewport": {"width": 800, "height": 600},
        "skip_callbacks": True,
        "disable_default_proxy": True,
        "nonce": "n",
    }
    status, _ = api.post("jobs/create", sent)

    job = Job.objects.get()
    assert status == 200
    assert (job.timeout_seconds, job.headless, job.viewport) == (60, False, {"width": 800, "height": 600})
    assert (job.start_url, job.nonce) == ("https://example.com/a?b=c", "n")
    assert job.options == {"skip_callbacks": True, "disable_default_proxy": True}


REFUSED: list[tuple[str, Any, str]] = [
    ("workflow", "", "workflow"),
    ("params", [], "params"),
    ("params", {"a": ["\x00"]}, "params"),
    ("params", {"a": "x" * 300_000}, "params"),
    ("timeout_seconds", 0, "timeout_seconds"),
    ("timeout_seconds", 3601, "timeout_seconds"),
    ("viewport", {"width": 0, "height": 1}, "viewport.width"),
    ("viewport", {"width": 1}, "viewport.height"),
    ("start_url", "file:///etc/passwd", "start_url"),
    ("start_url", "javascript:alert(1)", "start_url"),
    ("start_url", "https://", "start_url"),
    ("start_url", "http://[", "start_url"),
    ("nonce", "n" * 201, "nonce"),
    ("nonce", "a\x00", "nonce"),
    ("callback_url", "https://example.com", "callback_url"),
    ("callback_secret", "s", "callback_secret"),
    ("credential_id", "c", "credential_id"),
    ("residential_proxy", {"country": "US"}, "residential_proxy"),
    ("gpu", True, "gpu"),
]


@pytest.mark.parametrize(("name", "value", "named"), REFUSED, ids=[f"{row[0]}-{n}" for n, row in enumerate(REFUSED)])
def test_create_refuses_what_it_cannot_do_and_names_it(api: Api, name: str, value: Any, named: str) -> None:
    status, answer = api.post("jobs/create", {"workflow": "search", name: value})

    assert (status, answer["code"]) == (400, "BAD_REQUEST")
    assert f"{named}: " in answer["message"]
    assert [".".join(issue["path"]) for issue in answer["data"]["issues"]] == [named]
    assert not Job.objects.exists()


def test_create_honours_the_servers_own_limits(api: Api, settings: Settings) -> None:
    settings.JOB_TIMEOUT_MAX_SECONDS = 10
    settings.JOB_TIMEOUT_SECONDS = 7

    assert api.post("jobs/create", {"workflow": "search", "timeout_seconds": 11})[0] == 400
    assert api.post("jobs/create", {"workflow": "search"})[0] == 200
    assert Job.objects.get().timeout_seconds == 7


def test_create_of_an_unknown_workflow_says_what_to_do(api: Api) -> None:
    status, answer = api.post("jobs/create", {"workflow": "nothing"})

    assert (status, answer["code"]) == (404, "NOT_FOUND")
    assert "libretto cloud deploy" in answer["message"]


def test_a_nonce_makes_a_repeated_create_harmless(api: Api) -> None:
    sent = {"workflow": "search", "params": {"a": 1}, "nonce": "n"}
    first, second = api.post("jobs/create", sent), api.post("jobs/create", sent)
    status, other = api.post("jobs/create", {**sent, "params": {}})

    assert first == second
    assert (status, other["code"], other["data"]) == (409, "CONFLICT", {"reason": "nonce_reused"})


def test_get_of_a_waiting_run(api: Api, team: Team) -> None:
    job = make_job(team, params={"a": [1, None]})

    assert api.post("jobs/get", {"id": str(job.id)}) == (
        200,
        {
            "job_id": str(job.id),
            "status": "queued",
            "workflow": "search",
            "workflow_id": str(job.version.workflow_id),
            "deployment_id": str(job.version.deployment_id),
            "deployment_version": str(job.version.deployment_id),
            "params": {"a": [1, None]},
            "mapped_stack": None,
            "live_view_url": None,
            "hosted_workflow_id": None,
            "created_at": job.created_at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{job.created_at.microsecond // 1000:03}Z",
            "started_at": None,
            "completed_at": None,
        },
    )


def test_get_shows_a_result_only_of_a_completed_run_and_an_error_only_of_a_failed_one(api: Api, team: Team) -> None:
    end = {"completed_at": timezone.now(), "started_at": timezone.now()}
    completed = make_job(team, state=JobState.COMPLETED, result=None, **end)
    failed = make_job(team, state=JobState.FAILED, error="no button", mapped_stack="workflows.py:3", **end)
    cancelled = make_job(team, state=JobState.CANCELLED, **end)

    answers = [api.post("jobs/get", {"id": str(job.id)})[1] for job in (completed, failed, cancelled)]

    assert [("result" in answer, "error" in answer) for answer in answers] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert (answers[0]["result"], answers[1]["error"]) == (None, "no button")
    assert answers[1]["mapped_stack"] == "workflows.py:3"


def test_get_tells_where_a_run_can_be_watched_while_it_goes_on(api: Api, team: Team) -> None:
    session_id = uuid4()
    states = (JobState.QUEUED, JobState.STARTING_BROWSER, JobState.RUNNING, JobState.COMPLETED)
    jobs = [make_job(team, state=state, session_id=session_id) for state in states]

    urls = [api.post("jobs/get", {"id": str(job.id)})[1]["live_view_url"] for job in jobs]

    assert [url is not None for url in urls] == [False, True, True, False]
    assert links.session_of(urls[2].rpartition("/")[2])[0] == session_id
    assert api.post("jobs/get", {"id": str(make_job(team, state=JobState.RUNNING).id)})[1]["live_view_url"] is None


@pytest.mark.parametrize("endpoint", ["jobs/get", "jobs/cancel"])
def test_an_id_must_be_one_and_belong_to_the_team(api: Api, endpoint: str) -> None:
    status, answer = api.post(endpoint, {"id": "12"})

    assert status == 400
    assert answer["data"]["issues"][0]["message"] == "Invalid uuid"
    for job_id in (uuid4(), make_job().id):
        assert api.post(endpoint, {"id": str(job_id)})[0] == 404


def ids(answer: Any) -> list[UUID]:
    return [UUID(job["job_id"]) for job in answer["jobs"]]


def test_list_pages_through_all_runs_newest_first_while_new_ones_come(api: Api, team: Team) -> None:
    at_once = timezone.now()
    jobs = sorted((make_job(team, created_at=at_once) for _ in range(5)), key=lambda job: job.id, reverse=True)
    make_job()

    seen: list[UUID] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        status, answer = api.post("jobs/list", {"limit": 2, **cursor})
        assert status == 200
        seen += ids(answer)
        cursor = {"cursor": answer["next_cursor"]}
        make_job(team)

    assert seen == [job.id for job in jobs]
    assert answer["next_cursor"] is None


def test_list_of_one_state(api: Api, team: Team) -> None:
    failed = make_job(team, state=JobState.FAILED)
    make_job(team)

    assert ids(api.post("jobs/list", {"status": "failed"})[1]) == [failed.id]
    assert set(api.post("jobs/list")[1]["jobs"][0]) == {
        "job_id",
        "deployment_id",
        "workflow_id",
        "workflow",
        "status",
        "created_at",
        "completed_at",
    }


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"status": "done"}, {"cursor": "made up"}])
def test_list_refuses_odd_queries(api: Api, query: dict[str, Any]) -> None:
    status, answer = api.post("jobs/list", query)

    assert status == 400
    assert next(iter(query)) in answer["message"]


def test_list_asks_the_database_the_same_number_of_times_however_many_runs(
    api: Api, team: Team, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_job(team)

    with django_assert_max_num_queries(4):
        api.post("jobs/list", {"limit": 20})


def test_cancel_says_what_happened(api: Api, team: Team) -> None:
    waiting, ended = make_job(team), make_job(team, state=JobState.COMPLETED)

    assert api.post("jobs/cancel", {"id": str(waiting.id)}) == (
        200,
        {"success": True, "message": "The run was cancelled before it started."},
    )
    assert api.post("jobs/cancel", {"id": str(ended.id)}) == (
        200,
        {"success": False, "message": "The run had already ended: completed."},
    )
