"""workflows/list, get and delete."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Team
from deployments.building import build
from tests.deployments.makers import built, discover_these, info, make_deployment
from tests.factories import Api


def test_list_shows_what_can_run_and_what_is_being_built(api: Api, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(monkeypatch, team, "b", "a", seconds_ago=20)
    second = built(monkeypatch, team, "b", seconds_ago=10)
    building = make_deployment(team, description="Third")
    status, answer = api.post("workflows/list")
    assert status == 200
    shown = [
        (entry["name"], entry["deployment_id"], entry["deployment_status"]) for entry in answer["deployed_workflows"]
    ]
    assert shown == [("a", str(first.id), "ready"), ("b", str(second.id), "ready")]
    [in_progress] = answer["in_progress_builds"]
    assert in_progress.pop("created_at") <= in_progress.pop("updated_at")
    assert in_progress == {
        "build_id": str(building.id),
        "status": "building",
        "workflow_name": None,
        "summary": "Third",
        "error": None,
    }


def test_listing_many_takes_few_queries(
    api: Api, team: Team, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    built(monkeypatch, team, *(f"workflow {number}" for number in range(50)))
    with django_assert_max_num_queries(6):
        assert len(api.post("workflows/list")[1]["deployed_workflows"]) == 50


def test_get_describes_the_current_version(api: Api, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"type": "object", "properties": {"query": {"type": "string"}}}
    discover_these(monkeypatch, info("search", input_schema=schema, output_schema=None, rerun="safe"))
    deployment = make_deployment(team)
    build(deployment_id=deployment.id)
    status, answer = api.post("workflows/get", {"workflow": " search "})
    assert status == 200
    moments = [
        answer.pop(name) for name in ("created_at", "updated_at", "deployment_created_at", "deployment_built_at")
    ]
    assert all(moment.endswith("Z") for moment in moments)
    assert answer == {
        "workflow": "search",
        "deployment_id": str(deployment.id),
        "deployment_status": "ready",
        "input_schema": schema,
        "output_schema": None,
        "rerun": "safe",
        "sharing_enabled": False,
        "publication": None,
    }


def test_delete_takes_it_away_until_it_is_deployed_again(api: Api, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    built(monkeypatch, team, "search", "export", seconds_ago=10)
    status, answer = api.post("workflows/delete", {"workflow": "search"})
    assert (status, answer) == (200, {"success": True, "message": "The workflow search was deleted."})
    for endpoint in ("workflows/get", "workflows/delete"):
        status, answer = api.post(endpoint, {"workflow": "search"})
        assert status == 404
        assert answer["message"] == "The workflow 'search' was deleted. Deploy it again with `libretto cloud deploy`."
    assert [entry["name"] for entry in api.post("workflows/list")[1]["deployed_workflows"]] == ["export"]
    built(monkeypatch, team, "search", seconds_ago=-1)
    assert api.post("workflows/get", {"workflow": "search"})[0] == 200


def test_unknown_names_say_what_there_is(api: Api, stranger: Api, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    message = api.post("workflows/get", {"workflow": "serach"})[1]["message"]
    assert message.startswith("There is no workflow 'serach'. No workflow is deployed yet.")
    built(monkeypatch, team, "search", "export")
    status, answer = api.post("workflows/get", {"workflow": "serach"})
    assert status == 404
    assert answer["message"].startswith("There is no workflow 'serach'. Deployed are: export, search.")
    for endpoint in ("workflows/get", "workflows/delete"):
        status, answer = stranger.post(endpoint, {"workflow": "search"})
        assert status == 404
        assert "export" not in answer["message"]
    assert stranger.post("workflows/list")[1] == {"deployed_workflows": [], "in_progress_builds": []}


@pytest.mark.parametrize("bad", [None, "", 5.5, "a\0b", ["a"]])
def test_a_name_is_text(api: Api, bad: object) -> None:
    for endpoint in ("workflows/get", "workflows/delete"):
        status, answer = api.post(endpoint, {"workflow": bad})
        assert status in {400, 404} if bad == 5.5 else status == 400, answer
