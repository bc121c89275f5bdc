"""What differs between two bundles."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from deployments.bundle_files import BundleFile
from deployments.bundle_listing import unlike

CONTEXT_LINES: Final = 3
LINES_MOST: Final = 6_000  # of a file: longer ones take too long to compare while somebody waits
SHARED_PART: Final = 3  # a line is an edit of another if a third of it stayed
_MARKS: Final = {"same": " ", "removed": "-", "added": "+"}


@dataclass(frozen=True, slots=True)
class Line:
    """Its number in each of the two files, 0 where it is not in that one. `text` has its line feed, if it has one."""

    kind: Literal["same", "removed", "added"]
    old: int
    new: int
    text: str
    shared: tuple[int, int] = (0, 0)  # characters at its begin and its end that the line in its place has, too

    @property
    def shown(self) -> str:
        return self.text.rstrip("\r\n")

    @property
    def parts(self) -> tuple[str, str, str] | None:
        """What stayed, what is other, what stayed. None when the whole line is other."""
        begin, end = self.shared
        if not begin + end:
            return None
        text = self.shown
        return text[:begin], text[begin : len(text) - end], text[len(text) - end :]

    @property
    def mark(self) -> str:
        return _MARKS[self.kind]


@dataclass(frozen=True, slots=True)
class Hunk:
    lines: tuple[Line, ...]

    @property
    def place(self) -> str:
        """'@@ -3,7 +3,8 @@', as `patch` reads it."""
        old = [line.old for line in self.lines if line.old]
        new = [line.new for line in self.lines if line.new]
        return f"@@ -{_span(old)} +{_span(new)} @@"


@dataclass(frozen=True, slots=True)
class FileDifference:
    """`why_not` says why there are no hunks, though the file differs."""

    path: str
    kind: Literal["changed", "added", "removed"]
    hunks: tuple[Hunk, ...] = ()
    why_not: str = ""

    @property
    def added(self) -> int:
        return self._count("added")

    @property
    def removed(self) -> int:
        return self._count("removed")

    def _count(self, kind: str) -> int:
        return sum(line.kind == kind for hunk in self.hunks for line in hunk.lines)


def differences(old: Sequence[BundleFile], new: Sequence[BundleFile]) -> list[FileDifference]:
    """By path, the first 200."""
    before, after = ({file.path: file for file in files} for files in unlike(old, new))
    return [_difference(path, before.get(path), after.get(path)) for path in sorted({*before, *after})]


def patch_of(found: Sequence[FileDifference]) -> str:
    """As `git apply` and `patch -p1` take it. What has no hunks is left out."""
    return "".join(f"{_patch_head(file)}{''.join(map(_patch_hunk, file.hunks))}" for file in found if file.hunks)


def _patch_head(file: FileDifference) -> str:
    old = "/dev/null" if file.kind == "added" else f"a/{file.path}"
    new = "/dev/null" if file.kind == "removed" else f"b/{file.path}"
    return f"--- {old}\n+++ {new}\n"


def _patch_hunk(hunk: Hunk) -> str:
    lines = (f"{line.mark}{line.text}" for line in hunk.lines)
    whole = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return f"{hunk.place}\n{''.join(whole)}"


def _difference(path: str, old: BundleFile | None, new: BundleFile | None) -> FileDifference:
    kind: Literal["changed", "added", "removed"] = "added" if old is None else "removed" if new is None else "changed"
    texts = ["" if file is None else file.text for file in (old, new)]
    before, after = texts
    if before is None or after is None:
        return FileDifference(path, kind, why_not="Not shown: not a text, or too large.")
    a, b = lines_of(before), lines_of(after)
    if max(len(a), len(b)) > LINES_MOST:
        return FileDifference(path, kind, why_not=f"Not shown: longer than {LINES_MOST:,} lines.")
    return FileDifference(
        path,
        kind,
        hunks=tuple(_hunks(a, b)),
        why_not="" if before or after else "Empty.",
    )


def lines_of(text: str) -> list[str]:
    """With their line feeds, and split at these only, as editors and `patch` do."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _hunks(a: list[str], b: list[str]) -> Iterator[Hunk]:
    matcher = difflib.SequenceMatcher(a=a, b=b)
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        lines: list[Line] = []
        for tag, a_from, a_to, b_from, b_to in group:
            if tag == "equal":
                lines += [Line("same", i + 1, b_from + i - a_from + 1, a[i]) for i in range(a_from, a_to)]
                continue
            shared = _shared_by_pairs(a[a_from:a_to], b[b_from:b_to])
            lines += [Line("removed", i + 1, 0, a[i], shared[i - a_from]) for i in range(a_from, a_to)]
            lines += [Line("added", 0, i + 1, b[i], shared[i - b_from]) for i in range(b_from, b_to)]
        yield Hunk(tuple(lines))


def _shared_by_pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where as many lines were added as removed, each is taken for the other's edit."""
    if len(old) != len(new):
        return [(0, 0)] * max(len(old), len(new))
    return [_shared(a.rstrip("\r\n"), b.rstrip("\r\n")) for a, b in zip(old, new, strict=True)]


def _shared(a: str, b: str) -> tuple[int, int]:
    """(0, 0) for lines that have little but their indentation in common."""
    most = min(len(a), len(b))
    begin = next((i for i in range(most) if a[i] != b[i]), most)
    end = next((i for i in range(most - begin) if a[-1 - i] != b[-1 - i]), most - begin)
    kept = len(a[:begin].strip()) + len(a[len(a) - end :].strip())
    return (begin, end) if kept * SHARED_PART >= max(len(a.strip()), len(b.strip())) else (0, 0)


def _span(numbers: list[int]) -> str:
    return f"{numbers[0]},{len(numbers)}" if numbers else "0,0"
