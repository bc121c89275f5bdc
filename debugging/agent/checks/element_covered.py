"""Something lies over the element: a banner, a modal, a spinner."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.covers import covering, is_covered, text_of_cover
from debugging.agent.finding import Finding
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_failing_step, to_page
from debugging.agent.requests_behind import troubles_behind
from debugging.agent.wording import listed, plain, quoted
from debugging.failure_classes import FailureClass

_KINDS: Final = (
    ("cookie banner", re.compile(r"cookie|consent|gdpr|privacy", re.IGNORECASE)),
    ("chat window", re.compile(r"chat|intercom|zendesk|support", re.IGNORECASE)),
    ("newsletter window", re.compile(r"newsletter|subscribe|sign-?up", re.IGNORECASE)),
    ("loading indicator", re.compile(r"spinner|loading|loader|progress|busy|skeleton|please wait", re.IGNORECASE)),
    ("dialog", re.compile(r"modal|dialog|popup|lightbox", re.IGNORECASE)),
    ("header", re.compile(r"header|navbar|sticky|toolbar", re.IGNORECASE)),
    ("overlay", re.compile(r"overlay|backdrop|mask|scrim", re.IGNORECASE)),
)


def element_covered(case: Case) -> Finding | None:
    if not is_covered(case):
        return _behind_a_dialog(case)
    cover, element, text = case.error.covered_by, covering(case), text_of_cover(case)
    kind = _kind(f"{cover} {text}")
    what = f"a {kind}" if kind else f"another element ({plain(cover.partition('>')[0], 60)}>)"
    said = f", {quoted(text)}," if text else ""
    why = [claim(f"{plain(cover, 120)} lies over it.", *to_failing_step(case), *to_page(case))]
    mixed = len(set(case.error.obstacles)) > 1
    waits_in_vain = kind == "loading indicator" and bool(troubles_behind(case))
    return Finding(
        failure_class=FailureClass.ELEMENT_COVERED,
        confidence=0.85 if waits_in_vain else 0.93 if mixed else 0.97,
        cause=f"{what}{said} lies over it",
        why=tuple(why),
        advice=_advice(kind, element),
    )


def _behind_a_dialog(case: Case) -> Finding | None:
    """An open dialog takes the rest of the page from locators by role, by aria-hidden."""
    over = next((one for one in case.page.dialogs if one.text), None)
    if over is None or not case.looks_by_role or case.found_it or not case.found_now:
        return None
    if not all(one.is_left_out for one in case.found_now):
        return None
    return Finding(
        failure_class=FailureClass.ELEMENT_COVERED,
        confidence=0.85,
        cause=f"a dialog, {quoted(over.text)}, is open, and the page behind it is out of reach",
        why=(claim("It is on the page, in a part that is hidden while the dialog is open.", *to_page(case)),),
        advice=_advice("dialog", over),
    )


def _kind(text: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(text)), "")


def _advice(kind: str, element: Element | None) -> str:
    if kind == "loading indicator":
        return "Wait until it has gone before the step."
    buttons = _buttons(element)
    press = f" It has the buttons {listed(quoted(one, 40) for one in buttons)}." if buttons else ""
    return f"Close it before the step, or tell Playwright to whenever it shows up (page.add_locator_handler).{press}"


def _buttons(element: Element | None) -> list[str]:
    if element is None:
        return []
    below = [Element(node) for node in element.node.iter("button", "a", "input")]
    return [one.name for one in below if one.role == "button" and one.name][:5]
