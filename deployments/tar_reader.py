"""Reads a tar archive member by member, believing nothing it says.

`tarfile` is not enough here: it reads an extended header of any announced size into memory, and takes
a damaged header in the middle for the end of the archive. Its parser of one header block is used.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from deployments.inflating import Stream
from deployments.problems import BundleProblem, shown

BLOCK_BYTES = tarfile.BLOCKSIZE
CHUNK_BYTES = 64 * 1024
EXTENSION_MOST_BYTES = 64 * 1024
EXTENSIONS_MOST_BYTES = 2 * 1024**2  # of a whole archive: 200 for each of 10,000 members
SIZE_MOST_DIGITS = 15
_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_EXTENSIONS = (*_PAX, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_READ_RECORDS = (b"path", b"size")
_SPARSE = b"GNU.sparse."
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE)
_REFUSED = {
    tarfile.SYMTYPE: "is a symbolic link",
    tarfile.LNKTYPE: "is a hard link",
    tarfile.CHRTYPE: "is a device",
    tarfile.BLKTYPE: "is a device",
    tarfile.FIFOTYPE: "is a named pipe",
    tarfile.GNUTYPE_SPARSE: "is a sparse file",
}
_DAMAGED = "The bundle's tar archive is damaged: {}. Pack it again with `tar -czf`."


@dataclass(frozen=True, slots=True)
class Member:
    """A file or a folder. `name` is as written, not yet checked."""

    name: str
    is_folder: bool
    size: int


class TarReader:
    """Iterate over the members; read a file's `content` before going on, or leave it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._unread = 0
        self._padding = 0
        self._extension_bytes = 0

    def __iter__(self) -> Iterator[Member]:
        while (member := self._next()) is not None:
            yield member

    def content(self) -> Iterator[bytes]:
        while self._unread:
            chunk = self._exactly(min(self._unread, CHUNK_BYTES))
            self._unread -= len(chunk)
            yield chunk

    def _next(self) -> Member | None:
        self._finish_member()
        extension: dict[str, str] = {}
        while (header := self._header()) is not None:
            if header.type not in _EXTENSIONS:
                member = _member(header, extension)
                self._begin(member.size)
                return member
            extension |= self._extension(header)
        if extension:
            raise BundleProblem(_DAMAGED.format("it ends after an extended header"))
        self._expect_only_zeros()
        return None

    def _begin(self, size: int) -> None:
        self._unread = size
        self._padding = -size % BLOCK_BYTES

    def _finish_member(self) -> None:
        for _ in self.content():
            pass
        self._exactly(self._padding)
        self._padding = 0

    def _header(self) -> tarfile.TarInfo | None:
        try:
            return tarfile.TarInfo.frombuf(self._exactly(BLOCK_BYTES), "utf-8", "surrogateescape")
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # a block of zeros; missing in typeshed
            return None
        except tarfile.HeaderError:
            raise BundleProblem(_DAMAGED.format("it holds a header that is not one")) from None

    def _extension(self, header: tarfile.TarInfo) -> dict[str, str]:
        """What an extended header says of the next member: maybe its "path", maybe its "size"."""
        self._extension_bytes += header.size
        if not 0 <= header.size <= EXTENSION_MOST_BYTES or self._extension_bytes > EXTENSIONS_MOST_BYTES:
            raise BundleProblem(
                "The bundle's tar archive has too large extended headers. Pack it again with `tar -czf`."
            )
        self._begin(header.size)
        data = b"".join(self.content())
        self._finish_member()
        if header.type == tarfile.GNUTYPE_LONGNAME:
            return {"path": data.partition(b"\0")[0].decode("utf-8", "surrogateescape")}
        records = _pax_records(data) if header.type != tarfile.GNUTYPE_LONGLINK else {}
        if header.type in _PAX:
            return records
        if "path" in records or "size" in records:
            raise BundleProblem(_DAMAGED.format("it gives all members one path or size"))
        return {}

    def _expect_only_zeros(self) -> None:
        while block := self._stream.read(CHUNK_BYTES):
            if block.strip(b"\0"):
                raise BundleProblem(_DAMAGED.format("bytes follow its end"))

    def _exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise BundleProblem(_DAMAGED.format("it was cut off"))
        return data


def _member(header: tarfile.TarInfo, extension: dict[str, str]) -> Member:
    name = extension.get("path", header.name)
    if extension.keys() - {"path", "size"}:  # what is left says where the holes are
        raise BundleProblem(f"{shown(name)} is a sparse file. A bundle holds plain files and folders only.")
    is_folder = header.type == tarfile.DIRTYPE
    if not is_folder and header.type not in _FILES:
        what = _REFUSED.get(header.type, f"is of the unknown kind {header.type!r}")
        raise BundleProblem(f"{shown(name)} {what}. A bundle holds plain files and folders only.")
    size = _size(extension["size"]) if "size" in extension else header.size
    if size < 0 or (is_folder and size):
        raise BundleProblem(_DAMAGED.format(f"{shown(name)} says it is {size} bytes long"))
    return Member(name=name, is_folder=is_folder, size=size)


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= SIZE_MOST_DIGITS):
        raise BundleProblem(_DAMAGED.format("an extended header gives a size that is no number"))
    return int(text)


def _pax_records(data: bytes) -> dict[str, str]:
    """Those that matter here. A record is '<length> <key>=<value>\\n', the length counting all of that."""
    records: dict[str, str] = {}
    position = 0
    while position < len(data):
        space = data.find(b" ", position, position + 8)
        digits = data[position:space] if space > position else b""
        end = position + int(digits) if digits.isdigit() else 0
        key, equals, value = data[space + 1 : end - 1].partition(b"=")
        if not equals or not space < end <= len(data) or data[end - 1] != ord("\n"):
            raise BundleProblem(_DAMAGED.format("an extended header cannot be read"))
        if key in _READ_RECORDS or key.startswith(_SPARSE):
            records[key.decode("utf-8", "surrogateescape")] = value.decode("utf-8", "surrogateescape")
        position = end
    return records
