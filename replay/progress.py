"""How far a session has come, whether it has ended, and where it failed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from libretto.protocol import JobState
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


def failure_of(viewing: Viewing) -> dict[str, Any]:
    """The step a failed run ended with: of nested ones the innermost. Without such a step the moment when the
    page was captured, which is just after the failure."""
    key = moment = None
    if viewing.job_state == JobState.FAILED and viewing.steps:
        failed = viewing.session.timeline.filter(kind="step", data__outcome="failed")
        last = failed.order_by("-t_ms", "-id").values_list("key", "t_ms").first()
        if last is not None:
            key, moment = last
        else:
            moment = viewing.session.artifacts.filter(kind="screenshot").values_list("t_ms", flat=True).first()
    return {"failed_at_ms": moment, "failed_key": key}
