"""Makers of what tests need: teams, people, keys, and a client that speaks the API's envelope."""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from uuid import UUID

from django.test import Client

from accounts.models import ApiKey, Membership, Role, Team, User

PASSWORD = "a long enough password"
_number = count(1)


def make_team(name: str | None = None) -> Team:
    number = next(_number)
    return Team.objects.create(name=name or f"Team {number}", slug=f"team-{number}")


def make_user(
    team: Team | None = None, role: Role = Role.MEMBER, *, email: str | None = None, staff: bool = False
) -> User:
    user = User.objects.create_user(email or f"person{next(_number)}@example.com", PASSWORD, is_staff=staff)
    User.objects.filter(pk=user.pk).update(is_superuser=staff)
    if team is not None:
        Membership.objects.create(team=team, user=user, role=role)
    return User.objects.get(pk=user.pk)


def make_key(team: Team, *, revoked: bool = False) -> str:
    """The secret of a new key."""
    key, secret = ApiKey.objects.issue(team=team, name="for a test")
    if revoked:
        key.revoke()
    return secret


class Api:
    """A client of /v1. `Api(key).post("jobs/get", {"id": ...})` gives (status, the value inside `json`)."""

    def __init__(self, key: str | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {} if key is None else {"x-api-key": key}

    def post(self, endpoint: str, data: dict[str, Any] | None = None) -> tuple[int, Any]:
        body = json.dumps({"json": data or {}}, default=_text)
        response = self.client.post(
            f"/v1/{endpoint}", body, content_type="application/json", headers=dict(self.headers)
        )
        return response.status_code, json.loads(response.content)["json"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(value: object) -> str:
    assert isinstance(value, UUID), f"{value!r} has no JSON form"
    return str(value)
