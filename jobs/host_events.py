"""Reading the host's lines. What comes out can be stored: no NUL, no half characters, no NaN."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from libretto.protocol import Event, LogLevel, LogSource
from runtime.storable import storable

# Only these escapes can bring in what PostgreSQL refuses; lines without them need no second look.
SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")

LOG_SOURCES, LOG_LEVELS = get_args(LogSource), get_args(LogLevel)
NEEDED: Mapping[str, Mapping[str, type]] = {
    "session_started": {"wall_time_ms": int},
    "browser_started": {"version": str, "viewport": dict},
    "log": {"source": str, "level": str, "message": str},
    "fragment": {"index": int, "path": str, "start_ms": int, "duration_ms": int},
    "timeline": {"kind": str, "data": dict},
    "artifact": {"kind": str, "path": str, "content_type": str},
    "result": {"outcome": str},
}


def parse(line: bytes) -> Event | None:
    """The event a line holds, or None when it holds none."""
    try:
        data = json.loads(line.decode("utf-8", "replace"), parse_constant=_refused, parse_float=_finite)
        if not _is_event(data):
            return None
        return cast(Event, storable(data) if SUSPECT.search(line) else data)
    except (ValueError, RecursionError):
        return None


def _is_event(data: object) -> bool:
    """Whether it names its kind and has what that kind must have. Kinds we do not know may come and go."""
    if not isinstance(data, dict) or not isinstance(data.get("event"), str):
        return False
    needed = {"t_ms": int, **NEEDED.get(data["event"], {})}
    if not all(isinstance(data.get(name), kind) for name, kind in needed.items()) or data["t_ms"] < 0:
        return False
    return data["event"] != "log" or (data["source"] in LOG_SOURCES and data["level"] in LOG_LEVELS)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isfinite(number):
        return number
    raise ValueError(f"{digits} is too large.")


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not JSON.")
