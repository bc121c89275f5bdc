"""The page before, in the last good run, and now: as outlines around the element, in one notation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from debugging.agent.case import Case
from debugging.agent.locators import read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_search import find
from debugging.agent.replacement import replacement_of
from debugging.agent.wording import address, quoted
from debugging.diagnosis import Diagnosis
from debugging.evidence import Page
from debugging.handoff.outline import Outlined, outline
from debugging.handoff.page_excerpt import excerpt
from debugging.handoff.parts import Part, part
from debugging.handoff.quoting import DATA, fenced, short

LINES: Final = (30, 16, 8)  # of each page, in the forms of the part
TOKENS: Final = (1_100, 600, 300)
_CHAIN: Final = re.compile(r"(?:get_by_\w+|getBy\w+|locator|frame_locator|frameLocator)\(.*")
_ACTION: Final = re.compile(r"\)\.(?!first|last|nth|filter|get_by|locator|content_frame|frame_locator)\w+\(.*")


class Place(NamedTuple):
    node: HtmlElement
    mark: str


@dataclass(frozen=True)
class Compared:
    case: Case
    before: Sequence[Outlined]
    now: Sequence[Outlined]
    place: Place | None  # on the page now


def pages_part(case: Case, diagnosis: Diagnosis) -> Part:
    before, now = _outline(case.good_page), _outline(case.page)
    if not before and not now:
        return part(_of_aria(case.evidence.page), "")
    compared = Compared(case, before, now, likely_place(case, diagnosis))
    return part(*(_form(compared, most, tokens) for most, tokens in zip(LINES, TOKENS, strict=True)), "")


def _outline(content: PageContent | None) -> Sequence[Outlined]:
    return outline(content) if content else ()


def _form(pages: Compared, most: int, tokens: int) -> str:
    blocks = [_heading(pages)]
    good, now, place = pages.case.good_page, pages.now, pages.place
    if pages.before and good and not _is_same(pages):
        node = good.target.node if good.target else None
        others = {line.text for line in now}
        shown = excerpt(pages.before, node, most=most, mark="the element that the step used", others=others)
        blocks += [f"Before. {DATA}.", fenced(f"{_about(good.page)}\n\n{shown}", most=tokens)]
    if now:
        node, mark = place or (None, "")
        shown = excerpt(now, node, most=most, mark=mark, others={line.text for line in pages.before})
        blocks += [f"Now. {DATA}.", fenced(f"{_about(pages.case.page.page)}\n\n{shown}", most=tokens)]
    return "\n\n".join(blocks)


def _is_same(pages: Compared) -> bool:
    return [line.text for line in pages.before] == [line.text for line in pages.now]


def _heading(pages: Compared) -> str:
    told = "An outline of roles and accessible names, with ids and test ids."
    good = pages.case.evidence.good
    if not pages.before or good is None:
        told += " The page of a good run is not known, so there is nothing to compare it with."
        return f"## The page when it failed\n\n{told}"
    if _is_same(pages):
        told += f" It is the same as at this step in the last good run ({good.job_id})."
        return f"## The page when it failed\n\n{told}"
    told += f" *Before*: at this step in the last good run ({good.job_id}). *Now*: when this run had failed."
    told += " Lines that begin with `*` are in only one of the two."
    return f"## The page before and now\n\n{told}"


def _about(page: Page) -> str:
    status = f", HTTP {page.status}" if page.status else ""
    return f"{address(page.url[:1000], 160)} {quoted(page.title[:400], 100)}{status}"


def _of_aria(page: Page | None) -> str:
    """Where the page's HTML is not kept."""
    if page is None or not page.aria.strip():
        return ""
    lines = "\n".join(plain_line(line) for line in page.aria.splitlines()[: LINES[0]])
    return f"## The page\n\nIts accessibility tree. {DATA}.\n\n{fenced(lines, most=TOKENS[0])}"


def plain_line(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return " " * min(indent, 24) + short(line, 160)


def likely_place(case: Case, diagnosis: Diagnosis) -> Place | None:
    """Where the element is now, or what has most likely taken its place."""
    suggested = found(case.page, diagnosis.suggestion)
    if suggested is not None:
        return Place(suggested.node, "what the suggested change finds")
    if case.found_now:
        several = f"the first of {len(case.found_now)} that the locator finds" if len(case.found_now) > 1 else ""
        return Place(case.found_now[0].node, several or "what the locator finds")
    replacement = replacement_of(case)
    if replacement is not None:
        return Place(replacement.element.node, "most like the element")
    last = case.steps_before[-1] if case.step is None and case.steps_before else None
    used = find(case.page, read_locator(last.selector)) if last else None
    return Place(used[0].node, "what the last call used") if used else None


def found(content: PageContent, code: str) -> Element | None:
    """What the first locator in a line of code finds, when it finds one thing."""
    chain = _CHAIN.search(code)
    calls = read_locator(_ACTION.sub(")", chain[0].split("\n")[0])) if chain else ()
    elements = find(content, calls) or []
    return elements[0] if len(elements) == 1 else None
