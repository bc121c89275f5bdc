"""The page before and after a step, as HTML, from a packed trace. It is untrusted: workflow code can write it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from runtime.storable import storable_text
from runtime.tracing.snapshot_archive import TraceArchive
from runtime.tracing.snapshot_files import Budget, Files
from runtime.tracing.snapshot_index import Moment, Page, SnapshotIndex
from runtime.tracing.snapshot_page import PageWriter
from runtime.tracing.snapshot_resources import SnapshotResources, picture_or_font_type

_RESOURCE_NAME: Final = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{1,10}")
_INLINE_BYTES: Final = 24 * 1024**2  # of pictures and fonts in one page
_DEEPEST_FRAME: Final = 4
_MOST_OVERRIDES: Final = 1000


class TraceSnapshots:
    """A ``trace.zip``, by path or as a seekable file. Close it, or use it in ``with``. Not for two threads at once.

    The first page takes as long as reading the whole trace, others a moment: keep it open for several.
    """

    def __init__(self, trace: Path | IO[bytes]) -> None:
        """Raises SnapshotMissing (of snapshot_index) when it is no archive."""
        self._archive = TraceArchive(trace)
        self._resources = SnapshotResources()
        self._index: SnapshotIndex | None = None

    def html(self, call_id: str, moment: Moment, *, resource_url: Callable[[str], str] | None = None) -> str:
        """A whole document without scripts, its style sheets and frames (srcdoc) inside of it.

        `resource_url` gets the name of a picture or font and gives its address; without it these are in the document
        as well, as data, and nothing at all is loaded. Raises SnapshotMissing.
        """
        index = self._indexed()
        page = index.main_page(call_id, moment)
        writing = _Writing(
            index, self._archive, self._resources, call_id=call_id, moment=moment, url=resource_url or self._inliner()
        )
        return storable_text(writing.html(page, depth=0))

    def resource(self, name: str) -> tuple[bytes, str] | None:
        """Bytes and content type of a picture or font that a page shows; None for everything else."""
        data = self._archive.file(name) if _RESOURCE_NAME.fullmatch(name) else None
        content_type = picture_or_font_type(data, name) if data is not None else None
        return (data, content_type) if data is not None and content_type is not None else None

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
            self._archive.read_into(self._index, self._resources)
        return self._index

    def _inliner(self) -> Callable[[str], str]:
        known: dict[str, str] = {}
        left = _INLINE_BYTES

        def as_data(name: str) -> str:
            nonlocal left
            if name not in known:
                found = self.resource(name)
                known[name] = f"data:{found[1]};base64,{base64.b64encode(found[0]).decode()}" if found else ""
            left -= len(known[name])
            return known[name] if left >= 0 else ""

        return as_data


class _Writing:
    """One page with its frames."""

    def __init__(
        self,
        index: SnapshotIndex,
        archive: TraceArchive,
        resources: SnapshotResources,
        *,
        call_id: str,
        moment: Moment,
        url: Callable[[str], str],
    ) -> None:
        self._index = index
        self._archive = archive
        self._resources = resources
        self._call_id = call_id
        self._moment: Moment = moment
        self._url = url
        self._budget = Budget()

    def html(self, page: Page, *, depth: int) -> str:
        document = self._index.document(page)
        changed_sheets = self._changed_sheets(page)

        def kept(address: str) -> str | None:
            file = self._resources.file(address, time=document.timestamp, frame=page.frame[1])
            return self._archive.known(file)

        def picture(address: str) -> str | None:
            name = kept(address)
            return (self._url(name) or None) if name is not None else None

        def sheet(address: str) -> str | None:
            name = changed_sheets.get(address.partition("#")[0]) or kept(address)
            data = self._archive.file(name) if name is not None else None
            return data.decode(errors="replace").removeprefix("\ufeff") if data is not None else None

        def frame(frame_id: str) -> str | None:
            inner = self._index.page_of_frame(self._call_id, self._moment, (page.frame[0], frame_id))
            return self.html(inner, depth=depth + 1) if inner is not None and depth < _DEEPEST_FRAME else None

        files = Files(document.text("frameUrl"), picture=picture, sheet=sheet, budget=self._budget)
        return PageWriter(self._index, page, files=files, frame=frame, budget=self._budget).html()

    def _changed_sheets(self, page: Page) -> dict[str, str]:
        """Style sheets that the page's scripts had changed: address, and name of what they had become."""
        found: dict[str, str] = {}
        for address, override in self._overrides(page).items():
            file, pages_ago = override.get("file"), override.get("ref")
            if isinstance(pages_ago, int):
                file = self._overrides(self._index.earlier(page, pages_ago)).get(address, {}).get("file")
            name = self._archive.known(file) if isinstance(file, str) else None
            if name is not None:
                found[address] = name
        return found

    def _overrides(self, page: Page) -> dict[str, dict[str, Any]]:
        listed = self._index.document(page).snapshot.get("resourceOverrides")
        overrides = listed[:_MOST_OVERRIDES] if isinstance(listed, list) else []
        return {str(override.get("url")): override for override in overrides if isinstance(override, dict)}
