"""Links that let whoever holds them see one thing, until they expire. Signed, so nobody can make one up.

`recording_link` and `artifact_link` give absolute links, for the API and mails. For pages of our own there
are `video_path` and `artifact_path`: the Content-Security-Policy lets them load from their own address only.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from recordings.models import Artifact

RECORDING = "recording"
ARTIFACT = "artifact"


class LinkInvalid(Exception):
    """Not one of ours."""


class LinkExpired(Exception):
    """One of ours whose time has passed."""


def recording_link(session_id: UUID, seconds: int | None = None) -> tuple[str, datetime]:
    """Where a session's recording is shown (to browsers) or is the file (to others), and until when: for so many
    seconds, or for as long as LINK_SECONDS says."""
    token, expires_at = _token(RECORDING, session_id.hex, seconds)
    return _absolute(reverse("recording", args=[token])), expires_at


def video_path(session_id: UUID) -> str:
    """The video file itself, whoever asks: for a <video> on a page of ours."""
    return reverse("recording-video", args=[_token(RECORDING, session_id.hex)[0]])


def artifact_link(artifact: Artifact, seconds: int | None = None) -> tuple[str, datetime]:
    token, expires_at = _token(ARTIFACT, str(artifact.pk), seconds)
    return _absolute(reverse("artifact", args=[token])), expires_at


def artifact_path(artifact: Artifact) -> str:
    return reverse("artifact", args=[_token(ARTIFACT, str(artifact.pk))[0]])


def session_of(token: str) -> tuple[UUID, datetime]:
    """The session a recording's link is for, and its last moment. Raises LinkInvalid or LinkExpired."""
    name, expires_at = _open(RECORDING, token)
    return UUID(name), expires_at


def artifact_of(token: str) -> int:
    """The number of the artifact a link is for. Raises LinkInvalid or LinkExpired."""
    return int(_open(ARTIFACT, token)[0])


def _token(purpose: str, name: str, seconds: int | None = None) -> tuple[str, datetime]:
    """Letters, digits, '-', '_' and '.' only: mail programs find the end of such a link."""
    span = timedelta(seconds=settings.LINK_SECONDS if seconds is None else seconds)
    expires_at = timezone.now().replace(microsecond=0) + span
    return _signer(purpose).sign(f"{name}.{int(expires_at.timestamp())}"), expires_at


def _open(purpose: str, token: str) -> tuple[str, datetime]:
    try:
        name, _, expires = _signer(purpose).unsign(token).rpartition(".")
    except BadSignature:
        raise LinkInvalid from None
    expires_at = datetime.fromtimestamp(int(expires), UTC)
    if expires_at < timezone.now():
        raise LinkExpired
    return name, expires_at


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"recordings.links.{purpose}")


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
