from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Membership, Role, Team, User
from accounts.services import create_team
from tests.factories import PASSWORD, make_team, make_user, signed_in

pytestmark = pytest.mark.django_db


def test_a_new_team_has_an_owner_who_can_sign_in() -> None:
    new = create_team(name="Northwind Ltd", owner_email=" Alice@Example.com ", password=PASSWORD)
    assert (new.team.slug, new.owner.email, new.owner.is_staff) == ("northwind-ltd", "alice@example.com", False)
    assert Membership.objects.get().role == Role.OWNER
    assert Client().login(username="alice@example.com", password=PASSWORD)


def test_a_person_keeps_their_password_and_gets_one_team_more() -> None:
    create_team(name="One", owner_email="alice@example.com", password=PASSWORD)
    create_team(name="Two", owner_email="alice@example.com", password="another password", staff=True)
    alice = User.objects.get()
    assert alice.check_password(PASSWORD)
    assert alice.is_staff
    assert alice.is_superuser
    assert alice.memberships.count() == 2


@pytest.mark.parametrize("name", ["Northwind", "東京", "!!!", "a" * 200])
def test_every_team_gets_a_slug_of_its_own(name: str) -> None:
    for number in range(3):
        create_team(name=name, owner_email=f"p{number}@example.com", password=PASSWORD)
    slugs = set(Team.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert all(0 < len(slug) <= 60 for slug in slugs)


def test_somebody_in_two_teams_turns_to_the_other() -> None:
    one, two = make_team("Northwind"), make_team("Southwind")
    user = make_user(one)
    Membership.objects.create(team=two, user=user)
    client = signed_in(user)
    page = client.get("/team").content.decode()
    assert "Northwind" in page
    assert "Southwind" in page
    assert client.post("/team", {"team": str(two.id)}).headers["Location"] == "/runs"
    assert '<a class="site-team" href="/team" title="Change team">Southwind</a>' in client.get("/team").content.decode()


@pytest.mark.parametrize("wanted", ["", "nonsense", "5754daa3-accd-4e0a-80f5-b5f28efa2ac4", "other"])
def test_nobody_turns_to_a_team_they_are_not_in(wanted: str) -> None:
    client = signed_in(make_user(make_team()))
    other = make_team()
    response = client.post("/team", {"team": str(other.id) if wanted == "other" else wanted})
    assert response.status_code == 403
    assert "team" not in client.session


def test_somebody_without_a_team_learns_so() -> None:
    page = signed_in(make_user(email="carol@example.com")).get("/team").content.decode()
    assert "You are not in a team yet" in page
    assert "carol@example.com" in page


def test_names_are_shown_as_text() -> None:
    client = signed_in(make_user(make_team("<script>alert(1)</script>")))
    page = client.get("/team").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(("staff", "shown"), [(True, True), (False, False)])
def test_only_staff_see_the_way_to_the_admin(staff: bool, shown: bool) -> None:
    page = signed_in(make_user(make_team(), staff=staff)).get("/team").content.decode()
    assert ('href="/admin/"' in page) == shown
