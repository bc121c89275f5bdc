"""What every page knows: the team it is shown for, and the others the person may turn to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.access import TEAM_IN_SESSION
from accounts.models import Membership, Team, User


def current_team(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that shows no header asks the database nothing."""
    return {
        "current_team": SimpleLazyObject(partial(_current_team, request)),
        "my_teams": SimpleLazyObject(partial(_my_teams, request)),
    }


def _current_team(request: HttpRequest) -> Team | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    membership = Membership.objects.chosen(user=user, team_id=request.session.get(TEAM_IN_SESSION))
    return membership.team if membership else None


def _my_teams(request: HttpRequest) -> list[Team]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    return [membership.team for membership in Membership.objects.of(user)]
