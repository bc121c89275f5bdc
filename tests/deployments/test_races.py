"""Several workers at once, on a real database with real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from accounts.models import Team
from api.errors import NotFound
from deployments import credentials, workflows
from deployments.building import build
from deployments.history import DeploymentEvent
from deployments.models import Deployment, Workflow, WorkflowVersion
from deployments.publishing import publish, publish_held, take_back
from deployments.stored_credentials import Credential
from runtime.discovery import Discovery
from tests.deployments.makers import built, discover_by, info, make_deployment

pytestmark = pytest.mark.django_db(transaction=True)


def together(*stories: Callable[[], object]) -> None:
    """Runs them at the same time, each with a connection of its own."""
    start = threading.Barrier(len(stories))
    problems: list[BaseException] = []

    def tell(story: Callable[[], object]) -> None:
        try:
            start.wait(10)
            story()
        except BaseException as problem:  # noqa: BLE001  # shown by the assertion
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=(story,)) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name="Racers", slug="racers")


def test_one_of_many_builds_claims_the_deployment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []

    def find() -> Discovery:
        built.append(1)
        return Discovery(workflows=[info("a")], error=None, log="")

    discover_by(monkeypatch, find)
    deployment = make_deployment(team)
    together(*[lambda: build(deployment_id=deployment.id)] * 8)
    deployment.refresh_from_db()
    assert (deployment.status, deployment.build_attempts, built) == ("ready", 1, [1])
    assert WorkflowVersion.objects.count() == 1


def test_the_newest_is_current_whoever_publishes_first(team: Team) -> None:
    names = [f"workflow {number}" for number in range(6)]
    found = [info(name) for name in names]
    for _ in range(5):
        deployments = [make_deployment(team, seconds_ago=-ago) for ago in range(4)]
        claimed = [Deployment.objects.claim(deployment.id) for deployment in deployments]
        together(
            *[
                lambda one=one, order=order: publish(deployment=one, workflows=found[::order], log="")
                for one, order in zip(claimed, (1, -1, 1, -1), strict=True)
            ]
        )
        newest = deployments[-1]
        current = [workflows.current_version(team=team, name=name).deployment for name in names]
        assert current == [newest] * len(names)
        Deployment.objects.all().delete()
    assert Workflow.objects.count() == len(names)


def test_a_credential_deleted_during_its_update_is_gone(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    credential = credentials.create(team=team, name="token", value="old")

    def encrypt_while_it_is_deleted(value: str) -> bytes:
        Credential.objects.filter(pk=credential.pk).delete()
        return value.encode()

    monkeypatch.setattr(credentials, "encrypt", encrypt_while_it_is_deleted)
    with pytest.raises(NotFound, match="There is no credential"):
        credentials.update(team=team, credential_id=credential.pk, name=None, value="new")
    assert not Credential.objects.of(team).exists()


def test_a_repair_and_a_newer_deployment_published_at_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        parent = built(monkeypatch, team, "a", "b")
        held = built(monkeypatch, team, "a", "b", parent=parent, origin="repair", held=True)
        newer = Deployment.objects.claim(make_deployment(team).id)
        assert newer is not None
        together(
            partial(publish_held, held),
            partial(publish, deployment=newer, workflows=[info("b"), info("a")], log=""),
            partial(take_back, held, reason="too"),
        )
        assert [workflows.current_version(team=team, name=name).deployment for name in "ab"] == [newer] * 2
        assert not publish_held(held)
        Deployment.objects.all().delete()


def test_a_repair_is_published_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "a")
    held = built(monkeypatch, team, "a", parent=parent, origin="repair", held=True)
    answers: list[bool] = []
    together(*[lambda: answers.append(publish_held(held))] * 6)
    assert sorted(answers) == [False] * 5 + [True]
    assert DeploymentEvent.objects.filter(deployment=held).count() == 1
