"""The one gate. Every view begins here, and takes the team from what it returns.

Endpoints of /v1 take API keys only, never a session, so no page can be tricked into calling them:

    @endpoint(access.api_member, request=..., response=...)
    def get(access: Access, data: dict[str, Any]) -> dict[str, Any]: ...

Pages take a signed-in person, never a key. Whoever is not signed in is sent to /sign-in and back:

    @page(access.page_member)
    def run(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from accounts.models import ApiKey, Membership, Role, Team, User
from api.errors import Unauthorized

KEY_HEADER = "x-api-key"
KEY_LENGTH_MOST = 200
TEAM_IN_SESSION = "team"
ADMINS = {Role.OWNER, Role.ADMIN}
P = ParamSpec("P")


@dataclass(frozen=True)
class Access:
    """Who is asking, for which team. Either `key` or `user` is set."""

    team: Team
    role: Role
    key: ApiKey | None
    user: User | None


class SignInNeeded(Exception):
    """Nobody is signed in."""


class TeamNeeded(Exception):
    """Somebody is signed in who is in no team."""


def api_member(request: HttpRequest) -> Access:
    """The team of the key in `x-api-key`. A key may do what an admin of its team may."""
    secret = request.headers.get(KEY_HEADER, "").strip()
    if not secret:
        raise Unauthorized(f"No API key was sent. Send your team's key in the header {KEY_HEADER}.")
    key = ApiKey.objects.known(secret) if len(secret) <= KEY_LENGTH_MOST else None
    if key is None:
        raise Unauthorized("This API key is not known here. Check LIBRETTO_API_KEY and LIBRETTO_API_URL.")
    if key.revoked_at is not None:
        raise Unauthorized("This API key was revoked. Ask an admin of your team for a new one.")
    key.note_use()
    return Access(team=key.team, role=Role.ADMIN, key=key, user=None)


def api_admin(request: HttpRequest) -> Access:
    return api_member(request)


def page_member(request: HttpRequest) -> Access:
    """The signed-in person, in the team they chose; in their oldest one until they choose."""
    user = request.user
    if not isinstance(user, User):
        raise SignInNeeded
    membership = Membership.objects.chosen(user=user, team_id=request.session.get(TEAM_IN_SESSION))
    if membership is None:
        raise TeamNeeded
    return Access(team=membership.team, role=Role(membership.role), key=None, user=user)


def page_admin(request: HttpRequest) -> Access:
    access = page_member(request)
    if access.role not in ADMINS:
        raise PermissionDenied("Only admins of the team may do this. Ask one of them.")
    return access


Gate = Callable[[HttpRequest], Access]
Page = Callable[Concatenate[HttpRequest, Access, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(gate: Gate) -> Callable[[Page[P]], View[P]]:
    """Lets a page begin with its gate. The answer is private: no cache keeps it, unless the page itself says how."""

    def decorate(view: Page[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                access = gate(request)
            except SignInNeeded:
                return redirect_to_login(request.get_full_path())
            except TeamNeeded:
                return redirect("team")
            response = view(request, access, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return guarded

    return decorate
