"""What is in an uploaded bundle, read from its archive, within bounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

from deployments.inflating import Inflater
from deployments.models import Deployment
from deployments.problems import BundleProblem
from deployments.tar_reader import Member, TarReader
from deployments.unpacking import parts_of

TEXT_MOST_BYTES: Final = 512 * 1024
TEXTS_MOST_BYTES: Final = 8 * 1024**2
FILES_MOST: Final = 2_000
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f"))


@dataclass(frozen=True, slots=True)
class BundleFile:
    """`text` is None where there is none to show: not text, too large, or one of too many."""

    path: str
    size: int
    digest: str  # SHA-256, hex
    text: str | None


def bundle_files(deployment: Deployment) -> list[BundleFile]:
    """The files of the bundle by path, the first 2,000. Raises BundleProblem when it cannot be read."""
    found: dict[str, BundleFile] = {}
    room = TEXTS_MOST_BYTES
    with opened(deployment.source_path) as reader:
        for member in reader:
            if member.is_folder:
                continue
            if len(found) == FILES_MOST:
                break
            file = _file(member, reader, most_bytes=min(TEXT_MOST_BYTES, room))
            room -= file.size if file.text is not None else 0
            found[file.path] = file
    return [found[path] for path in sorted(found)]


def text_files(deployment: Deployment) -> dict[str, str]:
    """Path → text of the bundle's text files, line ends as they are. Raises BundleProblem when it cannot be read."""
    return {file.path: file.text for file in bundle_files(deployment) if file.text is not None}


def _file(member: Member, reader: TarReader, *, most_bytes: int) -> BundleFile:
    path = path_of(member)
    if member.size <= most_bytes:
        data = b"".join(reader.content())
        return BundleFile(path, member.size, hashlib.sha256(data).hexdigest(), as_text(data))
    digest = hashlib.sha256()
    for chunk in reader.content():
        digest.update(chunk)
    return BundleFile(path, member.size, digest.hexdigest(), None)


def path_of(member: Member) -> str:
    return "/".join(parts_of(member.name))


@contextmanager
def opened(source_path: str) -> Iterator[TarReader]:
    try:
        packed = default_storage.open(source_path)
    except FileNotFoundError:
        raise BundleProblem("The bundle's file is no longer in the server's storage. Deploy it again.") from None
    with packed:
        yield TarReader(Inflater(packed, bytes_most=settings.BUNDLE_MAX_UNPACKED_BYTES))


def as_text(data: bytes) -> str | None:
    """None if it is not text in UTF-8."""
    if len(data.translate(None, _CONTROLS)) < len(data):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
