"""What is gathered of a failed run, and of the good one before it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from debugging.evidence import Evidence
from debugging.gathering.services import gather
from jobs.models import Job
from libretto.protocol import ErrorCode
from tests.debugging.rows import completed_job, failed_job, navigation, pay_step, recorded_session, step
from tests.factories import make_team
from tests.jobs.making import make_version
from tests.replay.making import add_lines

pytestmark = pytest.mark.django_db

PAGE = "<html><head><title>Check out</title><script>1</script></head><body><button>Submit order</button></body></html>"
SHOP = "https://shop.example/checkout"


def reread(job: Job) -> Job:
    return Job.objects.select_related("team", "version").get(pk=job.pk)


def test_a_failed_run_is_gathered_whole() -> None:
    job = failed_job()
    session = recorded_session(
        job,
        navigation("n1", 100, SHOP, status=200, redirected_from="https://shop.example/"),
        step("call@1", 500, title="Go to the shop"),
        pay_step(outcome="failed", error="Timeout", call_log=["waiting for it"]),
        (900, "network", {"id": "r1", "method": "GET", "url": "https://shop.example/api", "status": 500}),
        (901, "network", {"id": "r2", "method": "GET", "url": "https://shop.example/ok", "status": 200}),
        (902, "console", {"id": "c1", "title": "it broke", "level": "error"}),
        (903, "console", {"id": "c2", "title": "all is well", "level": "info"}),
        (904, "dialog", {"id": "d1", "title": "Alert: no", "dialog": "alert", "message": "no", "answer": "dismissed"}),
        (2000, "source", {"id": "s", "file": "workflows.py", "line": 21, "first_line": 19, "text": "a\nb\npay()\n"}),
        html=PAGE,
    )
    add_lines(session, *(f"line {number}" for number in range(250)))

    found = gather(reread(job))

    assert found.failing_step is not None
    assert (found.failing_step.key, found.failing_step.site) == ("call@9", "workflows.py:21")
    assert found.failing_step.url == SHOP
    assert [one.key for one in found.steps] == ["call@1", "call@9"]
    assert [request.key for request in found.requests] == ["r1"]
    assert [message.text for message in found.messages] == ["it broke"]
    assert found.happenings[0].message == "no"
    assert found.source is not None
    assert found.source.first_line == 19
    assert (len(found.lines), found.lines[-1].text) == (200, "line 249")
    assert found.page is not None
    assert (found.page.url, found.page.title, found.page.redirects) == (SHOP, "Check out", ("https://shop.example/",))
    assert "Submit order" in found.page.html
    assert "script" not in found.page.html
    assert found.missing == ("Not kept of this run: its accessibility tree, a screenshot.",)


def test_it_is_plain_data_that_can_be_read_again() -> None:
    job = failed_job()
    recorded_session(job, pay_step(outcome="failed"))
    found = gather(reread(job))
    assert Evidence.model_validate_json(found.model_dump_json()) == found


def test_the_same_step_of_the_last_good_run_is_found() -> None:
    team = make_team()
    version = make_version(team, "pay")
    old, good = completed_job(team, version, ago=timedelta(days=2)), completed_job(team, version)
    recorded_session(old, pay_step(1111))
    recorded_session(good, navigation("n1", 100, SHOP), pay_step(1500, end_ms=1600), pay_step(1800))
    recorded_session(completed_job(team, make_version(team, "other")), pay_step(7))
    job = failed_job(team, version=version)
    recorded_session(job, pay_step(outcome="failed"))

    found = gather(reread(job)).good

    assert found is not None
    assert (found.job_id, found.same_deployment) == (good.pk, True)
    assert found.step is not None
    assert (found.step.t_ms, found.step.url) == (1800, SHOP)  # reported twice: the later one counts


def test_in_another_version_the_step_is_known_by_its_call() -> None:
    team = make_team()
    good = completed_job(team, make_version(team, "pay"))
    recorded_session(good, pay_step(line=99), step("call@2", 5000, line=21, api="page.goto"))
    job = failed_job(team)
    recorded_session(job, pay_step(outcome="failed"))

    found = gather(reread(job)).good

    assert found is not None
    assert not found.same_deployment
    assert found.step is not None
    assert found.step.line == 99


def test_no_run_of_another_team_is_looked_at() -> None:
    stranger = make_team()
    recorded_session(completed_job(stranger, make_version(stranger, "pay")), pay_step())
    job = failed_job()
    recorded_session(job, pay_step(outcome="failed"))
    assert gather(reread(job)).good is None


def test_earlier_runs_are_told_newest_first() -> None:
    team = make_team()
    version = make_version(team, "pay")
    good = completed_job(team, version)
    bad = failed_job(team, version=version)
    job = failed_job(team, version=version)
    assert [run.job_id for run in gather(reread(job)).history] == [bad.pk, good.pk]


def test_a_run_without_a_browser_says_so() -> None:
    job = failed_job(error_code=ErrorCode.MISSING_CREDENTIALS, error="Store the credential portal.", mapped_stack="")
    found = gather(reread(job))
    assert found.failing_step is None
    assert found.missing == ("No browser was started for this run.",)


def test_secret_params_are_nowhere_in_it() -> None:
    team = make_team()
    schema = {"type": "object", "properties": {"pin": {"type": "string", "format": "password", "writeOnly": True}}}
    job = failed_job(
        team,
        version=make_version(team, "pay", input_schema=schema),
        params={"pin": "zebra-42", "city": "Bonn", "api_token": "tok-99999"},
        error="Could not use zebra-42 with tok-99999",
    )
    session = recorded_session(
        job, pay_step(outcome="failed", title="Fill #pin with zebra-42"), html="<p>zebra-42 tok-99999</p>"
    )
    add_lines(session, "typed zebra-42")
    found = gather(reread(job))
    assert found.run.params == {"pin": "[hidden]", "city": "Bonn", "api_token": "[hidden]"}
    assert "zebra" not in found.model_dump_json()
    assert "tok-99999" not in found.model_dump_json()
