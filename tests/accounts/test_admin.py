"""Everything about people, teams and keys can be done in the admin, and no secret is seen there twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import access
from accounts.models import ApiKey, Membership, Role, Team, User
from tests.accounts.test_access import with_key
from tests.factories import PASSWORD, make_key, make_team, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return signed_in(make_user(staff=True, email="staff@example.com"))


def test_a_new_key_is_shown_once(staff: Client) -> None:
    team = make_team()
    response = staff.post("/admin/accounts/apikey/add/", {"team": str(team.id), "name": "laptop"})
    assert response.status_code == 302
    shown = staff.get("/admin/accounts/apikey/").content.decode()
    found = re.search(r"lk_[\w-]{43}", shown)
    assert found is not None
    key = access.api_member(with_key(found[0])).key
    assert key is not None
    assert (key.team, key.name) == (team, "laptop")
    assert key.created_by is not None
    assert key.created_by.email == "staff@example.com"
    for path in ("/admin/accounts/apikey/", f"/admin/accounts/apikey/{key.pk}/change/"):
        again = staff.get(path).content.decode()
        assert found[0] not in again
        assert key.digest not in again
        assert key.prefix in again


def test_a_keys_name_can_change_and_nothing_else(staff: Client) -> None:
    secret = make_key(make_team())
    before = ApiKey.objects.get()
    staff.post(
        f"/admin/accounts/apikey/{before.pk}/change/",
        {"name": "renamed", "team": str(make_team().id), "digest": "0" * 64, "prefix": "lk_x", "revoked_at_0": ""},
    )
    after = ApiKey.objects.get()
    assert after.name == "renamed"
    assert (after.team_id, after.digest, after.prefix) == (before.team_id, before.digest, before.prefix)
    assert access.api_member(with_key(secret)).key == after


def test_keys_are_revoked_together(staff: Client) -> None:
    team = make_team()
    secrets = [make_key(team), make_key(team)]
    kept = make_key(team)
    chosen = ApiKey.objects.exclude(pk=access.api_member(with_key(kept)).key.pk)  # type: ignore[union-attr]
    staff.post(
        "/admin/accounts/apikey/",
        {"action": "revoke_selected", "_selected_action": [str(key.pk) for key in chosen]},
    )
    assert ApiKey.objects.usable().count() == 1
    for secret in secrets:
        assert ApiKey.objects.matching(secret) is None
    assert "2 keys revoked." in staff.get("/admin/accounts/apikey/").content.decode()


def test_a_person_is_made_with_an_address_in_small_letters(staff: Client) -> None:
    data = {"email": "Dora@Example.com", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    response = staff.post("/admin/accounts/user/add/", {**data, **inline})
    assert response.status_code == 302
    dora = User.objects.get(email="dora@example.com")
    assert dora.check_password(PASSWORD)
    assert not dora.is_staff
    twice = staff.post("/admin/accounts/user/add/", {**data, **inline, "email": "DORA@example.com"})
    assert "already exists" in twice.content.decode()


def test_a_team_is_made_with_its_members(staff: Client) -> None:
    user = make_user()
    response = staff.post(
        "/admin/accounts/team/add/",
        {
            "name": "Northwind",
            "slug": "northwind",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-user": str(user.pk),
            "memberships-0-role": "admin",
        },
    )
    assert response.status_code == 302
    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.team.slug) == (user, Role.ADMIN, "northwind")


@pytest.mark.parametrize("model", ["user", "team", "membership", "apikey"])
def test_every_page_of_ours_opens(staff: Client, model: str) -> None:
    team = make_team()
    user = make_user(team)
    make_key(team)
    rows = {
        "user": user.pk,
        "team": team.pk,
        "membership": Membership.objects.get().pk,
        "apikey": ApiKey.objects.get().pk,
    }
    for name, args in {"changelist": [], "add": [], "change": [rows[model]], "delete": [rows[model]]}.items():
        assert staff.get(reverse(f"admin:accounts_{model}_{name}", args=args)).status_code == 200
    assert staff.get(reverse(f"admin:accounts_{model}_changelist"), {"q": "x\0"}).status_code in {200, 302}
    assert Team.objects.count() == 1


def test_the_admins_sign_in_is_ours() -> None:
    response = Client().get("/admin/accounts/team/", follow=True)
    assert response.redirect_chain[-1][0] == "/sign-in?next=%2Fadmin%2Faccounts%2Fteam%2F"
    assert Client().post("/admin/login/", {"username": "a", "password": "b"}).status_code == 405
