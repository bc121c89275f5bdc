"""The page before and after a step, as HTML, from a packed trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

Moment = Literal["before", "after"]


class SnapshotMissing(Exception):
    """The trace has no such snapshot, or one that cannot be read. The message is for people."""


class TraceSnapshots:
    """A ``trace.zip``, by path or as a seekable file. Close it, or use it in ``with``. Not for two threads at once."""

    def __init__(self, trace: Path | IO[bytes]) -> None:
        """Raises SnapshotMissing when it is no trace."""
        raise SnapshotMissing("This page is not kept.")

    def html(self, call_id: str, moment: Moment, *, resource_url: Callable[[str], str]) -> str:
        """A whole document without scripts; frames are inside of it (srcdoc). `resource_url` gets a sha1 name.

        Raises SnapshotMissing.
        """
        raise SnapshotMissing("This page is not kept.")

    def resource(self, sha1: str) -> tuple[bytes, str] | None:
        """Bytes and content type of a style sheet, picture or font of the pages; None for everything else."""
        raise SnapshotMissing("This page is not kept.")

    def close(self) -> None:
        """Closes what it opened itself."""

    def __enter__(self) -> TraceSnapshots:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
