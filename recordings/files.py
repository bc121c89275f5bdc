"""Where a session's files lie in storage. Names are built from ids and our own words only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage


class NotAFile(Exception):
    """The path names a link, a folder or a device."""


def team_folder(*, team_id: UUID) -> str:
    """All that any room keeps of a team."""
    return f"teams/{team_id}"


def session_folder(*, team_id: UUID, session_id: UUID) -> str:
    return f"{team_folder(team_id=team_id)}/sessions/{session_id}"


def fragments_folder(*, team_id: UUID, session_id: UUID) -> str:
    return f"{session_folder(team_id=team_id, session_id=session_id)}/fragments"


def fragment_name(*, team_id: UUID, session_id: UUID, index: int) -> str:
    return f"{fragments_folder(team_id=team_id, session_id=session_id)}/{index:06}.m4s"


def video_name(*, team_id: UUID, session_id: UUID) -> str:
    """Never the same twice: of two that finish a recording at once, neither overwrites the other's file."""
    return f"{session_folder(team_id=team_id, session_id=session_id)}/recording-{uuid4().hex[:8]}.mp4"


def artifacts_folder(*, team_id: UUID, session_id: UUID) -> str:
    return f"{session_folder(team_id=team_id, session_id=session_id)}/artifacts"


def artifact_name(*, team_id: UUID, session_id: UUID, kind: str, suffix: str) -> str:
    return f"{artifacts_folder(team_id=team_id, session_id=session_id)}/{kind}{suffix}"


def store(name: str, file: Path) -> tuple[str, int]:
    """Copies the file to storage in the place of what is there. The name it got, and its size in bytes.

    Deleted first because some storages save a second file of a name under a new name, to keep both.
    """
    with _open_regular(file) as stream:
        size = os.fstat(stream.fileno()).st_size
        default_storage.delete(name)
        return default_storage.save(name, File(stream)), size


def remove(names: Iterable[str]) -> None:
    """Those already gone are fine."""
    for name in names:
        if name:
            default_storage.delete(name)


def clear_folder(folder: str, *, keep: str = "") -> None:
    """Removes the files directly in it, also those that no row knows of, but for the one named `keep`."""
    with suppress(FileNotFoundError):
        _, names = default_storage.listdir(folder)
        remove(name for name in (f"{folder}/{name}" for name in names) if name != keep)
        drop_if_empty(folder)


def clear_tree(folder: str) -> Iterator[None]:
    """Removes it with all that is in it, one folder at a time."""
    with suppress(FileNotFoundError):
        folders, _ = default_storage.listdir(folder)
        for name in folders:
            yield from clear_tree(f"{folder}/{name}")
        clear_folder(folder)
        yield


def drop_if_empty(folder: str) -> None:
    with suppress(OSError):  # it is not empty, and stays
        default_storage.delete(folder)


def _open_regular(file: Path) -> BinaryIO:
    """The engine shares its folder with workflow code, which may put a link or a pipe in the place of a file."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFile(f"{file} is not a regular file.")
    return os.fdopen(descriptor, "rb")
