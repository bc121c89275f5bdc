"""Packs the files of a live trace as Playwright's trace viewer opens them, without credentials.

Made from the files, by the host: it works when the workflow's process, or Playwright in it, is gone.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile

from runtime.masking import Masker
from runtime.tracing.stacks import Stacks
from runtime.tracing.untrusted_files import list_untrusted, open_untrusted

_FOLDERS: Final = ("resources", "aria", "attachments", "screenshots", "screencast")
_MOST_BYTES: Final = 1024**3  # before compression; what comes after is left out
_LONGEST_FILE: Final = 64 * 1024**2
_READ_BYTES: Final = 1024**2
_LEVEL: Final = 1  # the run waits for it


def trace_zip(*, trace: Path, stacks: Stacks, target: Path, masker: Masker) -> bool:
    """Writes `target` whole, or not at all. False when there is no trace.

    `trace` is the folder of the live trace; its ``*.trace`` files, their networks and the stacks become one archive.
    """
    names = [name.removesuffix(".trace") for name in list_untrusted(trace) if name.endswith(".trace")]
    if not names:
        return False
    packed_stacks = stacks.packed()
    draft = target.with_name(f"{target.name}.draft")
    with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        packer = _Packer(archive, masker)
        for number, name in enumerate(names):
            prefix = "trace" if len(names) == 1 else f"{number}-trace"
            for kind in ("trace", "network"):
                packer.add_lines(trace, f"{name}.{kind}", f"{prefix}.{kind}")
            packer.add_text(f"{prefix}.stacks", packed_stacks)
        for path, content in stacks.sources().items():
            packer.add_text(_source_name(path), content)
        for folder in _FOLDERS:
            for name in list_untrusted(trace / folder):
                packer.add_file(trace / folder, name)
    draft.replace(target)
    return True


class _Packer:
    """Adds masked files to an archive until it has taken as many bytes as it may."""

    def __init__(self, archive: ZipFile, masker: Masker) -> None:
        self._archive = archive
        self._masker = masker
        self._left = _MOST_BYTES

    def add_lines(self, folder: Path, name: str, as_name: str) -> None:
        """A file of JSON lines. The last one may be half written: it is left out."""
        stream = open_untrusted(folder, name)
        if stream is None:
            return
        with stream, self._archive.open(as_name, "w", force_zip64=True) as target:
            for line in _lines(stream):
                if self._takes(line):
                    target.write(self._masked_json(line))

    def add_text(self, as_name: str, text: bytes) -> None:
        if text and self._takes(text):
            masked = self._masked_json(text) if as_name.endswith(".stacks") else self._masker.raw(text)
            self._archive.writestr(as_name, masked)

    def add_file(self, folder: Path, name: str) -> None:
        """A page's style sheet or picture, an accessibility tree: whatever the lines refer to by name."""
        stream = open_untrusted(folder, name)
        if stream is None:
            return
        with stream:
            data = stream.read(_LONGEST_FILE + 1)
        if len(data) <= _LONGEST_FILE and self._takes(data):
            masked = self._masked_json(data) if folder.name == "aria" else self._masker.raw(data)
            self._archive.writestr(f"{folder.name}/{name}", masked)

    def _takes(self, data: bytes) -> bool:
        self._left -= len(data)
        return self._left >= 0

    def _masked_json(self, line: bytes) -> bytes:
        """Only strings are masked, so that the line stays JSON. Parsing is slow: seldom is there a reason to."""
        if self._masker.raw(line) == line:
            return line
        try:
            value = self._masker.json(json.loads(line))
        except (ValueError, RecursionError):
            return b""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The complete lines, but those of a size that no trace has."""
    with io.BufferedReader(cast(io.RawIOBase, stream), _READ_BYTES) as reader:
        too_long = False
        while line := reader.readline(_LONGEST_FILE):
            complete = line.endswith(b"\n")
            if complete and not too_long:
                yield line
            too_long = not complete


def _source_name(path: str) -> str:
    """Where the viewer looks for the source of a call."""
    digest = hashlib.sha1(path.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
    return f"src/{digest}{Path(path).suffix}"
