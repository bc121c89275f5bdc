"""The one gate: keys for /v1, sessions for pages, and never one for the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts import access
from accounts.access import Access
from accounts.models import ApiKey, Membership, Role, Team, User
from api.errors import Unauthorized
from tests.factories import make_key, make_team, make_user

pytestmark = pytest.mark.django_db


def with_key(key: str) -> HttpRequest:
    return RequestFactory().post("/v1/x", headers={"x-api-key": key})


def with_session(user: User, *, team: Team | None = None) -> HttpRequest:
    request = RequestFactory().get("/runs?page=2")
    request.user = user
    request.session = SessionStore()
    if team is not None:
        request.session[access.TEAM_IN_SESSION] = str(team.id)
    return request


@pytest.mark.parametrize("gate", [access.api_member, access.api_admin])
def test_a_key_opens_its_team(gate: access.Gate) -> None:
    team = make_team()
    make_key(make_team())
    found = gate(with_key(f" {make_key(team)}\t"))
    assert (found.team, found.role, found.user) == (team, Role.ADMIN, None)
    assert found.key is not None


@pytest.mark.parametrize(
    "key",
    ["", "  ", "lk_wrong", "lk_" + "a" * 100_000, "schlüssel", "\xff", "lk_\0", "' OR 1=1 --", "%00"],
)
def test_any_other_key_is_refused_with_what_to_do(key: str) -> None:
    make_key(make_team())
    with pytest.raises(Unauthorized, match=r"Send your team's key|Check LIBRETTO_API_KEY"):
        access.api_member(with_key(key))


def test_no_header_at_all_is_refused() -> None:
    with pytest.raises(Unauthorized, match="x-api-key"):
        access.api_member(RequestFactory().post("/v1/x"))


def test_a_revoked_key_is_told_so() -> None:
    with pytest.raises(Unauthorized, match="revoked"):
        access.api_member(with_key(make_key(make_team(), revoked=True)))


def test_a_session_is_no_key() -> None:
    with pytest.raises(Unauthorized):
        access.api_member(with_session(make_user(make_team())))


def test_use_is_noted_at_most_once_a_minute() -> None:
    secret = make_key(make_team())
    access.api_member(with_key(secret))
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    access.api_member(with_key(secret))
    assert ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    access.api_member(with_key(secret))
    later = ApiKey.objects.get().last_used_at
    assert later is not None
    assert later > first


def test_a_revoked_keys_use_is_not_noted() -> None:
    secret = make_key(make_team(), revoked=True)
    with pytest.raises(Unauthorized):
        access.api_member(with_key(secret))
    assert ApiKey.objects.get().last_used_at is None


def test_the_secret_is_not_kept() -> None:
    secret = make_key(make_team())
    kept = ApiKey.objects.values().get()
    assert secret not in str(kept)
    assert kept["prefix"] == secret[:11]


def test_a_person_is_in_their_oldest_team_until_they_choose() -> None:
    old, new = make_team(), make_team()
    user = make_user(old)
    Membership.objects.create(team=new, user=user, role=Role.ADMIN)
    assert access.page_member(with_session(user)).team == old
    chosen = access.page_member(with_session(user, team=new))
    assert (chosen.team, chosen.role, chosen.user, chosen.key) == (new, Role.ADMIN, user, None)


def test_a_team_somebody_left_is_not_theirs_any_more() -> None:
    old, left = make_team(), make_team()
    assert access.page_member(with_session(make_user(old), team=left)).team == old


@pytest.mark.parametrize(("role", "allowed"), [(Role.OWNER, True), (Role.ADMIN, True), (Role.MEMBER, False)])
def test_admin_pages(role: Role, allowed: bool) -> None:
    request = with_session(make_user(make_team(), role))
    if allowed:
        assert access.page_admin(request).role == role
    else:
        with pytest.raises(PermissionDenied):
            access.page_admin(request)


@access.page(access.page_member)
def team_page(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Shows a team."""
    return HttpResponse(f"{access.team} {number}")


def test_a_page_is_not_kept_by_caches() -> None:
    team = make_team()
    response = team_page(with_session(make_user(team)), number=3)
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == f"{team} 3"
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_whoever_is_in_no_team_is_sent_where_it_says_so() -> None:
    assert team_page(with_session(make_user()), number=3).headers["Location"] == "/team"


def test_a_page_keeps_its_name_and_words() -> None:
    assert (team_page.__name__, team_page.__doc__) == ("team_page", "Shows a team.")
