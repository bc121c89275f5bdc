"""One run, from the claim to the final state."""

from __future__ import annotations

import logging
import socket
import sys
from functools import partial
from threading import Event as Flag
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jobs import claims, endings, story
from jobs.claims import Hold, HoldLost
from jobs.endings import Ending
from jobs.host_process import HostProcess
from jobs.patience import DatabaseGone, patiently
from jobs.preparation import CannotStart, Preparation, prepare
from jobs.pulse import Pulse
from jobs.queue import announce
from jobs.storing import RunStore
from jobs.supervision import CLOSING_SECONDS, OVERTIME_SECONDS, START_SECONDS, Supervision
from libretto.protocol import JobState
from recordings import services as recordings

log = logging.getLogger(__name__)

HOST_COMMAND = [sys.executable, "-m", "runtime.host"]
CONCLUDE_SECONDS = 600.0  # a known ending waits longer for the database than a run that goes on
SPARE_SECONDS = 300.0
ENDED_BY_FORCE = "Clean-up: what had been recorded is kept; all processes have been ended."


def execute(job_id: UUID, *, stopping: Flag) -> None:
    """Runs the job if it is waiting. Once `stopping` is set (the worker has to end) it ends within seconds."""
    if stopping.is_set():
        announce(job_id)  # to the other workers; this one took the message and cannot give it back
        return
    hold = claims.take(job_id, worker=socket.gethostname())
    if hold is None:
        return
    try:
        with Pulse(hold, most_seconds=_most_seconds()) as pulse:
            ending = _attempt(hold, pulse, stopping)
            _conclude(hold, ending, stopping)
    except HoldLost:
        log.warning("Job %s was taken away from this worker while it ran.", job_id)
    except DatabaseGone:
        log.exception("Job %s: the database did not come back in time. The sweep will end the run.", job_id)


def _attempt(hold: Hold, pulse: Pulse, stopping: Flag) -> Ending:
    try:
        preparation = prepare(hold, hurry=stopping)
        try:
            return _run_host(hold, preparation, pulse, stopping)
        finally:
            _close(preparation, stopping)
    except CannotStart as refusal:
        return endings.failed(refusal.code, str(refusal))
    except (HoldLost, DatabaseGone):
        raise
    except Exception as error:
        log.exception("Job %s failed by a mistake of ours", hold.job_id)
        return endings.platform_error(error)


def _run_host(hold: Hold, preparation: Preparation, pulse: Pulse, stopping: Flag) -> Ending:
    spec = preparation.spec
    store = RunStore(preparation.job, session_id=preparation.session_id, output=preparation.output, hurry=stopping)
    with HostProcess(spec, command=HOST_COMMAND, environment=preparation.environment()) as host:
        supervision = Supervision(
            hold=hold, host=host, store=store, pulse=pulse, stopping=stopping, timeout_seconds=spec.timeout_seconds
        )
        ending = supervision.watch()
    if not supervision.cleaned_up:
        story.tell(preparation.job, ENDED_BY_FORCE, session_id=preparation.session_id)
    return ending


def _close(preparation: Preparation, stopping: Flag) -> None:
    """Everything has been stored or never will be. Nothing here may change how the run ended."""
    try:
        patiently(partial(recordings.close_session, session_id=preparation.session_id), hurry=stopping)
    except Exception:
        log.exception("Session %s could not be closed; the sweep will do it", preparation.session_id)
    preparation.clear()


def _conclude(hold: Hold, ending: Ending, stopping: Flag) -> None:
    write = partial(patiently, hurry=stopping, seconds=CONCLUDE_SECONDS)
    try:
        write(partial(_write, hold, ending))
    except DatabaseGone:
        raise
    except Exception as error:
        log.exception("Job %s: its ending could not be stored as it was", hold.job_id)
        write(partial(_write, hold, endings.platform_error(error)))


def _write(hold: Hold, ending: Ending) -> None:
    if ending.to is not JobState.QUEUED:
        hold.finish(ending.to, reason=ending.reason, **ending.fields)
        return
    with transaction.atomic():
        if hold.give_back(ending.reason):
            announce(hold.job_id)


def _most_seconds() -> float:
    waits = START_SECONDS + OVERTIME_SECONDS + CLOSING_SECONDS + CONCLUDE_SECONDS + SPARE_SECONDS
    return settings.BUILD_TIMEOUT_SECONDS + settings.JOB_TIMEOUT_MAX_SECONDS + waits
