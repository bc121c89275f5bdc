"""A gzip stream read in order and in bounded memory, with limits that hold while it is being read."""

from __future__ import annotations

import zlib
from typing import Protocol

from deployments.problems import BundleProblem

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 64 * 1024
RATIO_MOST = 200
RATIO_COUNTS_FROM_BYTES = 10 * 1024**2
GZIP_MEMBERS_MOST = 10_000  # block-wise packers write one for every 64 KiB
_WITH_GZIP_HEADER = 16 + zlib.MAX_WBITS


class Stream(Protocol):
    """Bytes read in order."""

    def read(self, size: int, /) -> bytes: ...


class Inflater:
    """The unpacked bytes of `packed`. Raises BundleProblem as soon as a limit is passed."""

    def __init__(self, packed: Stream, *, bytes_most: int) -> None:
        self._packed = packed
        self._bytes_most = bytes_most
        self._pending = b""
        self._bytes_in = 0
        self._bytes_out = 0
        self._members = 1
        self._gzip = zlib.decompressobj(_WITH_GZIP_HEADER)

    def read(self, size: int) -> bytes:
        """`size` bytes; fewer only at the end."""
        parts: list[bytes] = []
        while size > 0 and (part := self._some(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _some(self, most: int) -> bytes:
        while not self._gzip.eof or self._begin_next_member():
            part = self._inflate(most)
            if part:
                self._count(len(part))
                return part
            if not self._gzip.eof and not self._pending and not self._fill():
                raise BundleProblem("The bundle ends in the middle of its gzip data. Send it again, whole.")
        return b""

    def _inflate(self, most: int) -> bytes:
        try:
            part = self._gzip.decompress(self._pending, most)
        except zlib.error:
            raise BundleProblem("The bundle is not valid gzip data. Pack it again with `tar -czf`.") from None
        self._pending = self._gzip.unused_data if self._gzip.eof else self._gzip.unconsumed_tail
        return part

    def _fill(self) -> bool:
        self._pending = self._packed.read(CHUNK_BYTES)
        self._bytes_in += len(self._pending)
        return bool(self._pending)

    def _begin_next_member(self) -> bool:
        """False at the end. Zeros may follow it: some packers pad."""
        self._pending = self._pending.lstrip(b"\0")
        while not self._pending:
            if not self._fill():
                return False
            self._pending = self._pending.lstrip(b"\0")
        self._members += 1
        if self._members > GZIP_MEMBERS_MOST:
            raise BundleProblem(f"The bundle has more than {GZIP_MEMBERS_MOST} gzip members. Pack it in one.")
        self._gzip = zlib.decompressobj(_WITH_GZIP_HEADER)
        return True

    def _count(self, size: int) -> None:
        self._bytes_out += size
        if self._bytes_out > self._bytes_most:
            raise BundleProblem(f"The bundle holds more than {self._bytes_most} bytes unpacked. Leave out large files.")
        used = self._bytes_in - len(self._pending)
        if self._bytes_out > RATIO_COUNTS_FROM_BYTES and self._bytes_out > RATIO_MOST * used:
            raise BundleProblem(f"The bundle unpacks to more than {RATIO_MOST} times its size, which is not allowed.")
