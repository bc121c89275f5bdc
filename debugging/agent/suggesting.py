"""Proposes a changed line of the workflow, where the page shows what it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from debugging.agent.case import Case
from debugging.agent.locators import read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_finders import TEST_ID
from debugging.agent.page_search import find
from debugging.agent.wording import plain

_NAME_MOST: Final = 60
_CHAIN: Final = re.compile(r"(?:get_by_\w+|locator|frame_locator)\(")


def locator_of(element: Element, page: PageContent) -> str:
    """A locator that fits it alone; "" when there is none that a person would write."""
    for written in _ways(element):
        found = find(page, read_locator(written)) or []
        if len(found) == 1 and found[0].node is element.node:
            return written
    return ""


def changed_line(case: Case, locator: str) -> str:
    """The line that failed, with the locator in the place of the one it had; or the locator alone."""
    if not locator or not (case.site.partition(":")[0] or "x.py").endswith(".py"):
        return ""
    line = case.source_line
    begins = _CHAIN.search(line)
    ends = _end_of_locator(line, begins.start()) if begins else -1
    if begins is None or ends < 0:
        return locator
    return f"{line[: begins.start()]}{locator}{line[ends:]}"


def _ways(element: Element) -> Iterator[str]:
    if element.role and _can_be_written(element.name):
        yield f"get_by_role({_text(element.role)}, name={_text(element.name)})"
        yield f"get_by_role({_text(element.role)}, name={_text(element.name)}, exact=True)"
    if _can_be_written(element.label):
        yield f"get_by_label({_text(element.label)})"
    if _can_be_written(element.get(TEST_ID)):
        yield f"get_by_test_id({_text(element.get(TEST_ID))})"
    if _can_be_written(element.get("placeholder")):
        yield f"get_by_placeholder({_text(element.get('placeholder'))})"


def _can_be_written(text: str) -> bool:
    return bool(text) and plain(text, _NAME_MOST) == text


def _end_of_locator(line: str, start: int) -> int:
    """Where the chain of locators ends: before the call that acts. -1 when brackets do not close on this line."""
    place = start
    while True:
        found = _CHAIN.match(line, place)
        if found is None:
            return -1
        end = _closing(line, found.end() - 1)
        if end < 0:
            return -1
        following = re.match(r"(?:\.(?:first|last|content_frame)\b|\.(?:nth|filter)\([^()]*\))*", line[end:])
        end += following.end() if following else 0
        if line[end : end + 1] != "." or not _CHAIN.match(line, end + 1):
            return end
        place = end + 1


def _closing(line: str, opening: int) -> int:
    """After the bracket that closes the one at `opening`."""
    depth, quote, place = 0, "", opening
    while place < len(line):
        letter = line[place]
        if quote:
            place += letter == "\\"
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        else:
            depth += (letter == "(") - (letter == ")")
            if depth == 0:
                return place + 1
        place += 1
    return -1


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
