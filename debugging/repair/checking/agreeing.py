"""Whether the new locator agrees with the old one on pages of good runs: where it finds something there, it must be the
element that the step acted on. Where the site called it otherwise then, it finds nothing, and that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from debugging.agent.locators import noun, read_locator
from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element
from debugging.agent.page_search import find
from debugging.agent.wording import noun_and_name
from debugging.evidence import Page
from debugging.repair.locating.pressed import box_in, control_around, control_of, is_one_to_press
from debugging.repair.proposal import Check

NO_PAGES: Final = "No page of an earlier good run is kept on which the element is marked."
NOT_THERE: Final = "On the pages of earlier good runs the new locator finds nothing, so it could not be compared there."
UNREADABLE: Final = "What the new locator finds on the pages of earlier good runs cannot be told."
Verdict = Literal["same", "nothing", "among others", "unknown"]


def agreeing(old_locator: str, new_locator: str, pages: Sequence[Page], *, presses: bool = False) -> Check:
    """`pages` mark the element that the step acted on (`target_xpath`). `presses`: it clicked, and a click on a text in
    a link is one on the link."""
    contents = [content for page in pages if _fits(content := PageContent(page), old_locator)]
    if not contents:
        return _check("not done", NO_PAGES)
    verdicts: list[Verdict] = []
    for content in contents:
        found = _verdict(content, new_locator, presses)
        if isinstance(found, Element):
            return _contradicted(found)
        verdicts.append(found)
    same = verdicts.count("same")
    if same:
        on = "the page of the last good run" if len(verdicts) == 1 else f"{same} of {len(verdicts)} pages of good runs"
        return _check("passed", f"On {on} the new locator finds the element that the old one found.")
    return _check("not done", UNREADABLE if "unknown" in verdicts else NOT_THERE)


def _fits(content: PageContent, old_locator: str) -> bool:
    """The page marks an element, and the old locator finds it there, as far as that can be told."""
    target = content.target
    if target is None:
        return False
    found = find(content, read_locator(old_locator))
    return found is None or any(one.node is target.node for one in found)


def _verdict(content: PageContent, locator: str, presses: bool) -> Verdict | Element:
    """The element that it finds instead, if it finds another."""
    found = find(content, read_locator(locator))
    if found is None:
        return "unknown"
    shown = [one for one in found if not one.is_hidden]
    if any(_is_meant(one, content, presses) for one in found):
        return "same" if len(found) == 1 or len(shown) <= 1 else "among others"
    return shown[0] if shown else "nothing"


def _is_meant(one: Element, content: PageContent, presses: bool) -> bool:
    target = content.target
    if target is None or not presses:
        return target is not None and one.node is target.node
    around = control_around(target, content)
    meant = [target] if around is None else [target, around]
    labelled = {control_of(target, content), control_of(one, content), box_in(target)} - {None}
    if target.node in labelled or one.node in labelled:
        return True
    return any(one.node is other.node or is_one_to_press(one, other, content) for other in meant)


def _contradicted(found: Element) -> Check:
    other = noun_and_name(noun(found.role or found.tag), found.name)
    return _check("failed", f"On the page of an earlier good run the new locator finds another element: {other}.")


def _check(outcome: Literal["passed", "failed", "not done"], sentence: str) -> Check:
    return Check(name="backtest", outcome=outcome, sentence=sentence)
