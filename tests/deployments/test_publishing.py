"""Which version runs, who changed that, and that nobody's change is overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import ApiKey, AuditEvent, Team
from api.errors import Conflict
from deployments import building, workflows
from deployments.history import Change, DeploymentEvent
from deployments.models import Deployment, DeploymentStatus, Workflow
from deployments.publishing import publish_held, roll_back, take_back
from deployments.signals import deployment_built
from tests.deployments.makers import built, discover_these, info, make_deployment
from tests.factories import make_team, make_user


def runs(team: Team, name: str = "search") -> Deployment:
    return workflows.current_version(team=team, name=name).deployment


def repaired(monkeypatch: pytest.MonkeyPatch, parent: Deployment, *names: str) -> Deployment:
    return built(monkeypatch, parent.team, *names, parent=parent, origin="repair", held=True)


def changes(team: Team, name: str = "search") -> list[tuple[str, Deployment | None, Deployment | None]]:
    events = DeploymentEvent.objects.of(team).filter(workflow__name=name).order_by("id")
    return [(event.change, event.before, event.deployment) for event in events]


def test_a_held_deployment_runs_only_when_it_is_published(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", "export")
    held = repaired(monkeypatch, parent, "search", "export")
    assert (held.status, runs(team), runs(team, "export")) == ("ready", parent, parent)
    assert publish_held(held, by=make_user(team), reason="Verified.")
    assert (runs(team), runs(team, "export")) == (held, held)
    held.refresh_from_db()
    assert not held.held
    assert changes(team) == [(Change.PUBLISHED, None, parent), (Change.PUBLISHED, parent, held)]
    assert not publish_held(held)
    assert len(changes(team)) == 2


def test_a_newer_deployment_is_not_overwritten(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", "export")
    held = repaired(monkeypatch, parent, "search", "export")
    newer = built(monkeypatch, team, "export")
    assert not publish_held(held)
    assert (runs(team), runs(team, "export")) == (parent, newer)
    held.refresh_from_db()
    assert held.held


def test_what_ran_another_version_before_is_left_alone(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", "export")
    other = built(monkeypatch, team, "export")
    held = repaired(monkeypatch, parent, "search", "export")
    assert publish_held(held)
    assert (runs(team), runs(team, "export")) == (held, other)


def test_a_roll_back_meanwhile_counts_like_a_newer_deployment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    old = built(monkeypatch, team, "search")
    parent = built(monkeypatch, team, "search")
    held = repaired(monkeypatch, parent, "search")
    roll_back(team=team, deployment=old, by=make_user(team))
    assert not publish_held(held)
    roll_back(team=team, deployment=parent, by=make_user(team))
    assert not publish_held(held)
    assert runs(team) == parent


def test_a_repair_does_not_keep_out_what_was_deployed_before_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", seconds_ago=60)
    slow = make_deployment(team, seconds_ago=30)
    held = repaired(monkeypatch, parent, "search")
    assert publish_held(held)
    building.build(deployment_id=slow.id)
    assert runs(team) == slow
    assert not publish_held(repaired(monkeypatch, parent, "search"))


def test_nothing_is_published_that_is_not_ready(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search")
    assert not publish_held(make_deployment(team, parent=parent, held=True))
    assert not publish_held(repaired(monkeypatch, parent, "other"))
    with pytest.raises(Conflict, match="Only a deployment that is ready"):
        roll_back(team=team, deployment=make_deployment(team), by=make_user(team))
    assert changes(team) == [(Change.PUBLISHED, None, parent)]


def test_a_repair_is_taken_back(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", "export")
    held = repaired(monkeypatch, parent, "search", "export")
    assert not take_back(held, reason="never published")
    publish_held(held)
    newer = built(monkeypatch, team, "export")
    assert take_back(held, reason="Its next runs failed.")
    assert (runs(team), runs(team, "export")) == (parent, newer)
    last = DeploymentEvent.objects.of(team).about(held)[0]
    assert (last.change, last.reason, last.before) == (Change.TAKEN_BACK, "Its next runs failed.", held)
    assert not take_back(held, reason="again")
    assert not publish_held(held)


def test_a_deployment_is_not_taken_back_to_no_parent(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    only = built(monkeypatch, team, "search")
    assert not take_back(only, reason="no parent")
    assert runs(team) == only


def test_a_person_rolls_back(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    old = built(monkeypatch, team, "search", "export", "gone")
    built(monkeypatch, team, "search", "gone")
    workflows.delete(team=team, name="gone")
    person = make_user(team)
    assert roll_back(team=team, deployment=old, by=person) == ["search"]
    assert (runs(team), runs(team, "export")) == (old, old)
    assert Workflow.objects.get(name="gone").current is None
    event = AuditEvent.objects.of(team).get(action="deployment.rolled_back")
    assert (event.user, event.subject_id, event.data) == (person, str(old.id), {"workflows": ["search"]})
    assert roll_back(team=team, deployment=old, by=person) == []
    assert AuditEvent.objects.of(team).count() == 1
    newest = built(monkeypatch, team, "search")
    assert runs(team) == newest


def test_another_teams_deployment_cannot_be_rolled_back_to(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = built(monkeypatch, make_team(), "search")
    with pytest.raises(Conflict):
        roll_back(team=team, deployment=theirs, by=make_user(team))


def test_history_says_who(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = ApiKey.objects.issue(team=team, name="deploys")
    built(monkeypatch, team, "search", created_with=key)
    workflows.delete(team=team, name="search", by=key)
    events = DeploymentEvent.objects.of(team).order_by("id")
    assert [(event.change, event.key) for event in events] == [(Change.PUBLISHED, key), (Change.DELETED, key)]
    assert not DeploymentEvent.objects.of(make_team()).exists()


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_build_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    team, heard = make_team(), []

    def hear(**said: Any) -> None:
        heard.append((said["deployment_id"], said["status"]))

    deployment_built.connect(hear)
    good = built(monkeypatch, team, "search")
    building.build(deployment_id=good.id)
    discover_these(monkeypatch)
    bad = make_deployment(team)
    building.build(deployment_id=bad.id)
    lost = make_deployment(team, build_attempts=building.ATTEMPTS_MOST, heartbeat_at=None)
    building.sweep()
    deployment_built.disconnect(hear)
    assert heard == [
        (good.id, DeploymentStatus.READY),
        (bad.id, DeploymentStatus.FAILED),
        (lost.id, DeploymentStatus.FAILED),
    ]


def test_rerun_is_kept(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    discover_these(monkeypatch, info("a", rerun="safe"), info("b"))
    building.build(deployment_id=make_deployment(team).id)
    assert [workflows.current_version(team=team, name=name).rerun for name in "ab"] == ["safe", ""]
