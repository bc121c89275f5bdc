"""Who owns what: people, teams, their keys."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

KEY_PREFIX = "lk_"
SHOWN_CHARACTERS = 11  # of a key, as its prefix: enough to tell keys apart, too few to guess one
LAST_USED_PRECISION = timedelta(minutes=1)
FAILURES_MOST = 10
FAILURES_SPAN = timedelta(minutes=15)
KEPT_DAYS_MOST = 36_500
KEPT_DAYS = [MinValueValidator(1), MaxValueValidator(KEPT_DAYS_MOST)]
ADDRESS_MOST = 64


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    MEMBER = "member", "Member"


class UserManager(DjangoUserManager["User"]):
    def create_user(  # type: ignore[override]
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(  # type: ignore[override]
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person. Signs in with an email address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("email address", unique=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()


class SignInFailureQuerySet(models.QuerySet["SignInFailure"]):
    def of(self, *, email: str, address: str) -> Self:
        return self.filter(who=digest_of(f"{email}\n{address}"))

    def too_many(self, *, email: str, address: str) -> bool:
        recent = self.of(email=email, address=address).filter(at__gt=timezone.now() - FAILURES_SPAN)
        return recent.count() >= FAILURES_MOST

    def note(self, *, email: str, address: str) -> None:
        self.filter(at__lt=timezone.now() - FAILURES_SPAN).delete()
        self.create(who=digest_of(f"{email}\n{address}"))

    def forget(self, *, email: str, address: str) -> None:
        self.of(email=email, address=address).delete()


class SignInFailure(models.Model):
    """A wrong password. Kept for as long as it counts against whoever tried it."""

    who = models.CharField(max_length=64, db_index=True, help_text="Digest of email and network address.")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar = SignInFailureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"wrong password at {self.at:%Y-%m-%d %H:%M}"


class Team(models.Model):
    """The tenant: owns deployments, runs, credentials and keys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    recording_days = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=KEPT_DAYS,
        help_text="Days that recordings are kept; empty for the server's (LIBRETTO_RECORDING_DAYS). "
        "A lower number deletes older ones within minutes.",
    )
    artifact_days = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=KEPT_DAYS,
        help_text="Days that steps, screenshots, page HTML and traces are kept; empty for the server's "
        "(LIBRETTO_ARTIFACT_DAYS). A lower number deletes older ones within minutes.",
    )

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user).select_related("team").order_by("created_at", "id")

    def chosen(self, *, user: User, team_id: str | None) -> Membership | None:
        """The one in that team; the oldest if they are not, or no longer, in it."""
        mine = list(self.of(user))
        return next(
            (membership for membership in mine if str(membership.team_id) == team_id), mine[0] if mine else None
        )


class Membership(models.Model):
    """A person in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "user"], name="one_membership_a_team")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} ({self.role})"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None)

    def matching(self, secret: str) -> ApiKey | None:
        return self.usable().select_related("team").filter(digest=digest_of(secret)).first()

    def known(self, secret: str) -> ApiKey | None:
        """The key of that secret, with its team; look at `revoked_at` before trusting it."""
        return self.select_related("team").filter(digest=digest_of(secret)).first()

    def issue(self, *, team: Team, name: str, created_by: User | None = None) -> tuple[ApiKey, str]:
        """A new key and its secret, which is not kept and cannot be shown again."""
        secret = KEY_PREFIX + secrets.token_urlsafe(32)
        key = self.create(
            team=team,
            name=name,
            created_by=created_by,
            prefix=secret[:SHOWN_CHARACTERS],
            digest=digest_of(secret),
        )
        return key, secret


class ApiKey(models.Model):
    """A team's key to the API. Only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=SHOWN_CHARACTERS, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def note_use(self) -> None:
        """Written at most once a minute: a busy client must not turn every read into a write."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > LAST_USED_PRECISION:
            ApiKey.objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self) -> bool:
        """False when it was revoked already."""
        return bool(ApiKey.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()))


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def about(self, kind: str, ids: Iterable[object]) -> Self:
        return self.filter(subject_kind=kind, subject_id__in=[str(subject_id) for subject_id in ids])


class AuditEvent(models.Model):
    """Who did what to whose things. Written by `accounts.audit.record`, never changed."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="audit_events")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=40, help_text="Such as share.created.")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    actor = models.CharField(
        max_length=254, blank=True, help_text="Their email or their key; stays when the account goes."
    )
    address = models.CharField(max_length=ADDRESS_MOST, blank=True, help_text="Network address the request came from.")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    objects: ClassVar = AuditEventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["team", "-at"], name="audit_newest"),
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M:%S}"


def digest_of(secret: str) -> str:
    """Keys are 256 random bits, so a plain digest is enough: nothing to guess, nothing to slow down."""
    return hashlib.sha256(secret.encode()).hexdigest()
