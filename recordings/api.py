"""`/v1/recordings/get`."""

from __future__ import annotations

from typing import Any

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
from recordings.models import BrowserSession, Recording

NO_RECORDING = {"recording_url": None, "recording_url_expires_at": None}


class RecordingRef(serializers.Serializer[Any]):
    job_id = UuidField(required=False, help_text="A run. Either this or `session_id`.")
    session_id = UuidField(required=False, help_text="A browser session.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise ValidationError({"job_id": "Send exactly one of job_id and session_id."})
        return data


class RecordingLink(serializers.Serializer[Any]):
    recording_url = serializers.CharField(
        allow_null=True,
        help_text="Opens without a key. Shows the player where `Accept` names text/html; everybody else gets the "
        "MP4 itself, with byte ranges. Null when no browser was started, "
        "nothing was recorded, or it is no longer kept.",
    )
    recording_url_expires_at = IsoDateTime(allow_null=True)


@endpoint(access.api_member, request=RecordingRef, response=RecordingLink)
def get_recording(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Get a link to a recording.

    The link works at once, also while the browser is still running: then it plays what there is so far. It
    expires; call again for a fresh one. A job that was tried twice has the recording of the later try.
    404 for a job or session that the team does not have.
    """
    recording = _recording_of(access.team, data)
    if recording is None:
        return NO_RECORDING
    url, expires_at = links.recording_link(recording.session_id)
    return {"recording_url": url, "recording_url_expires_at": iso(expires_at)}


def _recording_of(team: Team, data: dict[str, Any]) -> Recording | None:
    playable = Recording.objects.of(team).playable()
    if job_id := data.get("job_id"):
        known_jobs.require_job(team=team, job_id=job_id)
        return playable.filter(session__job_id=job_id).order_by("-session__created_at").first()
    session_id = data["session_id"]
    if not BrowserSession.objects.of(team).filter(pk=session_id).exists():
        raise NotFound(f"There is no session {session_id} in this team.")
    return playable.filter(session_id=session_id).first()
