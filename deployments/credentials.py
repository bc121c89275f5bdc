"""Secrets of a team, by name. Values leave this module only to runs that declared the name, and to credentials/get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Team
from api.errors import Conflict, InvalidInput, NotFound, Unavailable
from deployments.encryption import Undecryptable, decrypt, encrypt
from deployments.signals import credential_leaving
from deployments.stored_credentials import Credential

NAME_MOST_CHARACTERS = 200
VALUE_MOST_BYTES = 64 * 1024


class MissingCredentials(Exception):
    """Declared names that the team has not stored. The message names them and the remedy."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        listed = ", ".join(self.names)
        super().__init__(
            f"The workflow declares credentials that are not stored: {listed}. Store them with "
            "`libretto cloud credentials push` or POST /v1/credentials/upsert, then run it again."
        )


class UnreadableCredentials(MissingCredentials):
    """Stored, but under a key the server no longer has: as good as missing."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        listed = ", ".join(self.names)
        self.args = (
            f"These credentials were stored under a key this server no longer has: {listed}. "
            "Store them again, or add the old key to LIBRETTO_CREDENTIAL_KEYS.",
        )


def normal_name(name: str) -> str:
    """Trimmed and in lower case, the SDK's rule for declared names. ValueError if that is not a name."""
    normal = name.strip().lower()
    if not 1 <= len(normal) <= NAME_MOST_CHARACTERS or not normal.isprintable():
        raise ValueError(f"Use 1 to {NAME_MOST_CHARACTERS} printable characters.")
    return normal


def values_for(*, team: Team, names: Sequence[str]) -> dict[str, str]:
    """The values of the declared names, for one run. Raises MissingCredentials, naming all that are missing."""
    tokens = dict(Credential.objects.of(team).filter(name__in=names).values_list("name", "encrypted"))
    if missing := sorted(set(names) - set(tokens)):
        raise MissingCredentials(missing)
    values: dict[str, str] = {}
    unreadable: list[str] = []
    for name, token in tokens.items():
        try:
            values[name] = decrypt(token)
        except Undecryptable:
            unreadable.append(name)
    if unreadable:
        raise UnreadableCredentials(sorted(unreadable))
    return values


def value_of(*, team: Team, name: str) -> tuple[UUID, str]:
    """The id and the plain value of one credential."""
    credential = Credential.objects.of(team).filter(name=_given_name(name)).first()
    if credential is None:
        raise NotFound(f"There is no credential {name.strip()!r} in this team. credentials/list shows those there are.")
    try:
        return credential.id, decrypt(credential.encrypted)
    except Undecryptable:
        raise Unavailable(str(UnreadableCredentials([credential.name]))) from None


def create(*, team: Team, name: str, value: str) -> Credential:
    normal = _given_name(name)
    token = encrypt(_checked(value))
    try:
        with transaction.atomic():
            return Credential.objects.create(team=team, name=normal, encrypted=token)
    except IntegrityError:
        raise _name_taken(normal) from None


def upsert(*, team: Team, name: str, value: str) -> tuple[Credential, bool]:
    """The credential, and whether it was there before."""
    normal = _given_name(name)
    token = encrypt(_checked(value))
    credential, created = Credential.objects.update_or_create(
        team=team, name=normal, defaults={"encrypted": token, "updated_at": timezone.now()}
    )
    return credential, not created


def update(*, team: Team, credential_id: UUID, name: str | None, value: str | None) -> Credential:
    credential = _of_team(team, credential_id)
    if name is None and value is None:
        raise InvalidInput("Send a new value, a new name, or both.", path=["value"])
    changes: dict[str, Any] = {"updated_at": timezone.now()}
    if name is not None and (wanted := _given_name(name)) != credential.name:
        _refuse_in_use(credential)  # to its runs, a renamed credential is a deleted one
        changes["name"] = credential.name = wanted
    if value is not None:
        changes["encrypted"] = encrypt(_checked(value))
    try:
        with transaction.atomic():
            still_there = Credential.objects.filter(pk=credential.pk).update(**changes)
    except IntegrityError:
        raise _name_taken(credential.name) from None
    if not still_there:
        raise _unknown(credential_id)
    return credential


def delete(*, team: Team, credential_id: UUID) -> None:
    credential = _of_team(team, credential_id)
    _refuse_in_use(credential)
    credential.delete()


def _refuse_in_use(credential: Credential) -> None:
    answers = credential_leaving.send(sender=Credential, credential=credential)
    if reasons := [str(reason) for _, reason in answers if reason]:
        raise Conflict(f"{credential.name} is in use: {' '.join(reasons)}", reason="credential_in_use")


def _of_team(team: Team, credential_id: UUID) -> Credential:
    credential = Credential.objects.of(team).filter(pk=credential_id).first()
    if credential is None:
        raise _unknown(credential_id)
    found: Credential = credential
    return found


def _given_name(name: str) -> str:
    try:
        return normal_name(name)
    except ValueError as error:
        raise InvalidInput(str(error), path=["name"]) from None


def _checked(value: str) -> str:
    if not value:
        raise InvalidInput("Send a value that is not empty.", path=["value"])
    if len(value.encode()) > VALUE_MOST_BYTES:
        raise InvalidInput(f"Larger than {VALUE_MOST_BYTES} bytes.", path=["value"], code="too_big")
    return value


def _unknown(credential_id: UUID) -> NotFound:
    return NotFound(f"There is no credential {credential_id} in this team.")


def _name_taken(name: str) -> Conflict:
    return Conflict(
        f"The team already has a credential {name!r}. Change it with credentials/update or credentials/upsert.",
        reason="name_taken",
    )
