"""The files kept of a session, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recordings import links
from recordings.models import Artifact
from replay.trace_viewer import viewer_path
from replay.viewing import Viewing

NAMES = {
    "screenshot": "Screenshot",
    "screenshot_full": "Screenshot of the full page",
    "page_html": "Page as HTML",
    "aria_snapshot": "Accessibility tree",
    "trace": "Playwright trace",
}
PICTURES = ("screenshot", "screenshot_full")
FRAMED = ("page_html", "aria_snapshot")


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    path: str
    bytes: int


@dataclass(frozen=True)
class KeptFiles:
    all: Sequence[File]
    expired_at: datetime | None  # when they were deleted for their age, and the timeline with them
    trace_viewer: str  # where the trace is shown, "" without one

    @property
    def pictures(self) -> list[File]:
        return [file for file in self.all if file.kind in PICTURES]

    @property
    def framed(self) -> list[File]:
        """Shown in a frame that runs nothing."""
        return [file for file in self.all if file.kind in FRAMED]

    @property
    def trace(self) -> File | None:
        return next((file for file in self.all if file.kind == "trace"), None)


def files_of(viewing: Viewing) -> KeptFiles:
    order = {kind: number for number, kind in enumerate(NAMES)}
    artifacts = sorted(viewing.session.artifacts.all(), key=lambda kept: order.get(kept.kind, len(order)))
    trace = next((kept for kept in artifacts if kept.kind == "trace"), None)
    return KeptFiles(
        all=[_file(artifact) for artifact in artifacts],
        expired_at=viewing.session.artifacts_expired_at,
        trace_viewer=viewer_path(trace) if trace else "",
    )


def _file(artifact: Artifact) -> File:
    name = NAMES.get(artifact.kind, artifact.kind)
    return File(name=name, kind=artifact.kind, path=links.artifact_path(artifact), bytes=artifact.bytes)
