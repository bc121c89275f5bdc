"""Watching a host: storing what it says, letting it start, telling it to stop, and judging how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from threading import Event as Flag
from time import monotonic

from jobs import endings
from jobs.claims import Hold, HoldLost
from jobs.endings import Ending
from jobs.host_process import HostProcess
from jobs.patience import patiently
from jobs.pulse import Pulse
from jobs.storing import RunStore
from libretto.protocol import Event

TAKE_SECONDS = 0.25
STOP_SECONDS = 12.0  # for a host told to stop: to end the workflow, close the recording and the browser
START_SECONDS = 180.0  # until the workflow may begin
OVERTIME_SECONDS = 60.0  # beyond timeout_seconds: the host keeps the time itself, this is for one that does not
CLOSING_SECONDS = 30.0  # after the result


class Stop(Enum):
    CANCEL = "cancel"
    WORKER_STOPPING = "worker_stopping"


@dataclass
class Supervision:
    hold: Hold
    host: HostProcess
    store: RunStore
    pulse: Pulse
    stopping: Flag
    timeout_seconds: int
    cleaned_up: bool = False  # by the host, which has told so
    _stop: Stop | None = None
    _kill_at: float = 0.0
    _killed: bool = False
    _code_started: bool = False
    _result: Event | None = None

    def watch(self) -> Ending:
        """Until the host has ended. Raises HoldLost when the run is no longer ours."""
        self._kill_at = monotonic() + START_SECONDS
        while not self.host.has_finished():
            events = self.host.take(seconds=TAKE_SECONDS)
            self.store.keep(events)
            for event in events:
                self._heed(event)
            self._look_around()
        return self._judge()

    def _heed(self, event: Event) -> None:
        if event["event"] == "closed":
            self.cleaned_up = True
        elif event["event"] == "result":
            self._result = event
            self._kill_at = min(self._kill_at, monotonic() + CLOSING_SECONDS)
        elif event["event"] == "workflow_started" and self._why_stop() is None:
            # The database knows first: from here on the run is never repeated.
            if not patiently(self.hold.begin_code, hurry=self.stopping):
                raise HoldLost
            self._code_started = True
            self._kill_at = monotonic() + self.timeout_seconds + OVERTIME_SECONDS
            self.host.send("start")

    def _look_around(self) -> None:
        if self.pulse.lost.is_set():
            raise HoldLost
        reason = self._why_stop()
        if self._stop is None and reason is not None:
            self._stop = reason
            self._kill_at = min(self._kill_at, monotonic() + STOP_SECONDS)
            self.host.send("cancel")
            if reason is Stop.CANCEL:
                self.store.note("info", "The worker was told to cancel the run.")
        if monotonic() > self._kill_at and not self._killed:
            self._killed = True
            self.host.end()
            if self._stop or self._result:  # of any other reason the ending tells
                self.store.note("warn", "The engine did not end the run in time, so the worker ended it.")

    def _why_stop(self) -> Stop | None:
        if self.pulse.cancel_requested.is_set():
            return Stop.CANCEL
        return Stop.WORKER_STOPPING if self.stopping.is_set() else None

    def _judge(self) -> Ending:
        # A run that had ended by itself before it heard of the stop ended as it says.
        if self._result is not None and not endings.was_stopped(self._result):
            return endings.of_result(self._result)
        match self._stop or self._why_stop():
            case Stop.CANCEL:
                return endings.cancelled()
            case Stop.WORKER_STOPPING:
                return endings.worker_stopped() if self._code_started else endings.given_back()
        if self._killed:
            return endings.overdue(self.timeout_seconds) if self._code_started else endings.start_overdue(START_SECONDS)
        if words := self.host.last_words:
            self.store.note("error", f"The last words of the process that ran the browser:\n{words}")
        return endings.host_died(self.host.final_exit_code)
