"""Looks on the page as it is now for what may have taken the place of an element that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from debugging.agent.case import Case
from debugging.agent.locators import Pattern, noun, target
from debugging.agent.name_likeness import COMPARED_MOST, LIKE, alike
from debugging.agent.page_element import Element
from debugging.agent.page_finders import TEST_IDS
from debugging.agent.page_search import find
from debugging.agent.wording import noun_and_name

_MARKS: Final = ("id", *TEST_IDS, "name", "href")
_FIELDS: Final = frozenset({"textbox", "searchbox", "combobox", "listbox", "spinbutton", "checkbox", "radio"})


@dataclass(frozen=True)
class Wanted:
    role: str
    name: str


@dataclass(frozen=True)
class Replacement:
    element: Element
    how: str  # "renamed", "other role", "in a frame", "out of its frame"
    score: float

    @property
    def in_words(self) -> str:
        element = self.element
        return noun_and_name(noun(element.role or element.tag), element.name or element.text)


def wanted(case: Case) -> Wanted:
    """Role and name of the element, from the last good run, or else as the locator says."""
    if case.target is not None:
        return Wanted(case.target.role, case.target.name or case.target.text)
    call = target(case.locator)
    if call is None:
        return Wanted("", "")
    if call.name == "get_by_role":
        name = call.options.get("name")
        return Wanted(call.text, name.text if isinstance(name, Pattern) else name if isinstance(name, str) else "")
    return Wanted("", call.text if call.name.startswith("get_by_") else "")


@lru_cache(maxsize=1)  # several ask for the same case
def replacement_of(case: Case) -> Replacement | None:
    """The likeliest one; None when nothing is like it."""
    found = [*_moved(case), *_same_marks(case), *_alike(case), *_same_place(case)]
    return max(found, key=lambda one: one.score, default=None)


def _moved(case: Case) -> Iterator[Replacement]:
    """The locator would find it in another frame, or in none."""
    anywhere = find(case.page, case.locator, anywhere=True) or []
    for element in anywhere[:1]:
        if case.goes_into_a_frame and not element.frames:
            yield Replacement(element, "out of its frame", 0.98)
        elif element.frames and not case.goes_into_a_frame:
            yield Replacement(element, "in a frame", 0.98)
        elif element.frames and not _frame_is_found(case):
            yield Replacement(element, "in another frame", 0.98)


def _frame_is_found(case: Case) -> bool:
    return bool(case.found_now)


def _same_marks(case: Case) -> Iterator[Replacement]:
    """Its id, test id or link is still there."""
    before = case.target
    for name in _MARKS if before is not None else ():
        value = before.get(name) if before is not None else ""
        same = [one for one in case.page.shown if value and one.get(name) == value]
        if len(same) == 1 and before is not None:
            how = "renamed" if same[0].role == before.role else "other role"
            yield Replacement(same[0], how, 0.95)


def _alike(case: Case) -> Iterator[Replacement]:
    want = wanted(case)
    if not want.name:
        return
    for one in case.page.shown[:COMPARED_MOST]:
        if one.frames and not case.goes_into_a_frame:
            continue
        name = one.name if one.is_control or one.role else ""
        score = alike(want.name, name) if 0 < len(name) <= 200 else 0.0
        same_role = one.role == want.role or (not want.role and (one.role in _FIELDS or one.is_control))
        if same_role and score >= LIKE and not _was_beside_it(case, one):
            yield Replacement(one, "renamed", 0.9 * score)
        elif one.is_control and score == 1.0 and one.role != want.role:
            yield Replacement(one, "other role", 0.88)


def _was_beside_it(case: Case, candidate: Element) -> bool:
    """The last good run's page had it too, beside the element: it is another one."""
    good = case.good_page
    if good is None or case.is_elsewhere:
        return False
    beside = (one for one in good.controls if case.target is None or one.node is not case.target.node)
    return any(one.role == candidate.role and one.name == candidate.name for one in beside)


def _same_place(case: Case) -> Iterator[Replacement]:
    """What stands at the same place of the same page, under a name that was not there before."""
    before, page = case.target, case.evidence.good.page if case.evidence.good else None
    if before is None or page is None or case.is_elsewhere or not case.page.documents or not before.role:
        return
    nodes = case.page.documents[0].root.getroottree().xpath(page.target_xpath)
    for node in nodes[:1] if isinstance(nodes, list) else ():
        found = Element(node)
        if found.role == before.role and found.name and not found.is_hidden and not _was_beside_it(case, found):
            yield Replacement(found, "renamed", 0.7)
