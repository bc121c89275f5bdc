"""Where code stands, as people should read it: files relative to what they belong to, our own frames left out."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from runtime.shortening import shortened

OWN_FOLDER = str(Path(__file__).resolve().parent)
INNERMOST_FRAMES = 40
OUTERMOST_FRAMES = 10
SOURCE_CHARACTERS = 200


class Places:
    """Knows the bundle. `bundle` is absolute and free of links, as Python has it in the frames' file names."""

    def __init__(self, bundle: Path) -> None:
        self.bundle = f"{bundle}/"
        folders = {f"{Path(folder).absolute()}/" for folder in sys.path if folder}
        self._folders = [self.bundle, *sorted(folders, key=len, reverse=True)]

    def relative(self, filename: str) -> str:
        """'workflows.py' for a file of the bundle, 'playwright/_impl/page.py' for one of a library."""
        for folder in self._folders:
            if filename.startswith(folder):
                return filename.removeprefix(folder)
        return filename

    def tidied(self, frames: Iterable[traceback.FrameSummary]) -> traceback.StackSummary:
        """Without our own frames, file names relative. The frames given are changed."""
        kept = [frame for frame in frames if not _is_ours(frame.filename)]
        for frame in kept:
            frame.filename = self.relative(frame.filename)
        return traceback.StackSummary.from_list(kept)

    def mapped(self, frames: Iterable[traceback.FrameSummary]) -> list[str]:
        """Frames of the bundle, given outermost first, as lines: innermost first, so that line one is the place.

        'workflows.py:21 in search', and the source line below it. The same frame again and again
        (a recursion) is written once; of a very deep stack both ends are kept.
        """
        found = [frame for frame in frames if frame.filename.startswith(self.bundle)]
        runs = groupby(reversed(found), key=lambda frame: (frame.filename, frame.lineno))
        entries = [self._entry(next(same), len(list(same))) for _, same in runs]
        left_out = len(entries) - INNERMOST_FRAMES - OUTERMOST_FRAMES
        if left_out > 0:
            entries[INNERMOST_FRAMES:-OUTERMOST_FRAMES] = [[f"… {left_out} more frames …"]]
        return [line for entry in entries for line in entry]

    def _entry(self, frame: traceback.FrameSummary, times_more: int) -> list[str]:
        lines = [f"{self.relative(frame.filename)}:{frame.lineno} in {frame.name}"]
        if frame.line:
            lines.append(f"    {source_line(frame.line)}")
        if times_more:
            lines.append(f"    … the same {times_more} more times …")
        return lines


def source_line(line: str) -> str:
    return shortened(line.strip(), SOURCE_CHARACTERS)


def _is_ours(filename: str) -> bool:
    return filename == importlib.__file__ or filename.startswith((f"{OWN_FOLDER}/", "<frozen importlib"))
