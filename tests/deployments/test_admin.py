from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Team
from deployments.credentials import values_for
from deployments.stored_credentials import Credential
from tests.deployments.makers import built
from tests.factories import make_user, signed_in

SECRET = "hunter2 of the admin "


@pytest.fixture
def staff(db: None) -> Client:
    return signed_in(make_user(staff=True))


def test_deployments_and_workflows_are_only_read(staff: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = built(monkeypatch, team, "search")
    page = staff.get(f"/admin/deployments/deployment/{deployment.id}/change/")
    assert "Ready: search." in page.content.decode()
    assert staff.get("/admin/deployments/deployment/?q=x").status_code == 200
    assert staff.get("/admin/deployments/workflow/?q=search").status_code == 200
    assert staff.get("/admin/deployments/deployment/add/").status_code == 403
    assert staff.post(f"/admin/deployments/deployment/{deployment.id}/delete/").status_code == 403
    assert staff.post(f"/admin/deployments/deployment/{deployment.id}/change/", {"status": "failed"}).status_code == 403


def test_a_credential_is_stored_and_replaced_but_never_shown(staff: Client, team: Team) -> None:
    answer = staff.post(
        "/admin/deployments/credential/add/", {"team": team.id, "name": " Portal_Password", "value": SECRET}
    )
    assert answer.status_code == 302
    assert values_for(team=team, names=["portal_password"]) == {"portal_password": SECRET}
    credential = Credential.objects.get()
    change = f"/admin/deployments/credential/{credential.id}/change/"
    for place in (
        change,
        "/admin/deployments/credential/?q=portal",
        f"/admin/deployments/credential/{credential.id}/history/",
    ):
        page = staff.get(place).content.decode()
        assert "portal_password" in page
        assert "hunter2" not in page
        assert bytes(credential.encrypted).decode() not in page
    assert staff.post(change, {"name": "portal_password", "value": ""}).status_code == 302
    assert values_for(team=team, names=["portal_password"]) == {"portal_password": SECRET}
    assert staff.post(change, {"name": "portal_password", "value": "new"}).status_code == 302
    assert values_for(team=team, names=["portal_password"]) == {"portal_password": "new"}


@pytest.mark.parametrize(
    "fields",
    [{"value": ""}, {"name": "a\tb"}, {"value": "hunter2" * 10_000}, {"name": "TAKEN"}, {"value": "hunter2\0"}],
)
def test_bad_credentials_are_refused_without_repeating_them(staff: Client, team: Team, fields: dict[str, str]) -> None:
    staff.post("/admin/deployments/credential/add/", {"team": team.id, "name": "taken", "value": "x"})
    answer = staff.post(
        "/admin/deployments/credential/add/", {"team": team.id, "name": "token", "value": SECRET, **fields}
    )
    assert answer.status_code == 200
    assert "hunter2" not in answer.content.decode()
    assert Credential.objects.count() == 1
