"""How far a session has come, and whether it has ended."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from recordings.models import UNFINISHED, SessionStatus
from replay.viewing import Viewing


def has_ended(viewing: Viewing) -> bool:
    """Whether nothing will change any more: also its job has ended, and its recording is finished."""
    recording, state = viewing.recording, viewing.job_state
    return (
        viewing.session.status == SessionStatus.CLOSED
        and (recording is None or recording.state not in UNFINISHED)
        and (state is None or state.is_final)
    )


def length_ms(viewing: Viewing) -> int:
    """How far the session's clock has come. An ended session is as long as its recording."""
    session, recording = viewing.session, viewing.recording
    if recording and recording.duration_ms:
        return int(recording.duration_ms)
    if session.started_at is None:
        return 0
    return max(0, ((session.closed_at or timezone.now()) - session.started_at) // timedelta(milliseconds=1))
