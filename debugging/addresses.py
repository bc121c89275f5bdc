"""Compares addresses of pages: what differs from run to run is left out."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from debugging.evidence import GoodRun

# What may lead to another page while it is going on; other calls end on the page that they are about.
_LEADING_ON: Final = ("click", "dblclick", "press", "tap", "check", "select_option", "goto", "evaluate", "reload")
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


def good_address(good: GoodRun) -> str:
    """Of the page that the step was made on in the last good run; "" when it is not known."""
    step, page = good.step, good.page
    began = (page.url if page else "") or (step.url if step else "")
    if step is None or step.api.rpartition(".")[2] in _LEADING_ON:
        return began
    until = step.end_ms if step.end_ms is not None else step.t_ms
    return next((one.url for one in reversed(good.navigations) if one.t_ms <= until), began)
