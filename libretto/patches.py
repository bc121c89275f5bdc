"""Applies a patch of the server to files of a local repository: all of it, or nothing.

A patch is a unified diff that changes files that exist. Its lines must be found as they are; they may have moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from libretto.api_errors import PatchRefused

HUNK: Final = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")


@dataclass
class Hunk:
    """Lines without their ends. `line` is the first old one's number, from 1; then how many there are."""

    line: int
    old_lines: int
    new_lines: int
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return len(self.old) >= self.old_lines and len(self.new) >= self.new_lines

    def add(self, line: str) -> None:
        sign, text = line[:1], line[1:].removesuffix("\r")
        if sign not in ("", " ", "-", "+"):
            return  # "\\ No newline at end of file"
        if sign != "+":
            self.old.append(text)
        if sign != "-":
            self.new.append(text)


def files_of(patch: str) -> dict[str, list[Hunk]]:
    """What it changes, by path. Raises PatchRefused for what is no such patch."""
    files: dict[str, list[Hunk]] = {}
    hunks: list[Hunk] = []
    for line in patch.split("\n"):
        if hunks and not hunks[-1].is_whole:
            hunks[-1].add(line)
        elif line.startswith("--- a/"):
            hunks = files.setdefault(line.removeprefix("--- a/").rstrip("\r"), [])
        elif place := HUNK.match(line):
            hunks.append(Hunk(int(place[1]), int(place[2] or 1), int(place[3] or 1)))
    if not files:
        raise PatchRefused("This is no patch: it names no file.")
    return files


def apply_patch(patch: str, folder: Path, *, only_check: bool = False) -> list[str]:
    """The files it changed. Raises PatchRefused, naming the file and the reason, before anything is written."""
    changed = {path: _patched(folder, path, hunks) for path, hunks in files_of(patch).items()}
    for path, text in changed.items() if not only_check else ():
        _write(folder / path, text)
    return sorted(changed)


def _patched(folder: Path, path: str, hunks: Sequence[Hunk]) -> str:
    lines = _read(folder, path).split("\n")
    moved = 0
    for number, hunk in enumerate(hunks, 1):
        at = _place(lines, hunk, hunk.line - 1 + moved)
        if at is None:
            raise PatchRefused(_why_not(path, number, lines, hunks))
        end = "\r" if lines[at].endswith("\r") else ""
        lines[at : at + len(hunk.old)] = [f"{line}{end}" for line in hunk.new]
        moved = at - (hunk.line - 1) + len(hunk.new) - len(hunk.old)
    return "\n".join(lines)


def _place(lines: Sequence[str], hunk: Hunk, expected: int) -> int | None:
    """Where it is expected, or the one other place with the same lines."""
    places = list(_places(lines, hunk.old))
    return expected if expected in places else places[0] if len(places) == 1 else None


def _places(lines: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    bare = [line.removesuffix("\r") for line in lines]
    yield from (at for at in range(len(bare) - len(wanted) + 1) if bare[at : at + len(wanted)] == list(wanted))


def _why_not(path: str, number: int, lines: Sequence[str], hunks: Sequence[Hunk]) -> str:
    if all(next(_places(lines, hunk.new), None) is not None for hunk in hunks):
        return f"{path} has this edit already."
    line = hunks[number - 1].line
    return (
        f"{path} differs from the deployed file near line {line}, so the edit does not fit. Nothing was changed. "
        "Make the edit by hand, or deploy from the commit that was deployed."
    )


def _read(folder: Path, path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        raise PatchRefused(f"The patch names {path}, which is outside of the folder.")
    file = folder / path
    if not file.is_file():
        raise PatchRefused(f"There is no {path} in {folder}. Name the folder that was deployed.")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise PatchRefused(f"{path} is a link out of {folder}. Nothing was changed.")
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise PatchRefused(f"{path} is not text in UTF-8. Nothing was changed.") from None
    except OSError as error:
        raise PatchRefused(f"{path} cannot be read: {error.strerror or error}.") from error


def _write(file: Path, text: str) -> None:
    try:
        file.write_bytes(text.encode())
    except OSError as error:
        raise PatchRefused(f"{file} cannot be written: {error.strerror or error}.") from error
