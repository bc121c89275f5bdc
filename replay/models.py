"""Links by which a session is shared with people who need no account."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.core.signing import Signer
from django.db import models
from django.db.models import F
from django.utils import timezone

from accounts.models import Team, User
from recordings.models import BrowserSession

NAME_MOST = 100
NONCE_BYTES = 12


def new_nonce() -> str:
    return secrets.token_urlsafe(NONCE_BYTES)


def signer() -> Signer:
    return Signer(sep=".", salt="replay.share")


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def working(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """Lets whoever has it see a session: its video, and what else is ticked.

    The link itself is not kept: it is signed anew from the row each time it is shown, so a copy of the database
    opens nothing without the server's secret key. `nonce` tells the row from another that gets its number later.
    """

    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_MOST, blank=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    steps = models.BooleanField(default=False)
    logs = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_count = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects: ClassVar = ShareLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"share link {self.pk}"

    @property
    def token(self) -> str:
        """Letters, digits, '-', '_' and '.' only: mail programs find the end of such a link."""
        return signer().sign(f"{self.pk}.{self.nonce}")

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        return self.revoked_at is None and not self.has_expired

    @property
    def scope(self) -> str:
        """'Video, steps and logs'"""
        parts = ["Video", *(["steps"] if self.steps else []), *(["logs"] if self.logs else [])]
        return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

    def revoke(self) -> bool:
        """False when it was revoked already."""
        return bool(ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()))

    def note_opening(self) -> bool:
        """Counts one, unless it has stopped working since it was read: then False."""
        working = ShareLink.objects.working().filter(pk=self.pk)
        return bool(working.update(opened_count=F("opened_count") + 1, last_opened_at=timezone.now()))
