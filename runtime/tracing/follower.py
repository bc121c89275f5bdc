"""Follows Playwright's live trace while it grows, and tells its calls as steps of the run.

Workflow code can write into these files: whatever is not as expected is passed over.
"""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from libretto.protocol import TimelineData, TimelineKind
from runtime.clock import Clock
from runtime.masking import Masker
from runtime.tracing.calls import Calls
from runtime.tracing.sources import Sources
from runtime.tracing.stacks import Place, Stacks
from runtime.tracing.trace_file import TraceFile
from runtime.tracing.untrusted_files import list_untrusted, open_untrusted

TraceEvent = tuple[int, TimelineKind, TimelineData]  # t_ms of its start; "step" or "source"


class TraceFollower:
    """`poll` now and then, `finish` at the end; both read files, and give what is new. Then `close`."""

    def __init__(self, *, trace: Path, stacks: Stacks, sources: Sources, clock: Clock, masker: Masker) -> None:
        self._trace = trace
        self._stacks = stacks
        self._sources = sources
        self._clock = clock
        self._masker = masker
        self._files: dict[str, TraceFile] = {}
        self._calls = Calls()

    def poll(self) -> list[TraceEvent]:
        for name in list_untrusted(self._trace):
            if name.endswith(".trace") and name not in self._files:
                stream = open_untrusted(self._trace, name)
                if stream is not None:
                    self._files[name] = TraceFile(stream, masker=self._masker)
        for file in self._files.values():
            on_clock = partial(self._on_clock, file)
            for entry in file.new_entries():
                self._calls.take(entry, on_clock)
        return self._news()

    def finish(self) -> list[TraceEvent]:
        """What is new; then every step that is still open, as failed."""
        events = self.poll()
        while any(file.lines.behind for file in self._files.values()):
            events += self.poll()
        self._calls.end_all(self._clock.now_ms())
        return events + self._news()

    def close(self) -> None:
        for file in self._files.values():
            file.lines.stream.close()

    def _on_clock(self, file: TraceFile, moment: object) -> int:
        """Where a time of the file lies on the session's clock; now, if it makes no sense."""
        now_ms = self._clock.now_ms()
        with contextlib.suppress(OverflowError, ValueError):
            wall = file.wall_seconds(moment)
            if wall is not None:
                return min(now_ms, self._clock.from_wall(wall))
        return now_ms

    def _news(self) -> list[TraceEvent]:
        self._stacks.read()  # after the trace: a call's place is written before the call
        events: list[TraceEvent] = []
        for call in self._calls.without_place():
            place = self._stacks.take(call.id)
            if place is not None:
                call.place(place)
                self._calls.changed[call.id] = call
                events += self._source(place, call.start_ms)
        for call in self._calls.changed.values():
            t_ms, data = call.told()
            events.append((t_ms, "step", data))
        self._calls.changed.clear()
        return events

    def _source(self, place: Place, t_ms: int) -> list[TraceEvent]:
        excerpt = self._sources.around(place)
        return [] if excerpt is None else [(t_ms, "source", excerpt)]
