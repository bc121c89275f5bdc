"""The new locator with its frame. In a frame that moved, what finds the element there stays as it was."""

from __future__ import annotations

import re

from debugging.agent.locators import Call, frames_in, in_frame, read_locator
from debugging.agent.page_search import find
from debugging.repair.editing.asked import Asked
from debugging.repair.proposal import Located


def new_locator(asked: Asked, located: Located) -> str:
    inside = located.locator
    old = in_frame(asked.said)
    if frames_in(asked.said) and asked.step.selector:
        kept = _in_text(asked.step.selector, old)
        if (
            kept
            and not any(call.name in ("first", "last", "nth") for call in old)
            and _finds_same(asked, located, kept)
        ):
            inside = kept
    return f"{located.frame}.{inside}" if located.frame else inside


def _in_text(selector: str, calls: tuple[Call, ...]) -> str:
    """The end of the locator that says these calls."""
    for found in re.finditer(r"(?:^|\.)(?=[a-z_]+\()", selector):
        text = selector[found.end() :]
        if read_locator(text) == calls and read_locator(selector[: found.start()] or "x"):
            return text
    return ""


def _finds_same(asked: Asked, located: Located, inside: str) -> bool:
    prefix = f"{located.frame}." if located.frame else ""
    page = asked.case.page
    old, new = find(page, read_locator(prefix + inside)), find(page, read_locator(prefix + located.locator))
    return bool(old and new and len(old) == len(new) == 1 and old[0].node is new[0].node)
