"""The secrets that workflows may ask for, as they are kept."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team


class CredentialQuerySet(models.QuerySet["Credential"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class Credential(models.Model):
    """A named secret of a team. `encrypted` is a Fernet token; see `deployments/encryption.py`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="credentials")
    name = models.CharField(max_length=200)
    encrypted = models.BinaryField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = CredentialQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "name"], name="one_credential_a_name")]

    def __str__(self) -> str:
        return self.name

    def replace_token(self, token: bytes) -> bool:
        """The same value, encrypted anew. False if somebody stored another value meanwhile."""
        same = Credential.objects.filter(pk=self.pk, encrypted=bytes(self.encrypted))
        return bool(same.update(encrypted=token))
