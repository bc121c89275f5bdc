"""How a run ended: the state, the sentence for its history, and what the job's columns then say."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from libretto.protocol import ErrorCode, Event, JobState, RunError

TYPE_LENGTH = 200


@dataclass(frozen=True)
class Ending:
    """To `QUEUED` means: not ended at all, another worker may take it."""

    to: JobState
    reason: str
    fields: Mapping[str, Any] = field(default_factory=dict)


def failed(code: ErrorCode, message: str) -> Ending:
    return Ending(JobState.FAILED, f"Failed: {code}.", {"error_code": code, "error": message})


def of_result(event: Event) -> Ending:
    """What the host said in its `result`, `completed` or `failed`."""
    if event["outcome"] == "completed":
        return Ending(JobState.COMPLETED, "The workflow returned.", {"result": event["value"]})
    error: RunError = event["error"]
    return Ending(
        JobState.FAILED,
        f"Failed: {error['code']}.",
        {
            "error_code": ErrorCode(error["code"]),
            "error_type": error["type"][:TYPE_LENGTH],
            "error": error["message"],
            "stack": error["stack"],
            "mapped_stack": error["mapped_stack"],
        },
    )


def was_stopped(event: Event) -> bool:
    """Whether a `result` says no more than that somebody stopped the host. Who did, and why, the worker knows."""
    stopped = {ErrorCode.WORKER_STOPPED, ErrorCode.WORKER_LOST}
    return event["outcome"] == "cancelled" or (event["outcome"] == "failed" and event["error"]["code"] in stopped)


def cancelled() -> Ending:
    return Ending(JobState.CANCELLED, "Cancelled on request.")


def given_back() -> Ending:
    return Ending(JobState.QUEUED, "The worker was stopped before the workflow began.")


def worker_stopped() -> Ending:
    return failed(
        ErrorCode.WORKER_STOPPED,
        "The worker was stopped while the workflow ran. It was not run again by itself, "
        "because what it had done so far cannot be undone. Run it again if that is safe.",
    )


def overdue(seconds: int) -> Ending:
    return failed(ErrorCode.TIMEOUT, f"The run did not end within its {seconds} seconds and was stopped.")


def start_overdue(seconds: float) -> Ending:
    return failed(
        ErrorCode.BROWSER_NOT_STARTED,
        f"The browser was not ready within {seconds:.0f} seconds. The workflow was not begun; run it again.",
    )


def host_died(exit_code: int | None) -> Ending:
    return failed(
        ErrorCode.HOST_DIED,
        f"The process that ran the browser ended without a result ({_how(exit_code)}). "
        "If this happens again, the machine may be short of memory.",
    )


def platform_error(error: BaseException) -> Ending:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" in {place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}"
    return failed(
        ErrorCode.PLATFORM_ERROR,
        f"The server made a mistake ({type(error).__name__}{where}), not the workflow. "
        "The worker's log has the details.",
    )


def _how(exit_code: int | None) -> str:
    if exit_code is None:
        return "it had to be killed"
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
