"""The Range header (RFC 9110, section 14): which bytes of a file a client wants."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class NotSatisfiable(Exception):
    """The range begins behind the end of the file: 416."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` on, `length` of them."""

    start: int
    length: int

    @property
    def last(self) -> int:
        return self.start + self.length - 1


def wanted_span(header: str | None, *, size: int) -> Span | None:
    """The one range asked for, cut to the file. None means the whole file: no range, several, or nonsense.

    A server may answer with the whole file whatever was asked; several ranges are not worth their form.
    """
    match = ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None:
        return None
    first, last = match.groups()
    if first:
        start, end = int(first), int(last) if last else size - 1
        if last and end < start:
            return None
    elif last:
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise NotSatisfiable
    else:
        return None
    if start >= size:
        raise NotSatisfiable
    return Span(start, min(end, size - 1) - start + 1)
