"""The page before and after a step, as HTML, from a packed trace. It is untrusted: workflow code can write it."""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, cast
from zipfile import BadZipFile, ZipFile

from runtime.storable import storable_text
from runtime.tracing.snapshot_files import Budget, Files
from runtime.tracing.snapshot_index import Moment, Page, SnapshotIndex, SnapshotMissing
from runtime.tracing.snapshot_page import PageWriter
from runtime.tracing.snapshot_resources import SnapshotResources, picture_or_font_type

_RESOURCE_NAME: Final = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{1,10}")
_TRACE_BYTES: Final = 512 * 1024**2  # of the lines of all traces; later pages are not found
_NETWORK_BYTES: Final = 128 * 1024**2
_LONGEST_LINE: Final = 32 * 1024**2
_LONGEST_RESOURCE: Final = 8 * 1024**2
_READ_BYTES: Final = 1024**2
_INLINE_BYTES: Final = 24 * 1024**2  # of pictures and fonts in one page
_DEEPEST_FRAME: Final = 4
_BROKEN: Final = (BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError)


class TraceSnapshots:
    """A ``trace.zip``, by path or as a seekable file. Close it, or use it in ``with``. Not for two threads at once.

    The first page takes as long as reading the whole trace, others a moment: keep it open for several.
    """

    def __init__(self, trace: Path | IO[bytes]) -> None:
        """Raises SnapshotMissing when it is no archive."""
        try:
            self._archive = ZipFile(trace)
        except _BROKEN:
            raise SnapshotMissing("The trace cannot be read.") from None
        self._names = set(self._archive.namelist())
        self._index: SnapshotIndex | None = None
        self._resources = SnapshotResources()

    def html(self, call_id: str, moment: Moment, *, resource_url: Callable[[str], str] | None = None) -> str:
        """A whole document without scripts, its style sheets and frames (srcdoc) inside of it.

        `resource_url` gets the name of a picture or font and gives its address; without it these are in the document
        as well, as data, and nothing at all is loaded. Raises SnapshotMissing.
        """
        index = self._indexed()
        page = index.main_page(call_id, moment)
        writing = _Writing(self, index, call_id=call_id, moment=moment, resource_url=resource_url)
        try:
            return storable_text(writing.html(page, depth=0))
        except RecursionError:
            raise SnapshotMissing("This page is too large to be shown.") from None

    def resource(self, name: str) -> tuple[bytes, str] | None:
        """Bytes and content type of a picture or font that a page shows; None for everything else."""
        data = self.file(name) if _RESOURCE_NAME.fullmatch(name) else None
        content_type = picture_or_font_type(data, name) if data is not None else None
        return (data, content_type) if data is not None and content_type is not None else None

    def file(self, name: str) -> bytes | None:
        """Whatever the trace keeps of that name, when it is not too long."""
        with suppress(*_BROKEN, KeyError), self._archive.open(f"resources/{name}") as stream:
            data = stream.read(_LONGEST_RESOURCE + 1)
            return data if len(data) <= _LONGEST_RESOURCE else None
        return None

    def kept_file(self, address: str, page: Page, time: float) -> str | None:
        """Name of what was at `address` when the page was kept."""
        file = self._resources.file(address, time=time, frame=page.frame[1]) or ""
        return file.removeprefix("resources/") if file in self._names else None

    def close(self) -> None:
        self._archive.close()
        if self._index is not None:
            self._index.close()

    def __enter__(self) -> TraceSnapshots:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _indexed(self) -> SnapshotIndex:
        if self._index is None:
            self._index = SnapshotIndex()
            traces = sorted(name for name in self._names if name.endswith(".trace") and "/" not in name)
            networks = sorted(name for name in self._names if name.endswith(".network") and "/" not in name)
            for number, name in enumerate(traces):
                self._index.add(self._lines(name, _TRACE_BYTES // len(traces)), number)
            for name in networks:
                self._resources.add(self._lines(name, _NETWORK_BYTES // len(networks)))
        return self._index

    def _lines(self, name: str, most: int) -> Iterator[bytes]:
        """Of what is broken, the lines before the break."""
        with suppress(*_BROKEN), self._archive.open(name) as member:
            stream = io.BufferedReader(cast(io.RawIOBase, member), _READ_BYTES)
            whole = True
            while most > 0 and (line := stream.readline(_LONGEST_LINE)):
                most -= len(line)
                if whole and line.endswith(b"\n"):
                    yield line
                whole = line.endswith(b"\n")


class _Writing:
    """One page with its frames."""

    def __init__(
        self,
        trace: TraceSnapshots,
        index: SnapshotIndex,
        *,
        call_id: str,
        moment: Moment,
        resource_url: Callable[[str], str] | None,
    ) -> None:
        self._trace = trace
        self._index = index
        self._call_id = call_id
        self._moment: Moment = moment
        self._resource_url = resource_url or self._as_data
        self._budget = Budget()
        self._inline_left = _INLINE_BYTES
        self._data: dict[str, str] = {}

    def html(self, page: Page, *, depth: int) -> str:
        document = self._index.document(page)
        overrides = self._overrides(page)

        def kept(address: str) -> str | None:
            return self._trace.kept_file(address, page, document.timestamp)

        def picture(address: str) -> str | None:
            name = kept(address)
            return self._resource_url(name) or None if name is not None else None

        def sheet(address: str) -> str | None:
            name = overrides.get(address.partition("#")[0]) or kept(address)
            data = self._trace.file(name) if name is not None else None
            return data.decode(errors="replace").removeprefix("\ufeff") if data is not None else None

        def frame(frame_id: str) -> str | None:
            inner = self._index.page_of_frame(self._call_id, self._moment, (page.frame[0], frame_id))
            return self.html(inner, depth=depth + 1) if inner is not None and depth < _DEEPEST_FRAME else None

        files = Files(document.text("frameUrl"), picture=picture, sheet=sheet, budget=self._budget)
        return PageWriter(self._index, page, files=files, frame=frame, budget=self._budget).html()

    def _overrides(self, page: Page) -> dict[str, str]:
        """Style sheets that the page's scripts had changed: address, and name of what they had become."""
        found: dict[str, str] = {}
        listed = self._index.document(page).snapshot.get("resourceOverrides")
        for override in listed[:1000] if isinstance(listed, list) else []:
            address, file = override.get("url"), override.get("file")
            if isinstance(override.get("ref"), int) and isinstance(address, str):
                file = self._earlier_override(self._index.earlier(page, override["ref"]), address)
            if isinstance(address, str) and isinstance(file, str):
                found[address] = file.removeprefix("resources/")
        return found

    def _earlier_override(self, page: Page, address: str) -> str | None:
        listed = self._index.document(page).snapshot.get("resourceOverrides")
        for override in listed[:1000] if isinstance(listed, list) else []:
            if isinstance(override, dict) and override.get("url") == address and isinstance(override.get("file"), str):
                return str(override["file"])
        return None

    def _as_data(self, name: str) -> str:
        if name not in self._data:
            found = self._trace.resource(name)
            self._data[name] = f"data:{found[1]};base64,{base64.b64encode(found[0]).decode()}" if found else ""
        self._inline_left -= len(self._data[name])
        return self._data[name] if self._inline_left >= 0 else ""
