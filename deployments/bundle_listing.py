"""Which files a bundle holds, and the texts of some of them: what pages need of large bundles.

To know the files the whole archive is unpacked once. That is kept, as bundles never change. A text is found by
unpacking up to it, without looking at what lies before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from deployments import bundle_files
from deployments.bundle_files import BundleFile, as_text, opened, path_of
from deployments.models import Deployment

UNLIKE_MOST: Final = 200
KEPT_MOST: Final = 16  # bundles of a process: some 500 KiB each, if it has 2,000 files


@dataclass(frozen=True, slots=True)
class ListedFile:
    """`place` counts the files of the archive."""

    path: str
    size: int
    digest: str  # SHA-256, hex
    place: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


File = TypeVar("File", ListedFile, BundleFile)


def listing_of(deployment: Deployment) -> Sequence[ListedFile]:
    """The files of the bundle by path, the first 2,000. Raises BundleProblem when it cannot be read."""
    return _listed(deployment.source_digest, deployment.source_path)


def with_texts(deployment: Deployment, files: Sequence[ListedFile]) -> list[BundleFile]:
    """These files of the bundle with their texts, as far as they can be shown, and 8 MiB of text at most."""
    wanted = {file.place: file for file in files}
    found: list[BundleFile] = []
    room = bundle_files.TEXTS_MOST_BYTES
    with opened(deployment.source_path) as reader:
        members = (member for member in reader if not member.is_folder)
        for place, _ in enumerate(members if wanted else ()):
            if (file := wanted.pop(place, None)) is not None:
                readable = file.size <= min(bundle_files.TEXT_MOST_BYTES, room)
                text = as_text(b"".join(reader.content())) if readable else None
                room -= 0 if text is None else file.size
                found.append(BundleFile(file.path, file.size, file.digest, text))
            if not wanted:
                break
    return found


def unlike(old: Sequence[File], new: Sequence[File]) -> tuple[list[File], list[File]]:
    """Those of each that the other has not, or has otherwise: of the first 200 such paths."""
    before, after = {file.path: file for file in old}, {file.path: file for file in new}
    same = {path for path in before.keys() & after.keys() if before[path].digest == after[path].digest}
    paths = sorted((before.keys() | after.keys()) - same)[:UNLIKE_MOST]
    return [before[path] for path in paths if path in before], [after[path] for path in paths if path in after]


@lru_cache(maxsize=KEPT_MOST)
def _listed(digest: str, source_path: str) -> tuple[ListedFile, ...]:
    """By the bundle's digest; two that are alike lie at two paths of the storage."""
    found: list[ListedFile] = []
    with opened(source_path) as reader:
        for member in reader:
            if member.is_folder:
                continue
            if len(found) == bundle_files.FILES_MOST:
                break
            content = hashlib.sha256()
            for chunk in reader.content():
                content.update(chunk)
            found.append(ListedFile(path_of(member), member.size, content.hexdigest(), len(found)))
    return tuple(sorted(found, key=lambda file: file.path))
