"""Writes the locator that finds an element and nothing else, as a person would who wants it to last.

Never a position among equals, a path, or an id or class that only looks grown together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from debugging.agent.locators import Call, frames_in, read_locator, target
from debugging.agent.page_documents import HELD
from debugging.agent.page_element import Element
from debugging.agent.page_search import find, find_shown
from debugging.repair.locating.judging.intent import Intent
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.writing.calls_written import call_of, quoted, written
from debugging.repair.locating.writing.lasting_classes import lasting_classes
from debugging.repair.locating.writing.regions import classes_around, parts_saying, regions_of
from debugging.repair.locating.writing.ways import TEXT_MOST, Way, ways_of, ways_within

_SHOWN: Final = written([call_of("filter", visible=True)])
_SHOWN_ALONE: Final = 6  # before what is only inside of something
_FRAME_MARKS: Final = ("id", "name", "title")


class _Ranked(NamedTuple):
    rank: int
    is_other_kind: bool
    place: int
    text: str


def locator_for(match: Match, frame: str, calls: tuple[Call, ...]) -> str:
    """Within `frame`; "" when nothing that lasts tells the element from the others on the page."""
    used = target(calls)
    found: list[_Ranked] = []
    for place, way in enumerate(_all_ways(match, Intent(calls))):
        if found and way.rank > found[0].rank:
            break
        if _finds_it_alone(match, frame, way.text):
            kind = read_locator(way.text)[-1].name
            found.append(_Ranked(way.rank, used is None or kind != used.name, place, way.text))
            found.sort()
    return found[0].text if found else ""


def _all_ways(match: Match, intent: Intent) -> Iterator[Way]:
    """The most lasting first."""
    yield from sorted(_shown(match, ways_of(match)), key=lambda way: way.rank)
    for region in (*regions_of(match, intent.words), *parts_saying(match, intent.said_of_parts)):
        for way in ways_within(match.new):
            yield Way(10 + way.rank, f"{region}.{way.text}")
    yield from lasting_classes(match)
    for region in classes_around(match):
        for way in ways_within(match.new):
            yield Way(30 + way.rank, f"{region}.{way.text}")


def _shown(match: Match, ways: Iterator[Way]) -> Iterator[Way]:
    """Of those that find the same where the page does not show it, too: what it shows."""
    is_told = match.now.content.tells_what_was_shown and not match.new.seen.was_not_shown
    for way in ways:
        yield way
        if is_told and read_locator(way.text)[-1].name != "get_by_role":
            yield Way(way.rank + _SHOWN_ALONE, f"{way.text}.{_SHOWN}")


def _finds_it_alone(match: Match, frame: str, text: str) -> bool:
    found = find_shown(match.now.content, read_locator(f"{frame}.{text}" if frame else text))
    return found is not None and len(found) == 1 and _is_it(found[0], match.new)


def _is_it(found: Element, meant: Found) -> bool:
    """The text in a label is as good as the label."""
    is_its_text = meant.seen.tag == "label" and meant.node in found.node.iterancestors()
    return found.node is meant.node or (is_its_text and bool(found.text) and found.text == meant.seen.text)


def frame_of(match: Match, calls: tuple[Call, ...]) -> str:
    """What leads to the frame it is in; "" on the page itself, or when nothing does."""
    inner = match.new.seen.frame
    if inner is None:
        return ""
    used = frames_in(calls)
    if used and [one.node for one in find(match.now.content, used[-1:], anywhere=True) or []] == [inner]:
        return ".".join(_into(frame) for frame in used)
    chain: list[str] = []
    while inner is not None:
        mark = _mark_of_frame(inner, match)
        if not mark:
            return ""
        chain.append(f"frame_locator({quoted(mark)})")
        held = next((above for above in inner.iterancestors() if above.get(HELD) is not None), None)
        inner = held.getprevious() if held is not None else None
    return ".".join(reversed(chain))


def _into(frame: Call) -> str:
    if frame.name == "locator" and frame.text and not frame.options:
        return written([call_of("frame_locator", frame.text)])
    return f"{written([frame])}.content_frame"


def _mark_of_frame(frame: HtmlElement, match: Match) -> str:
    """A selector that finds this frame alone."""
    for name in _FRAME_MARKS:
        value = str(frame.get(name) or "")
        if not value or (name != "title" and not is_given(value)) or len(value) > TEXT_MOST:
            continue
        if sum(one.get(name) == value for one in match.now.content.frames) == 1:
            return f"#{value}" if name == "id" else f"iframe[{name}={quoted(value)}]"
    return ""
