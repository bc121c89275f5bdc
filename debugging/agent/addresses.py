"""Compares addresses of pages: what differs from run to run is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from debugging.evidence import GoodRun, Navigation, Step

# What may lead to another page while it is going on; other calls end on the page that they are about.
_LEADING_ON: Final = ("click", "dblclick", "press", "tap", "check", "select_option", "goto", "evaluate", "reload")
PART_MOST: Final = 200
_VARYING: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?=[\w-]*\d)[\w-]{10,}|\d+", re.IGNORECASE)


def normalised(url: str) -> str:
    """Host without port, and path without numbers and ids."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    path = "/".join(_VARYING.sub("…", part[:PART_MOST]) for part in parts.path.rstrip("/").split("/"))
    fragment = f"#{_VARYING.sub('…', parts.fragment[:PART_MOST])}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{path}{fragment}" if host else f"{parts.scheme}:{parts.path}"


def same_place(one: str, other: str) -> bool:
    return normalised(one) == normalised(other)


def good_address(good: GoodRun) -> str:
    """Of the page that the step was made on in the last good run; "" when it is not known."""
    if good.step is not None:
        return address_of(good.step, good.navigations)
    return good.page.url if good.page else ""


def address_of(step: Step, navigations: Sequence[Navigation]) -> str:
    """Of the page that the call worked on. One that only reads or waits may begin before its page has come."""
    if step.api.rpartition(".")[2] in _LEADING_ON or not navigations:
        return step.url
    return _at(step.end_ms if step.end_ms is not None else step.t_ms, navigations) or step.url


def addresses_of(step: Step, navigations: Sequence[Navigation]) -> set[str]:
    """Of all pages that there were during the call, normalised."""
    during = [one.url for one in navigations if step.t_ms <= one.t_ms <= (step.end_ms or step.t_ms)]
    return {normalised(url) for url in (step.url, *during) if url}


def _at(t_ms: int, navigations: Sequence[Navigation]) -> str:
    return next((one.url for one in reversed(navigations) if one.t_ms <= t_ms), "")
