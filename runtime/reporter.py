"""Turns what happens in a run into events for the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from libretto.protocol import ArtifactKind, TimelineData, TimelineKind
from runtime.durations import spoken
from runtime.events import EventWriter
from runtime.recording.fragments import Fragment
from runtime.tracing.follower import TraceEvent

ARTIFACT_NAMES: Final[Mapping[ArtifactKind, str]] = {
    "screenshot": "screenshot",
    "screenshot_full": "screenshot of the whole page",
    "page_html": "HTML",
    "aria_snapshot": "accessibility tree",
    "trace": "trace",
}


class Reporter:
    """Recorder's callbacks, steps of the trace, files that were kept."""

    def __init__(self, events: EventWriter) -> None:
        self._events = events
        self._recorded_ms = 0
        self._kept: list[str] = []

    @property
    def kept(self) -> str:
        """'recording of 12.1 s, screenshot and trace kept', 'nothing kept'."""
        recording = [f"recording of {spoken(self._recorded_ms)}"] if self._recorded_ms else []
        *most, last = [*recording, *self._kept] or ["nothing"]
        return f"{', '.join(most)} and {last} kept" if most else f"{last} kept"

    def fragment(self, fragment: Fragment) -> None:
        self._events.emit(
            "fragment",
            index=fragment.index,
            path=str(fragment.path),
            start_ms=fragment.start_ms,
            duration_ms=fragment.duration_ms,
            bytes=fragment.bytes,
            key=fragment.key,
        )
        self._recorded_ms = fragment.start_ms + fragment.duration_ms

    def page_event(self, t_ms: int, kind: TimelineKind, data: TimelineData) -> None:
        """What happens in the page, of which the recorder takes only so much a second."""
        self._events.emit("timeline", t_ms=t_ms, kind=kind, data=data)

    async def steps(self, events: Sequence[TraceEvent]) -> None:
        """Waits when the worker is slow."""
        for t_ms, kind, data in events:
            self._events.emit("timeline", t_ms=t_ms, kind=kind, data=data)
        await self._events.room()

    def artifact(self, kind: ArtifactKind, path: Path, content_type: str) -> None:
        self._events.emit("artifact", kind=kind, path=str(path), content_type=content_type)
        self._kept.append(ARTIFACT_NAMES[kind])
