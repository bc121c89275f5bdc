"""The heartbeat of a run, in a thread of its own: slow work elsewhere must not make a living run look dead."""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from jobs.claims import Hold

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class Pulse:
    """`lost` is set once the job is somebody else's or over, `cancel_requested` once a person asked for it.

    It stops by itself after `most_seconds`: a run that hangs in a way we did not think of must not live for ever.
    """

    def __init__(self, hold: Hold, *, most_seconds: float) -> None:
        self.lost, self.cancel_requested = Event(), Event()
        self._hold, self._until = hold, monotonic() + most_seconds
        self._done = Event()
        self._thread = Thread(target=self._run, name=f"pulse-{hold.job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        beaten_at = monotonic()
        try:
            while not self._done.wait(LOOK_SECONDS) and not self.lost.is_set() and monotonic() < self._until:
                due = monotonic() - beaten_at >= settings.HEARTBEAT_SECONDS
                try:
                    self._look(beat=due)
                except (OperationalError, InterfaceError) as error:
                    log.warning("No heartbeat for %s: %s", self._hold.job_id, error)
                    connection.close()
                else:
                    beaten_at = monotonic() if due else beaten_at
        finally:
            connection.close()

    def _look(self, *, beat: bool) -> None:
        if beat and not self._hold.beat():
            self.lost.set()
        elif not self.cancel_requested.is_set() and self._hold.cancel_requested():
            self.cancel_requested.set()
