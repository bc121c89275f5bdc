"""Where a run keeps its files, all below the job spec's output folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunFolders:
    output: Path

    @property
    def child(self) -> Path:
        """The only one that workflow code can see and write to."""
        return self.output / "child"

    @property
    def trace(self) -> Path:
        """Playwright's live trace, written by the workflow's process."""
        return self.child / "trace"

    @property
    def browser(self) -> Path:
        return self.output / "browser"

    @property
    def recording(self) -> Path:
        return self.output / "recording"

    @property
    def artifacts(self) -> Path:
        return self.output / "artifacts"

    def make(self) -> None:
        for folder in (self.trace, self.browser, self.recording, self.artifacts):
            folder.mkdir(parents=True, exist_ok=True)
