"""What the pages of a run sent: the bodies of their requests, from a packed trace. Untrusted, and perhaps not all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from runtime.tracing.snapshot_archive import TraceArchive
from runtime.tracing.snapshot_index import SnapshotIndex
from runtime.tracing.snapshot_resources import SnapshotResources

_MOST: Final = 2_000
_LONGEST_LINE: Final = 1024**2
_LONGEST_BODY: Final = 256 * 1024


class Posted(NamedTuple):
    method: str
    url: str
    body: str | None  # None: there is none, it is not kept, or it is too long


def posted_bodies(trace: Path | IO[bytes]) -> list[Posted]:
    """Of all requests but GET, as far as the trace keeps them. Raises SnapshotMissing when it is no archive."""
    archive = TraceArchive(trace)
    pages, sent = _NoPages(), _Sent()
    try:
        archive.read_into(pages, sent)
        return [Posted(method, url, _body(archive, data)) for method, url, data in sent.requests]
    finally:
        pages.close()
        archive.close()


class _NoPages(SnapshotIndex):
    def add(self, lines: Iterable[bytes], trace: int) -> None:
        """They are not asked for."""


class _Sent(SnapshotResources):
    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, str, dict[str, Any]]] = []

    def add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            if len(line) <= _LONGEST_LINE and len(self.requests) < _MOST:
                self._note(line)

    def _note(self, line: bytes) -> None:
        try:
            request = json.loads(line)["snapshot"]["request"]
            method, url, data = request["method"], request["url"], request.get("postData")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return
        if isinstance(method, str) and isinstance(url, str) and method != "GET":
            self.requests.append((method, url, data if isinstance(data, dict) else {}))


def _body(archive: TraceArchive, data: dict[str, Any]) -> str | None:
    text, file = data.get("text"), data.get("_file")
    if isinstance(file, str):
        name = archive.known(file)
        content = archive.file(name) if name is not None else None
        if content is None or len(content) > _LONGEST_BODY:
            return None
        return content.decode(errors="replace")
    return text if isinstance(text, str) and text and len(text) <= _LONGEST_BODY else None
