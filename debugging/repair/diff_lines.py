"""Lines of a patch, and what each is: that is how they are coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LINE_KINDS: Final = {"+": "added", "-": "removed", "@": "place"}


@dataclass(frozen=True)
class DiffLine:
    kind: str  # "file", "place", "added", "removed", "same"
    text: str


def diff_line(line: str) -> DiffLine:
    if line.startswith(("---", "+++")):
        return DiffLine("file", line)
    return DiffLine(LINE_KINDS.get(line[:1], "same"), line)
