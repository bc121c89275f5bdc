"""Rows of the permission table (tests/test_permissions.py): who gets which status at a route."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Role, Team, User
from tests.factories import make_key, make_team, make_user, signed_in

Maker = Callable[[Team], Mapping[str, Any]]


class Actor(Enum):
    NO_KEY = "no key"
    WRONG_KEY = "wrong key"
    REVOKED_KEY = "revoked key"
    KEY = "key"
    OTHER_KEY = "other team's key"
    MEMBER = "member"
    ADMIN = "admin"
    OTHER_ADMIN = "other team's admin"
    STAFF = "staff without a team"
    SIGNED_OUT = "signed out"

    def client(self, team: Team, other: Team) -> Client:
        makers: dict[Actor, Callable[[], Client]] = {
            Actor.NO_KEY: Client,
            Actor.WRONG_KEY: lambda: _with_key("lk_wrong"),
            Actor.REVOKED_KEY: lambda: _with_key(make_key(team, revoked=True)),
            Actor.KEY: lambda: _with_key(make_key(team)),
            Actor.OTHER_KEY: lambda: _with_key(make_key(other)),
            Actor.MEMBER: lambda: signed_in(make_user(team)),
            Actor.ADMIN: lambda: signed_in(make_user(team, Role.ADMIN)),
            Actor.OTHER_ADMIN: lambda: signed_in(make_user(other, Role.ADMIN)),
            Actor.STAFF: lambda: signed_in(make_user(staff=True)),
            Actor.SIGNED_OUT: lambda: _signed_out(make_user(team)),
        }
        return makers[self]()


@dataclass(frozen=True)
class Row:
    """`make` puts what the row asks for into a team: the input of a /v1 endpoint, the URL parts of a page."""

    route: str
    statuses: Mapping[Actor, int]
    method: str
    make: Maker | None = None
    at: str | None = None  # a path that the route matches, where the route is an expression

    def __str__(self) -> str:
        return self.route

    def measure(self) -> dict[Actor, int]:
        """What each actor gets, each for a thing of its own in the first team."""
        team, other = make_team(), make_team()
        return {actor: self._ask(actor.client(team, other), team) for actor in Actor}

    def _ask(self, client: Client, team: Team) -> int:
        made = self.make(team) if self.make else {}
        if self.route.startswith("v1/") and self.method == "POST":
            body = json.dumps({"json": made}, default=_text)
            return client.post(f"/{self.route}", body, content_type="application/json").status_code
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(made[part[1]]), self.at or self.route)
        return client.generic(self.method, f"/{path}").status_code


def keyed(route: str, make: Maker | None = None, *, status: int = 200, new: bool = False) -> Row:
    """An endpoint of /v1. With `make`, what it asks for belongs to one team, and another's key gets 404; not so
    when it is `new`, for then it becomes whose key is sent."""
    statuses = dict.fromkeys(Actor, 401)
    statuses[Actor.KEY] = status
    statuses[Actor.OTHER_KEY] = 404 if make and not new else status
    return Row(route, statuses, "POST", make)


def page(route: str, make: Maker | None = None, *, method: str = "GET", status: int = 200) -> Row:
    """A page of a team. Whoever is not signed in is sent to /sign-in, whoever has no team to /team."""
    statuses = dict.fromkeys(Actor, 302)
    statuses[Actor.MEMBER] = statuses[Actor.ADMIN] = status
    statuses[Actor.OTHER_ADMIN] = 404 if make else status
    return Row(route, statuses, method, make)


def admin_page(route: str, make: Maker | None = None, *, method: str = "GET", status: int = 200) -> Row:
    """A page for the team's admins."""
    row = page(route, make, method=method, status=status)
    return Row(route, {**row.statuses, Actor.MEMBER: 403}, method, make)


def staff(route: str, *, status: int = 200) -> Row:
    """Everybody else is sent to the sign-in, which refuses them."""
    return Row(route, {**dict.fromkeys(Actor, 302), Actor.STAFF: status}, "GET")


def public(
    route: str,
    make: Maker | None = None,
    *,
    method: str = "GET",
    status: int = 200,
    but: Mapping[Actor, int] | None = None,
    at: str | None = None,
) -> Row:
    """The same for everybody. Signed links are public: whoever has one may use it."""
    return Row(route, {**dict.fromkeys(Actor, status), **(but or {})}, method, make, at)


def routes() -> Iterator[str]:
    """Every route of the site, as its URL conf writes it."""
    return _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def _signed_out(user: User) -> Client:
    client = signed_in(user)
    client.logout()
    return client


def _with_key(key: str) -> Client:
    return Client(headers={"x-api-key": key})


def _text(value: object) -> str:
    assert isinstance(value, UUID), f"{value!r} has no JSON form"
    return str(value)
