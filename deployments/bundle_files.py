"""What is in an uploaded bundle, read from its archive, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
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


def text_files(deployment: Deployment) -> dict[str, str]:
    """Path → text of the text files among the bundle's first 2,000, line ends as they are, 8 MiB of text at most.

    Raises BundleProblem when it cannot be read.
    """
    found: dict[str, str | None] = {}
    room = TEXTS_MOST_BYTES
    with opened(deployment.source_path) as reader:
        for member in islice((member for member in reader if not member.is_folder), FILES_MOST):
            readable = member.size <= min(TEXT_MOST_BYTES, room)
            text = as_text(b"".join(reader.content())) if readable else None
            room -= 0 if text is None else member.size
            found[path_of(member)] = text
    return {path: text for path in sorted(found) if (text := found[path]) is not None}


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
