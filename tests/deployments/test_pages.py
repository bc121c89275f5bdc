"""The pages of deployments."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import ApiKey, AuditEvent, Role, Team
from deployments import workflows
from deployments.models import Deployment
from deployments.pages import deployment_page, listing
from deployments.publishing import publish_held, take_back
from tests.deployments.makers import built, discover_these, make_deployment
from tests.factories import make_team, make_user, signed_in

PORTAL = "from playwright.async_api import Page\n\n\nasync def pay(page: Page) -> None:\n    await page.click('#pay')\n"
FILES: dict[str, str | bytes] = {
    "workflows.py": "# <b>search</b>\nimport pages.portal\n",
    "pages/portal.py": PORTAL,
    "logo.png": b"\x89PNG\0",
    "empty.txt": "",
}


@pytest.fixture
def member(team: Team) -> Client:
    return signed_in(make_user(team))


@pytest.fixture
def admin(team: Team) -> Client:
    return signed_in(make_user(team, Role.ADMIN, email="ada@example.com"))


def shown(client: Client, path: str, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def repaired(monkeypatch: pytest.MonkeyPatch, parent: Deployment, files: dict[str, str | bytes]) -> Deployment:
    return built(monkeypatch, parent.team, "search", files=files, parent=parent, origin="repair", held=True)


# --- The list -------------------------------------------------------------------------------------


def test_a_team_without_deployments_is_told_how_to_make_one(member: Client) -> None:
    make_deployment(make_team())
    assert "Nothing is deployed yet" in shown(member, "/deployments")


def test_the_list_says_who_made_what_and_what_runs(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = ApiKey.objects.issue(team=team, name="deploys")
    old = built(monkeypatch, team, "search", "export", created_with=key, description="Orders\nand more")
    new = built(monkeypatch, team, "search")
    held = repaired(monkeypatch, new, FILES)
    page = member.get("/deployments")
    rows = {row.deployment: row for row in page.context["list"].rows}
    assert list(rows) == [held, new, old]
    assert [(rows[one].running, list(rows[one].names)) for one in rows] == [
        (0, ["search"]),
        (1, ["search"]),
        (1, ["export", "search"]),
    ]
    text = " ".join(page.content.decode().split())
    assert f"API key deploys ({key.prefix}…)" in text
    assert ">Orders<" in text
    assert "Current for 1 of 2" in text
    assert "Held back" in text
    assert "A repair of <a" in text


def test_the_list_shows_one_kind_and_one_workflow(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    old = built(monkeypatch, team, "search")
    new = built(monkeypatch, team, "search")
    other = built(monkeypatch, team, "export")
    repair = repaired(monkeypatch, new, FILES)
    discover_these(monkeypatch)
    building = make_deployment(team)

    def listed(**query: str) -> list[Deployment]:
        return [row.deployment for row in member.get("/deployments", query).context["list"].rows]

    assert listed(kind="current") == [other, new]
    assert listed(kind="repairs") == [repair]
    assert listed(kind="building") == [building]
    assert listed(kind="failed") == []
    assert listed(workflow="search") == [repair, new, old]
    assert listed(workflow="search", kind="current") == [new]
    assert listed(kind="nonsense") == [building, repair, other, new, old]
    assert "No such deployments" in shown(member, "/deployments", workflow="sear")


def test_the_list_has_pages(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "DEPLOYMENTS_SHOWN", 2)
    made = [make_deployment(team, seconds_ago=ago) for ago in range(3)]
    first = member.get("/deployments")
    assert [row.deployment for row in first.context["list"].rows] == made[:2]
    second = member.get(first.context["older"])
    assert [row.deployment for row in second.context["list"].rows] == made[2:]
    assert member.get("/deployments?cursor=odd&kind=failed").headers["location"] == "/deployments?kind=failed"


# --- One deployment -------------------------------------------------------------------------------


def test_a_failed_build_says_why_and_shows_its_log(member: Client, team: Team) -> None:
    deployment = make_deployment(team, status="failed", build_error="No <module>.", build_log="Unpacking.\n")
    page = shown(member, f"/deployments/{deployment.pk}")
    assert "No &lt;module&gt;." in page
    assert '<details class="card build-log" open>' in page
    assert "Roll back" not in page


def test_a_long_log_is_cut_and_whole_elsewhere(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment_page, "LOG_SHOWN_CHARACTERS", 20)
    log = "begin" + "x" * 40 + "<end>"
    deployment = make_deployment(team, status="ready", build_log=log)
    page = shown(member, f"/deployments/{deployment.pk}")
    assert "begin" in page
    assert "30 characters left out" in page
    whole = member.get(f"/deployments/{deployment.pk}/build-log")
    assert (whole.content.decode(), whole.headers["content-type"]) == (log, "text/plain; charset=utf-8")


def test_the_history_tells_what_ran_when_and_why(admin: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", "export")
    repair = repaired(monkeypatch, parent, FILES)
    publish_held(repair, reason="Verified by run 7.")
    take_back(repair, reason="Its next runs failed.")
    page = admin.get(f"/deployments/{repair.pk}")
    lines = page.context["page"].history
    assert [(line.title, line.reason, line.other) for line in lines] == [
        ("Taken back", "Its next runs failed.", parent),
        ("Made current", "Verified by run 7.", parent),
    ]
    parents = admin.get(f"/deployments/{parent.pk}")
    assert [(line.title, list(line.workflows)) for line in parents.context["page"].history] == [
        ("Back to this", ["search"]),
        ("Replaced", ["search"]),
        ("Made current", ["export", "search"]),
    ]
    assert "Repaired in" in parents.content.decode()
    assert "held back" in page.content.decode()


def test_an_admin_rolls_back_in_one_click(admin: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = built(monkeypatch, team, "search"), built(monkeypatch, team, "search")
    assert "Roll back to this version" in shown(admin, f"/deployments/{old.pk}")
    assert "Roll back to this version" not in shown(admin, f"/deployments/{new.pk}")
    answer = admin.post(f"/deployments/{old.pk}/roll-back", follow=True, REMOTE_ADDR="192.0.2.7")
    assert "New runs of search use this version now." in answer.content.decode()
    assert workflows.current_version(team=team, name="search").deployment == old
    event = AuditEvent.objects.of(team).get()
    assert (event.action, event.actor, event.address) == ("deployment.rolled_back", "ada@example.com", "192.0.2.7")
    again = admin.post(f"/deployments/{old.pk}/roll-back", follow=True)
    assert "All its workflows ran it already." in again.content.decode()


def test_members_see_but_do_not_roll_back(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = built(monkeypatch, team, "search"), built(monkeypatch, team, "search")
    page = shown(member, f"/deployments/{old.pk}")
    assert "<button" not in page.partition("<main")[2]
    assert "Admins of the team can make this version current again." in page
    assert member.post(f"/deployments/{old.pk}/roll-back").status_code == 403
    assert workflows.current_version(team=team, name="search").deployment == new


def test_what_is_not_ready_cannot_be_rolled_back_to(admin: Client, team: Team) -> None:
    failed = make_deployment(team, status="failed")
    answer = admin.post(f"/deployments/{failed.pk}/roll-back", follow=True)
    assert "Only a deployment that is ready can run." in answer.content.decode()


def test_a_building_deployment_loads_itself_again(member: Client, team: Team) -> None:
    assert 'http-equiv="refresh"' in shown(member, f"/deployments/{make_deployment(team).pk}")


# --- Source ---------------------------------------------------------------------------------------


def test_the_source_opens_at_the_entry_point(member: Client, team: Team) -> None:
    deployment = make_deployment(team, FILES)
    answer = member.get(f"/deployments/{deployment.pk}/source")
    assert answer.headers["location"] == f"/deployments/{deployment.pk}/source/workflows.py"
    page = shown(member, answer.headers["location"])
    assert "&lt;b&gt;search&lt;/b&gt;" in page
    assert "<b>search" not in page
    for path in FILES:
        assert f'href="/deployments/{deployment.pk}/source/{path}"' in page


def test_each_line_has_its_anchor(member: Client, team: Team) -> None:
    deployment = make_deployment(team, FILES)
    page = shown(member, f"/deployments/{deployment.pk}/source/pages/portal.py")
    assert 'id="L5"><a class="source-number" href="#L5"' in page
    assert 'id="L6"' not in page
    assert '<span class="hl-k">await</span>' in page


@pytest.mark.parametrize(("path", "said"), [("logo.png", "not a text"), ("empty.txt", "An empty file.")])
def test_a_file_without_lines_says_why(member: Client, team: Team, path: str, said: str) -> None:
    assert said in shown(member, f"/deployments/{make_deployment(team, FILES).pk}/source/{path}")


def test_no_other_file_is_shown(member: Client, team: Team) -> None:
    deployment = make_deployment(team, FILES)
    for path in ("nothing.py", "../source.tar.gz", "/etc/passwd", "pages"):
        assert member.get(f"/deployments/{deployment.pk}/source/{path}").status_code == 404


def test_a_bundle_that_is_gone_says_so(member: Client, team: Team) -> None:
    deployment = make_deployment(team)
    default_storage.delete(deployment.source_path)
    for page in ("source", "source/workflows.py"):
        assert "no longer in the server" in shown(member, f"/deployments/{deployment.pk}/{page}")
    other = make_deployment(team)
    assert "no longer in the server" in shown(member, f"/deployments/{other.pk}/compare")
    assert member.get(f"/deployments/{other.pk}/compare.patch").status_code == 404


# --- Comparing ------------------------------------------------------------------------------------


def test_a_repair_is_compared_with_its_parent(member: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = built(monkeypatch, team, "search", files=FILES)
    built(monkeypatch, team, "search", files=FILES)
    repair = repaired(monkeypatch, parent, FILES | {"pages/portal.py": PORTAL.replace("#pay", "#pay-now")})
    answer = member.get(f"/deployments/{repair.pk}/compare")
    page = answer.context["page"]
    assert (page.old, page.new, [file.path for file in page.files]) == (parent, repair, ["pages/portal.py"])
    assert (page.added, page.removed) == (1, 1)
    text = answer.content.decode()
    assert "await page.click(&#x27;#pay<mark>-now</mark>&#x27;)" in text
    patch = member.get(f"/deployments/{repair.pk}/compare.patch").content.decode()
    assert patch.startswith("--- a/pages/portal.py\n+++ b/pages/portal.py\n@@ -2,4 +2,4 @@\n")
    assert "-    await page.click('#pay')\n+    await page.click('#pay-now')\n" in patch


def test_a_version_is_compared_with_the_one_it_replaced_or_any_other(
    member: Client, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(monkeypatch, team, "search", files=FILES)
    second = built(monkeypatch, team, "search", files=FILES | {"more.py": "x = 1\n"})
    third = built(monkeypatch, team, "search", files=FILES)
    elsewhere = built(monkeypatch, team, "export")

    def compared(deployment: Deployment, **query: Any) -> tuple[Deployment, list[str]]:
        page = member.get(f"/deployments/{deployment.pk}/compare", query).context["page"]
        assert elsewhere not in page.others or page.old == elsewhere
        assert page.old in page.others
        return page.old, [file.kind for file in page.files]

    assert compared(third) == (second, ["removed"])
    assert compared(second) == (first, ["added"])
    assert compared(third, **{"with": str(first.pk)}) == (first, [])
    assert compared(third, **{"with": str(elsewhere.pk)})[0] == elsewhere
    assert "Nothing to compare with yet" in shown(member, f"/deployments/{elsewhere.pk}/compare")


def test_nothing_is_compared_with_another_teams(member: Client, team: Team) -> None:
    deployment, theirs = make_deployment(team), make_deployment(make_team())
    for asked in (str(theirs.pk), "odd"):
        assert member.get(f"/deployments/{deployment.pk}/compare", {"with": asked}).status_code == 404
