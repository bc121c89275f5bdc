"""Follows Playwright's live trace while it grows, and tells its calls as steps of the run.

The trace is JSON lines. Only the lines that begin and end calls are parsed; page snapshots, which are most of
it, are passed over, so that a huge trace costs no memory. Workflow code can write into these files: whatever is
not as expected is passed over as well.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final, cast

from libretto.protocol import TimelineData
from runtime.clock import Clock
from runtime.tracing.stacks import Stacks
from runtime.tracing.steps import is_step, title_and_selector
from runtime.tracing.trace_file import TraceFile
from runtime.tracing.untrusted_files import list_untrusted, open_untrusted

Step = tuple[int, TimelineData]  # t_ms of its start, and what is known of it

_LONGEST_ID: Final = 200
_LONGEST_ERROR: Final = 4000  # characters
_ENDED_WITH_RUN: Final = "The run ended during this step."


class TraceFollower:
    """`poll` now and then, `finish` at the end; both read files, and give what is new. Then `close`."""

    def __init__(self, *, trace: Path, stacks: Stacks, clock: Clock) -> None:
        self._trace = trace
        self._stacks = stacks
        self._clock = clock
        self._files: dict[str, TraceFile] = {}
        self._open: dict[str, Step] = {}

    def poll(self) -> list[Step]:
        for name in list_untrusted(self._trace):
            if name.endswith(".trace") and name not in self._files:
                stream = open_untrusted(self._trace, name)
                if stream is not None:
                    self._files[name] = TraceFile(stream)
        changed: dict[str, Step] = {}
        for file in self._files.values():
            for entry in file.new_entries():
                self._take(entry, file, changed)
        self._add_places(changed)
        return list(changed.values())

    def finish(self) -> list[Step]:
        """What is new; then every step that is still open, as failed."""
        steps = {step[1]["id"]: step for step in self.poll()}
        while any(file.behind for file in self._files.values()):
            steps.update({step[1]["id"]: step for step in self.poll()})
        end_ms = self._clock.now_ms()
        for call_id, (start_ms, data) in self._open.items():
            closed: TimelineData = {**data, "end_ms": end_ms, "outcome": "failed", "error": _ENDED_WITH_RUN}
            steps[call_id] = (start_ms, closed)
        self._open.clear()
        return list(steps.values())

    def close(self) -> None:
        for file in self._files.values():
            file.stream.close()

    def _take(self, entry: dict[str, Any], file: TraceFile, changed: dict[str, Step]) -> None:
        call_id = entry.get("callId")
        if entry.get("type") == "context-options":
            file.set_zero(entry)
        elif not isinstance(call_id, str) or len(call_id) > _LONGEST_ID:
            return
        elif entry.get("type") == "before" and is_step(entry):
            self._open[call_id] = changed[call_id] = self._begun(call_id, entry, file)
        elif entry.get("type") == "after" and call_id in self._open:
            start_ms, data = self._open.pop(call_id)
            changed[call_id] = (start_ms, {**data, **_end(entry, self._place(entry.get("endTime"), file))})

    def _begun(self, call_id: str, entry: dict[str, Any], file: TraceFile) -> Step:
        title, selector = title_and_selector(entry)
        data: TimelineData = {"id": call_id, "title": title, "outcome": "open"}
        if selector:
            data["selector"] = selector
        if isinstance(entry.get("parentId"), str):
            data["parent"] = entry["parentId"]
        return self._place(entry.get("startTime"), file), data

    def _place(self, moment: object, file: TraceFile) -> int:
        """Where a time of the file lies on the session's clock; now, if it makes no sense."""
        now_ms = self._clock.now_ms()
        with contextlib.suppress(OverflowError, ValueError):
            wall = file.wall_seconds(moment)
            if wall is not None:
                return min(now_ms, self._clock.from_wall(wall))
        return now_ms

    def _add_places(self, changed: dict[str, Step]) -> None:
        """File and line, which Playwright writes into a file of their own, maybe a little later."""
        unplaced = {call_id for call_id in (*changed, *self._open) if "file" not in self._known(call_id, changed)}
        for call_id, place in self._stacks.places(unplaced).items():
            start_ms, data = changed.get(call_id) or self._open[call_id]
            placed: Step = (start_ms, {**data, "file": place.file, "line": place.line})
            changed[call_id] = placed
            if call_id in self._open:
                self._open[call_id] = placed

    def _known(self, call_id: str, changed: dict[str, Step]) -> TimelineData:
        return (changed.get(call_id) or self._open[call_id])[1]


def _end(entry: dict[str, Any], end_ms: int) -> TimelineData:
    error, result = entry.get("error"), entry.get("result")
    if isinstance(error, dict):
        return {"end_ms": end_ms, "outcome": "failed", "error": str(error.get("message", ""))[:_LONGEST_ERROR]}
    if isinstance(result, dict) and result.get("matches") is False:
        return cast(TimelineData, {"end_ms": end_ms, "outcome": "failed", "error": "The expectation was not met."})
    return {"end_ms": end_ms, "outcome": "ok"}
