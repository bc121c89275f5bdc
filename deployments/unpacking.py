"""Unpacks a bundle that anybody may have made. Never `extractall`: every rule is written here."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deployments.inflating import Inflater, Stream
from deployments.problems import BundleProblem, shown
from deployments.tar_reader import Member, TarReader

FILE_MOST_BYTES = 200 * 1024**2
PATH_MOST_BYTES = 1024
PART_MOST_BYTES = 255
DEPTH_MOST = 32
_DELETE = 127


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    bytes_most: int
    entries_most: int  # files and folders


def unpack_once(packed: Stream, target: Path, limits: UnpackLimits) -> None:
    """Makes `target` whole or not at all. When two do so at a time, the first one's counts."""
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        unpack(packed, draft, limits)
        try:
            draft.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def unpack(packed: Stream, folder: Path, limits: UnpackLimits) -> None:
    """Into `folder`, which must not exist: nothing in it, a link least of all, is anybody else's."""
    _make_folder(folder)
    unpacking = _Unpacking(folder, limits)
    reader = TarReader(Inflater(packed, bytes_most=limits.bytes_most))
    for member in reader:
        unpacking.add(member, reader)
    if not unpacking.has_files:
        raise BundleProblem("The bundle holds no files.")


def parts_of(name: str) -> tuple[str, ...]:
    """The name's folders and file below the bundle; () is the bundle itself. Refuses what is not there."""
    if not name:
        raise BundleProblem("The bundle has a member without a name. Paths in a bundle are relative.")
    if name.startswith("/"):
        raise BundleProblem(f"{shown(name)} is an absolute path. Paths in a bundle are relative.")
    if any(ord(character) < ord(" ") or ord(character) == _DELETE for character in name):
        raise BundleProblem(f"{shown(name)} has a control character in its name.")
    if "\\" in name:
        raise BundleProblem(f"{shown(name)} has a backslash in its name. Separate folders by '/'.")
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if ".." in parts:
        raise BundleProblem(f"{shown(name)} leads out of the bundle by '..'.")
    _check_lengths(name, parts)
    return parts


def _check_lengths(name: str, parts: tuple[str, ...]) -> None:
    try:
        lengths = [len(part.encode()) for part in parts]
    except UnicodeEncodeError:
        raise BundleProblem(f"{shown(name)} is not a name in UTF-8.") from None
    if max(lengths, default=0) > PART_MOST_BYTES:
        raise BundleProblem(f"{shown(name)} has a part longer than {PART_MOST_BYTES} bytes in its name.")
    if sum(lengths) + len(lengths) > PATH_MOST_BYTES:
        raise BundleProblem(f"{shown(name)} is a path longer than {PATH_MOST_BYTES} bytes.")
    if len(parts) > DEPTH_MOST:
        raise BundleProblem(f"{shown(name)} lies deeper than {DEPTH_MOST} folders.")


class _Unpacking:
    def __init__(self, folder: Path, limits: UnpackLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._kinds: dict[tuple[str, ...], Literal["file", "folder"]] = {(): "folder"}

    @property
    def has_files(self) -> bool:
        return "file" in self._kinds.values()

    def add(self, member: Member, reader: TarReader) -> None:
        parts = parts_of(member.name)
        for length in range(1, len(parts)):
            self._add_folder(parts[:length], member.name)
        if member.is_folder:
            self._add_folder(parts, member.name)
        else:
            self._add_file(parts, member, reader)

    def _add_folder(self, parts: tuple[str, ...], name: str) -> None:
        kind = self._kinds.get(parts)
        if kind == "file":
            raise BundleProblem(f"{shown(name)} needs a folder where the bundle has the file {shown('/'.join(parts))}.")
        if kind is None:
            self._note(parts, "folder")
            _make_folder(self._folder.joinpath(*parts))

    def _add_file(self, parts: tuple[str, ...], member: Member, reader: TarReader) -> None:
        if member.name.endswith("/") or not parts:
            raise BundleProblem(f"{shown(member.name)} is a file with the name of a folder.")
        if parts in self._kinds:
            raise BundleProblem(f"{shown(member.name)} is in the bundle twice.")
        if member.size > FILE_MOST_BYTES:
            raise BundleProblem(f"{shown(member.name)} is larger than {FILE_MOST_BYTES} bytes.")
        self._note(parts, "file")
        _write_file(self._folder.joinpath(*parts), reader)

    def _note(self, parts: tuple[str, ...], kind: Literal["file", "folder"]) -> None:
        self._kinds[parts] = kind
        if len(self._kinds) - 1 > self._limits.entries_most:
            raise BundleProblem(f"The bundle has more than {self._limits.entries_most} files and folders.")


def _make_folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0o755)


def _write_file(path: Path, reader: TarReader) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "wb") as stream:
        os.fchmod(descriptor, 0o644)  # whatever the archive says, and whatever our umask is
        for chunk in reader.content():
            stream.write(chunk)
