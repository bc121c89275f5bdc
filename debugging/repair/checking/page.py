"""Whether the edited call would find its element on the page of the failure, in a real browser.

Without side effects: the page is opened as it was kept, without scripts and network. In doubt the check is not done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from debugging.agent.locators import read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_search import find_shown
from debugging.agent.wording import plain
from debugging.evidence import Evidence, Page
from debugging.repair.checking.fitting import misfit
from debugging.repair.checking.following import following
from debugging.repair.checking.opening import as_opened, parts_of
from debugging.repair.proposal import Check, Proposal
from runtime.page_check import Seen, look
from runtime.page_locators import CannotLook, LocatorPart

Look = Callable[[str, Sequence[Sequence[LocatorPart]]], Awaitable[list[Seen]]]
_NO_ELEMENT: Final = "The edit is not about an element of the page, so there is nothing to look at."
_NO_PAGE: Final = "The page of the failure was not kept."
_NOT_AGREED: Final = "The browser and the kept page do not agree on which element it is."
_NOT_SURE: Final = "Whether the element is visible cannot be told: style sheets of the page were not kept."


@dataclass(frozen=True)
class _Question:
    evidence: Evidence
    proposal: Proposal
    page: Page
    locator: str
    is_whole: bool  # the page was opened with its style sheets


def check_page(evidence: Evidence, proposal: Proposal, *, html: str = "", look: Look = look) -> Check:
    """`html`: the page as it was captured, with its style sheets; else what the evidence holds of it is looked at."""
    step, page = evidence.failing_step, evidence.page
    locator = proposal.new_locator or (step.selector if step else "")
    if not locator or page is None or not page.html.strip():
        return _check("not done", _NO_PAGE if locator else _NO_ELEMENT)
    try:
        now, old = asyncio.run(_looked(html or as_opened(page.html), locator, proposal.old_locator or locator, look))
    except CannotLook as problem:
        return _check("not done", f"The page could not be looked at. {problem}")
    if now.problem:
        return _check("not done", f"The new locator could not be tried. {now.problem}")
    return _judged(_Question(evidence, proposal, page, locator, bool(html)), now, old)


def _judged(asked: _Question, now: Seen, old: Seen) -> Check:
    if now.count != 1:
        return _check("failed", f"On the page of the failure {plain(asked.locator, 90)} finds {_number(now.count)}.")
    kept = _kept(asked.page, asked.locator, now)
    if kept is None:
        return _check("not done", _NOT_AGREED)
    if said := misfit("click" if asked.proposal.kind == "dismissal" else _method(asked.evidence), now, kept):
        return _check("failed", said)
    if not asked.is_whole and not _is_told(PageContent(asked.page), kept):
        return _check("not done", _NOT_SURE)
    fits, details = following(asked.evidence, asked.proposal, kept)
    if not fits:
        return _check("failed", details[0])
    return _check("passed", _sentence(asked.locator, now), (*details, *_before(asked.proposal, old)))


async def _looked(html: str, new: str, old: str, look: Look) -> tuple[Seen, Seen]:
    found = await look(html, [parts_of(read_locator(new)), _parts_or_none(old)])
    return found[0], found[1]


def _parts_or_none(locator: str) -> list[LocatorPart]:
    with suppress(CannotLook):
        return parts_of(read_locator(locator))
    return []


def _kept(page: Page, locator: str, seen: Seen) -> Element | None:
    """The same element of the kept page."""
    found = find_shown(PageContent(page), read_locator(locator)) or []
    return found[0] if len(found) == 1 and _is_same(found[0], seen) else None


def _method(evidence: Evidence) -> str:
    step = evidence.failing_step
    return step.api.rpartition(".")[2] if step else ""


def _is_same(kept: Element, seen: Seen) -> bool:
    """What the browser found and what is in the kept page say the same, but for what style sheets add."""
    if kept.tag != seen.tag:
        return False
    mine, theirs = _letters(kept.name), _letters(seen.name)
    return not (mine and theirs) or mine in theirs or theirs in mine


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_told(content: PageContent, element: Element) -> bool:
    """The accessibility tree of the moment has it: then people saw it."""
    return any(role == element.role and _letters(name) == _letters(element.name) for role, name in content.told)


def _sentence(locator: str, now: Seen) -> str:
    what = f'{now.role} "{plain(now.name, 60)}"' if now.name else now.tag
    state = "visible and enabled" if now.visible and now.enabled else "visible" if now.visible else "not visible"
    return f"On the page of the failure {plain(locator, 90)} finds exactly one element: {what}, {state}."


def _before(proposal: Proposal, old: Seen) -> tuple[str, ...]:
    if not proposal.old_locator or proposal.old_locator == proposal.new_locator:
        return ()
    return () if old.problem else (f"The old locator finds {_number(old.count)} there.",)


def _number(count: int) -> str:
    return "nothing" if count == 0 else "one element" if count == 1 else f"{count} elements"


def _check(outcome: str, sentence: str, details: tuple[str, ...] = ()) -> Check:
    return Check.model_validate({"name": "page", "outcome": outcome, "sentence": sentence, "details": details})
