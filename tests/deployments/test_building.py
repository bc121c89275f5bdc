"""From an uploaded bundle to workflows that can be run, or to a reason why not."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from api.errors import NotFound
from deployments import building, workflows
from deployments.building import build
from deployments.heartbeat import heartbeat
from deployments.models import Deployment, DeploymentStatus, WorkflowVersion
from libretto.protocol import WorkflowInfo
from runtime.discovery import Discovery
from tests.deployments.makers import built, discover_by, discover_these, info, make_deployment


def failed(monkeypatch: pytest.MonkeyPatch, team: Team, *found: WorkflowInfo, **fields: Any) -> str:
    """The build error of a deployment in which these were discovered."""
    discover_these(monkeypatch, *found)
    deployment = make_deployment(team, **fields)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert deployment.status == DeploymentStatus.FAILED
    assert deployment.built_at is not None
    assert deployment.build_error in deployment.build_log
    assert not WorkflowVersion.objects.filter(deployment=deployment).exists()
    error: str = deployment.build_error
    return error


def test_a_built_deployment_publishes_its_workflows(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    search = info(
        "search",
        input_schema={"type": "object", "properties": {"pattern": {"pattern": "^[^\\u0000]*$"}}},
        credential_names=["Portal_Password ", "portal_password", "token"],
        start_url="https://example.com/",
        viewport={"width": 800, "height": 600},
    )
    discover_these(monkeypatch, search, info("export"), log="imported\0 it\n")
    deployment = make_deployment(team)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert (deployment.status, deployment.build_error) == ("ready", "")
    assert deployment.built_at is not None
    assert deployment.workflow_names == ["export", "search"]
    assert "imported\ufffd it\nReady: export, search." in deployment.build_log
    version = workflows.current_version(team=team, name="search")
    assert version.deployment == deployment
    assert version.input_schema == search["input_schema"]
    assert version.output_schema is None
    assert version.credential_names == ["portal_password", "token"]
    assert (version.start_url, version.viewport) == ("https://example.com/", {"width": 800, "height": 600})
    assert version.source_file == "workflows.py"


def test_building_again_changes_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = built(monkeypatch, team, "search")
    before = Deployment.objects.values().get()
    discover_these(monkeypatch, info("other"))
    build(deployment_id=deployment.id)
    build(deployment_id=uuid4())  # deleted meanwhile
    assert Deployment.objects.values().get() == before
    assert WorkflowVersion.objects.count() == 1


UNUSABLE: dict[str, tuple[list[Any], str]] = {
    "none": ([], 'workflows.py defines no workflows. Put @workflow("name") above a function'),
    "twice": ([info("a"), info(" a")], "Two workflows have the name 'a'"),
    "no name": ([info(" ")], "A workflow's name is 1 to 200 printable characters, not ' '"),
    "long name": ([info("x" * 201)], "A workflow's name is 1 to 200 printable characters"),
    "NUL in the name": ([info("a\0b")], r"not 'a\x00b'"),
    "no text": ([{**info("x"), "name": 5}], "A workflow's name is 1 to 200 printable characters, not '5'"),
    "schema of no object": ([info("a", input_schema=[1])], "The input schema of workflow 'a' cannot be stored: Not an"),
    "NUL in a schema": ([info("a", output_schema={"title": "\0"})], "The output schema of workflow 'a' cannot be"),
    "half a character": ([info("a", output_schema={"\ud800": 1})], "half a character"),
    "infinite schema": ([info("a", input_schema={"maximum": float("inf")})], "The input schema of workflow 'a'"),
    "huge schema": ([info("a", input_schema={"title": "x" * 300_000})], "the limit is 262144 bytes"),
    "odd credential": ([info("a", credential_names=["x\ny"])], "Workflow 'a' declares a credential that is no name"),
    "credentials of no list": ([info("a", credential_names=5)], "Workflow 'a' declares a credential"),
    "odd viewport": ([info("a", viewport={"width": 0, "height": 1})], "The viewport of workflow 'a' needs"),
    "viewport of truth": ([info("a", viewport={"width": True, "height": 1})], "The viewport of workflow 'a' needs"),
    "odd rerun": ([info("a", rerun="yes")], "The rerun of workflow 'a' can only be \"safe\", not 'yes'"),
    "NUL in the start URL": ([info("a", start_url="https://x/\0")], "The start_url of workflow 'a' is not a text"),
    "too many": ([info(str(number)) for number in range(501)], "more than 500 workflows"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_discovery_reports_is_not_believed(team: Team, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    found, message = UNUSABLE[case]
    error = failed(monkeypatch, team, *found)
    assert message in error
    assert "\n" not in error


def test_the_traceback_of_the_users_code_is_the_build_error(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    traceback = 'Traceback (most recent call last):\n  File "workflows.py", line 3\nNameError: name "x" \0\udc80'
    discover_by(monkeypatch, lambda: Discovery(workflows=[], error=traceback, log="before\n"))
    deployment = make_deployment(team)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert deployment.status == "failed"
    assert deployment.build_error == traceback.replace("\0", "\ufffd").replace("\udc80", "\ufffd")
    assert deployment.build_log.endswith(f"before\n{deployment.build_error}\n")


def test_long_tracebacks_and_logs_are_bounded(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "first\n" + "x" * 5_000_000 + "\nlast"
    discover_by(monkeypatch, lambda: Discovery(workflows=[], error=text, log=text))
    deployment = make_deployment(team)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert len(deployment.build_error) < 17_000
    assert len(deployment.build_log) < 1_100_000
    for kept in (deployment.build_error, deployment.build_log):
        assert "first\n" in kept
        assert kept.rstrip().endswith("last")


def test_typescript_bundles_fail_with_a_plain_word(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    error = failed(monkeypatch, team, info("a"), entry_point="index.js", files={"index.js": "export {}"})
    assert error == "TypeScript bundles are not supported by this version."


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"flows.py": ""}, "The bundle has no index.ts, its entry point. Name another with --entry-point."),
        ({"flows.py": "", "../workflows.py": ""}, "'../workflows.py' leads out of the bundle by '..'."),
        ({}, "The bundle holds no files."),
    ],
)
def test_a_bundle_is_not_called_typescript_for_want_of_an_entry_point(
    team: Team, monkeypatch: pytest.MonkeyPatch, files: dict[str, str | bytes], said: str
) -> None:
    """`index.ts` is the contract's word for an entry point that was not given."""
    assert failed(monkeypatch, team, info("a"), entry_point="index.ts", files=files) == said


def test_a_missing_entry_point_is_named(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    error = failed(monkeypatch, team, info("a"), entry_point="flows/main.py")
    assert error == "The bundle has no flows/main.py, its entry point. Name another with --entry-point."


def test_a_bundle_that_cannot_be_unpacked_says_why(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    error = failed(monkeypatch, team, info("a"), files={"workflows.py": "", "../escape.py": ""})
    assert error == "'../escape.py' leads out of the bundle by '..'."


def test_requirements_that_cannot_be_installed_say_why(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    error = failed(monkeypatch, team, info("a"), files={"workflows.py": "", "requirements.txt": "-r /etc/passwd"})
    assert error.startswith("requirements.txt line 1: '-r /etc/passwd' has an option")


def test_our_own_failures_end_the_build_too(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Discovery:
        raise OSError("the disk is full \0")

    discover_by(monkeypatch, broken)
    deployment = make_deployment(team)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert deployment.status == "failed"
    assert deployment.build_error.startswith("The server could not build this bundle")
    assert "disk" not in deployment.build_error
    assert "OSError: the disk is full \ufffd" in deployment.build_log
    assert str(deployment.id) in caplog.text


# --- Which deployment is current ------------------------------------------------------------------


def current(team: Team, name: str) -> Deployment:
    return workflows.current_version(team=team, name=name).deployment


def test_the_newest_ready_deployment_is_current(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(monkeypatch, team, "a", "b", seconds_ago=20)
    second = built(monkeypatch, team, "a", seconds_ago=10)
    assert (current(team, "a"), current(team, "b")) == (second, first)
    error = failed(monkeypatch, team)
    assert error
    assert current(team, "a") == second


def test_the_newest_counts_not_the_one_whose_build_ends_last(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = built(monkeypatch, team, "a", seconds_ago=10)
    older = built(monkeypatch, team, "a", "b", seconds_ago=20)
    assert older.status == "ready"
    assert (current(team, "a"), current(team, "b")) == (newer, older)


def test_deletion_lasts_until_a_later_deployment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    built(monkeypatch, team, "a", seconds_ago=20)
    workflows.delete(team=team, name="a")
    built(monkeypatch, team, "a", seconds_ago=10)  # uploaded before the deletion, its build ended after it
    with pytest.raises(NotFound, match=r"The workflow 'a' was deleted\. Deploy it again"):
        workflows.current_version(team=team, name="a")
    later = built(monkeypatch, team, "a", seconds_ago=-1)
    assert current(team, "a") == later


def test_names_belong_to_their_team(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Team.objects.create(name="Other", slug="other-team")
    mine, theirs = built(monkeypatch, team, "a"), built(monkeypatch, other, "a")
    assert (current(team, "a"), current(other, "a")) == (mine, theirs)
    workflows.delete(team=other, name="a")
    assert current(team, "a") == mine


# --- Builds that are lost -------------------------------------------------------------------------


def silent_for(deployment: Deployment, seconds: float, **fields: Any) -> None:
    moment = timezone.now() - timedelta(seconds=seconds)
    Deployment.objects.filter(pk=deployment.pk).update(heartbeat_at=moment, **fields)


def test_the_sweep_asks_again_for_builds_nobody_works_on(team: Team) -> None:
    waiting, lost, busy = (make_deployment(team) for _ in range(3))
    silent_for(waiting, 60)
    silent_for(lost, 60, build_token=uuid4(), build_attempts=1)
    silent_for(busy, 1, build_token=uuid4(), build_attempts=1)
    assert set(building.sweep()) == {waiting.id, lost.id}
    assert building.sweep() == []  # rung just now
    assert Deployment.objects.claim(lost.id) is not None
    assert Deployment.objects.claim(busy.id) is None


def test_the_sweep_gives_up_after_three_tries(team: Team) -> None:
    deployment = make_deployment(team)
    silent_for(deployment, 60, build_token=uuid4(), build_attempts=3)
    assert building.sweep() == []
    deployment.refresh_from_db()
    assert deployment.status == "failed"
    assert deployment.build_error.startswith("The build was begun 3 times, and each time the worker went away")


def test_a_build_that_lost_its_claim_publishes_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = make_deployment(team)

    def taken_meanwhile() -> Discovery:
        Deployment.objects.filter(pk=deployment.pk).update(build_token=uuid4())
        return Discovery(workflows=[info("a")], error=None, log="")

    discover_by(monkeypatch, taken_meanwhile)
    build(deployment_id=deployment.id)
    deployment.refresh_from_db()
    assert deployment.status == "building"
    assert not WorkflowVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_build_says_that_it_is_alive(settings: Settings) -> None:
    settings.HEARTBEAT_SECONDS = 0.01
    deployment = make_deployment(Team.objects.create(name="T", slug="t"))
    silent_for(deployment, 60)
    claimed = Deployment.objects.claim(deployment.id)
    assert claimed is not None
    silent_for(deployment, 60)
    deadline = timezone.now() + timedelta(seconds=10)
    with heartbeat(claimed):
        while Deployment.objects.silent().exists():
            assert timezone.now() < deadline


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_outlives_a_database_that_is_away(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HEARTBEAT_SECONDS = 0.01
    deployment = make_deployment(Team.objects.create(name="T", slug="t"))
    beats, beaten = [DatabaseError("away"), DatabaseError("away")], threading.Event()

    def beat(_: Deployment) -> bool:
        if beats:
            raise beats.pop()
        beaten.set()
        return True

    monkeypatch.setattr(Deployment, "beat", beat)
    with heartbeat(deployment):
        assert beaten.wait(10)
