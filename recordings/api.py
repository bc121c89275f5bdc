"""`/v1/recordings/get`."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, When
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts import access, known_jobs
from accounts.access import Access
from accounts.models import Team
from api.endpoint import endpoint
from api.errors import NotFound
from api.fields import IsoDateTime, UuidField
from api.moments import iso
from recordings import links
from recordings.models import PLAYABLE, Artifact, BrowserSession, Recording


class RecordingRef(serializers.Serializer[Any]):
    job_id = UuidField(required=False, help_text="A run. Either this or `session_id`.")
    session_id = UuidField(required=False, help_text="A browser session.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise ValidationError({"job_id": "Send exactly one of job_id and session_id."})
        return data


class ArtifactLink(serializers.Serializer[Any]):
    kind = serializers.CharField(
        help_text="`screenshot`, `screenshot_full`, `page_html`, `aria_snapshot` or `trace` (for Playwright's viewer)."
    )
    url = serializers.CharField(help_text="Opens without a key.")
    expires_at = IsoDateTime(help_text="When the link does; ask again for a fresh one.")
    content_type = serializers.CharField()
    bytes = serializers.IntegerField()


class RecordingLink(serializers.Serializer[Any]):
    recording_url = serializers.CharField(
        allow_null=True,
        help_text="Opens without a key. Shows the player where `Accept` names text/html; everybody else gets the "
        "MP4 itself, with byte ranges. Null when no browser was started, "
        "nothing was recorded, or it is no longer kept.",
    )
    recording_url_expires_at = IsoDateTime(allow_null=True)
    expired_at = IsoDateTime(allow_null=True, help_text="When the recording was deleted for its age. Ours.")
    artifacts = ArtifactLink(many=True, help_text="Files kept for the session, oldest first. Ours.")


@endpoint(access.api_member, request=RecordingRef, response=RecordingLink)
def get_recording(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Get links to a recording and to the files kept with it.

    The link works at once, also while the browser is still running: then it plays what there is so far. It
    expires; call again for a fresh one. A job that was tried twice has the recording of the later try.
    404 for a job or session that the team does not have.
    """
    session = _session_of(access.team, data)
    recording: Recording | None = getattr(session, "recording", None)
    url, expires_at = (
        links.recording_link(session.pk) if session and recording and recording.is_playable else (None, None)
    )
    expired_at = recording.expired_at if recording else None
    return {
        "recording_url": url,
        "recording_url_expires_at": expires_at and iso(expires_at),
        "expired_at": expired_at and iso(expired_at),
        "artifacts": [_artifact(artifact) for artifact in session.artifacts.order_by("id")] if session else [],
    }


def _session_of(team: Team, data: dict[str, Any]) -> BrowserSession | None:
    """Of a job's sessions the latest with something to play, else the latest with a recording, else the latest."""
    sessions = BrowserSession.objects.of(team).select_related("recording")
    if job_id := data.get("job_id"):
        known_jobs.require_job(team=team, job_id=job_id)
        best_first = Case(When(recording__state__in=PLAYABLE, then=0), When(recording=None, then=2), default=1)
        return sessions.filter(job_id=job_id).order_by(best_first, "-created_at").first()
    session = sessions.filter(pk=data["session_id"]).first()
    if session is None:
        raise NotFound(f"There is no session {data['session_id']} in this team.")
    found: BrowserSession = session
    return found


def _artifact(artifact: Artifact) -> dict[str, Any]:
    url, expires_at = links.artifact_link(artifact)
    return {
        "kind": artifact.kind,
        "url": url,
        "expires_at": iso(expires_at),
        "content_type": artifact.content_type,
        "bytes": artifact.bytes,
    }
