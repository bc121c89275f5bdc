"""Stories about people and teams."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Membership, Role, SignInFailure, Team, User

SLUG_LENGTH = 50


@dataclass(frozen=True)
class NewTeam:
    team: Team
    owner: User


class TooManyFailures(Exception):
    """Somebody has tried too many wrong passwords from that address."""


@transaction.atomic
def create_team(*, name: str, owner_email: str, password: str | None, staff: bool = False) -> NewTeam:
    """A team and its owner. A person who exists already keeps their password and becomes the owner of one more
    team. `staff` opens the Django admin to them."""
    owner = User.objects.filter(email=owner_email.strip().lower()).first()
    if owner is None:
        owner = User.objects.create_user(owner_email.strip(), password)
    if staff and not (owner.is_staff and owner.is_superuser):
        User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True)
        owner.refresh_from_db()
    team = Team.objects.create(name=name, slug=_free_slug(name))
    Membership.objects.create(team=team, user=owner, role=Role.OWNER)
    return NewTeam(team=team, owner=owner)


def recognise(*, email: str, password: str, address: str) -> User | None:
    """Whose email and password these are. None is remembered: see `TooManyFailures`."""
    email = email.strip().lower()
    if SignInFailure.objects.too_many(email=email, address=address):
        raise TooManyFailures
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        SignInFailure.objects.note(email=email, address=address)
        return None
    SignInFailure.objects.forget(email=email, address=address)
    return user


def _free_slug(name: str) -> str:
    slug = slugify(name)[:SLUG_LENGTH].strip("-") or "team"
    return f"{slug}-{secrets.token_hex(3)}" if Team.objects.filter(slug=slug).exists() else slug
