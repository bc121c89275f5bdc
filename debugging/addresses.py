"""Compares addresses of pages: what differs from run to run is left out."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_VARYING: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?=[\w-]*\d)[\w-]{10,}|\d+", re.IGNORECASE)


def normalised(url: str) -> str:
    """Host without port, and path without numbers and ids."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    path = "/".join(_VARYING.sub("…", part) for part in parts.path.rstrip("/").split("/"))
    fragment = f"#{_VARYING.sub('…', parts.fragment)}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{path}{fragment}" if host else f"{parts.scheme}:{parts.path}"


def same_place(one: str, other: str) -> bool:
    return normalised(one) == normalised(other)
