"""A live trace, written as Playwright and the workflow's process write it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from libretto.protocol import TimelineKind
from runtime.child_protocol import STACKS_NAME
from runtime.clock import Clock
from runtime.masking import Masker
from runtime.tracing.archive import trace_zip
from runtime.tracing.follower import TraceFollower
from runtime.tracing.sources import Sources
from runtime.tracing.stacks import Stacks


class LiveTrace:
    """Writes what Playwright writes."""

    def __init__(self, folder: Path, *credentials: str) -> None:
        self.clock = Clock()
        self.bundle = folder / "bundle"
        self.trace = folder / "trace"
        self.bundle.mkdir()
        self.trace.mkdir()
        masker = Masker(credentials)
        self.stacks = Stacks(trace=self.trace, bundle=self.bundle)
        self.follower = TraceFollower(
            trace=self.trace,
            stacks=self.stacks,
            sources=Sources(self.bundle, masker=masker),
            clock=self.clock,
            masker=masker,
        )
        self.write(
            {"version": 10, "type": "context-options", "wallTime": self.clock.wall_time_ms, "monotonicTime": 500}
        )

    def write(self, *entries: dict[str, Any]) -> None:
        self.write_text("".join(json.dumps(entry, separators=(",", ":")) + "\n" for entry in entries))

    def write_text(self, text: str, name: str = "run.trace") -> None:
        with (self.trace / name).open("a") as stream:
            stream.write(text)

    def before(self, call_id: str, method: str = "click", **more: Any) -> None:
        params = {"selector": 'internal:role=button[name="Go"i]'}
        entry = {"type": "before", "callId": call_id, "startTime": 500, "class": "Frame", "method": method}
        self.write({**entry, "params": params, **more})

    def after(self, call_id: str, **more: Any) -> None:
        self.write({"type": "after", "callId": call_id, "endTime": 500, **more})

    def write_place(self, call_id: str, *frames: tuple[str, int, str]) -> None:
        named = [[str(self.bundle / file), line, function] for file, line, function in frames]
        self.write_text(json.dumps([call_id, named]) + "\n", name=STACKS_NAME)

    def poll(self, kind: TimelineKind = "step") -> list[dict[str, Any]]:
        return [dict(data) for _, told, data in self.follower.poll() if told == kind]

    def zip(self, *credentials: str) -> zipfile.ZipFile:
        target = self.trace.parent / "trace.zip"
        assert trace_zip(trace=self.trace, stacks=self.stacks, target=target, masker=Masker(credentials))
        return zipfile.ZipFile(target)

    def close(self) -> None:
        self.follower.close()
        self.stacks.close()
