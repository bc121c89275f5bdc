"""What lies over the page: what Playwright names as covering the element, and open dialogs."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.obstacles import Obstacle
from debugging.agent.page_element import Element
from debugging.agent.previews import text_of_preview
from debugging.agent.wording import plain

_MARKS: Final = re.compile(r'(id|class|data-testid|role|aria-label)="([^"]+)"')
_LAYER: Final = re.compile(r"modal|dialog|overlay|popup|pop-up|lightbox|backdrop|interstitial", re.IGNORECASE)
_TEXT_MOST: Final = 1_000  # more is not a message, but a page


def is_covered(case: Case) -> bool:
    return case.error.obstacle is Obstacle.COVERED


def covering(case: Case) -> Element | None:
    """The element that covers, or the part of the page that Playwright says it belongs to."""
    for name, value in _MARKS.findall(case.error.covered_by):
        found = [one for one in case.page.elements if one.get(name) == value]
        if found:
            return next((one for one in found if one.text), found[0])
    return None


def text_of_cover(case: Case) -> str:
    element = covering(case)
    if element is not None and element.text:
        return plain(element.text)
    return plain(text_of_preview(case.error.covered_by.partition(" from <")[0]))


def layers(case: Case) -> tuple[Element, ...]:
    """Shown parts of the page that lie over it: dialogs; and, where something covers the element, what is named so."""
    found = list(case.page.dialogs)
    if is_covered(case):
        cover = covering(case)
        found += [cover] if cover is not None else []
        found += [one for one in case.page.shown if _is_layer(one) and case.page.is_told(one) is not False]
    return tuple(one for one in found if 0 < len(one.text) <= _TEXT_MOST)


def words_over(case: Case) -> tuple[str, ...]:
    over = [one.text for one in layers(case)]
    return (*over, text_of_preview(case.error.covered_by)) if is_covered(case) else tuple(over)


def sign_in_form(case: Case) -> Element | None:
    """In a dialog that is told of, or in what covers the element: pages keep others, hidden by a style sheet."""
    told = any(role in ("dialog", "alertdialog") for role, _ in case.page.told)
    over = [one for one in case.page.dialogs if told and case.page.is_told(one) is not False]
    cover = covering(case) if is_covered(case) else None
    return next((one for one in (*over, *([cover] if cover else [])) if _asks_for_password(one)), None)


def _asks_for_password(layer: Element) -> bool:
    return not layer.is_hidden and any(node.get("type") == "password" for node in layer.node.iter("input"))


def _is_layer(element: Element) -> bool:
    marks = f"{element.get('class')} {element.get('id')}"
    return element.tag not in ("html", "body", "main") and bool(_LAYER.search(marks))
