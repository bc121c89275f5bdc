"""A consent banner or a message lies over the element: it is closed by its own button, whenever it shows up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.covers import covering, is_covered, sign_in_form
from debugging.agent.locators import read_locator
from debugging.agent.page_element import Element
from debugging.agent.page_finders import TEST_ID
from debugging.agent.page_search import find
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import find_call
from debugging.repair.editing.inserting import before, is_async, is_repeated
from debugging.repair.editing.kinds.closing_words import closing_button
from debugging.repair.editing.kinds.locator import check_call
from debugging.repair.editing.roots import is_a_page, root_at_call
from debugging.repair.editing.splices import CannotEdit, changes
from debugging.repair.locating.pages.given_names import is_given
from debugging.repair.proposal import Proposal

_FIELDS: Final = ("input", "select", "textarea")
_TEXT_MOST: Final = 1_500
_LEVELS: Final = 4
_IN_WORDS: Final = re.compile(r"[a-z]{3,}(?:[-_]+[a-z0-9]+)*")


def dismissal(asked: Asked) -> Proposal:
    check_call(asked)
    cover, marked = _cover(asked)
    button = closing_button(cover.text, _buttons(cover), asks_for_more=_asks_for_more(cover))
    if button is None:
        raise CannotEdit("What lies over the element has no button that only closes it.")
    closes = f"get_by_role({json.dumps(button.role)}, name={json.dumps(button.name, ensure_ascii=False)}, exact=True)"
    if len(find(asked.case.page, read_locator(f"{marked}.{closes}")) or []) != 1:
        raise CannotEdit("The button that closes what lies over the element cannot be told from others.")
    site = find_call(asked.bundle, asked.evidence, asked.step)
    if not is_a_page(asked.bundle, site.chain.root):
        raise CannotEdit("The element is in a frame, and what lies over it may be outside.")
    root, awaits = root_at_call(asked.bundle, site), "await " if is_async(site.source, site.call) else ""
    times = ", times=1" if is_repeated(site.source, site.call) else ""
    line = f"{awaits}{root}.add_locator_handler({root}.{marked}, lambda cover: cover.{closes}.click(){times})"
    return Proposal(
        kind="dismissal",
        changes=changes((before(site.source, site.source.statement_of(site.call), (line,)),)),
        line=asked.step.line or 1,
        sentence=f'"{button.name}" is clicked whenever {marked} lies over what the workflow uses.',
        was_wrong=asked.diagnosis.summary,
        new_locator=f"{marked}.{closes}",
    )


def _cover(asked: Asked) -> tuple[Element, str]:
    """What lies over it, as a whole, and its locator. Raises CannotEdit."""
    if not is_covered(asked.case) or sign_in_form(asked.case) is not None:
        raise CannotEdit("What is in the way is not something that is simply closed.")
    found = covering(asked.case)
    if found is None or found.frames or not found.text or len(found.text) > _TEXT_MOST:
        raise CannotEdit("What lies over the element is not known well enough.")
    for node in [found.node, *found.node.iterancestors()][:_LEVELS]:
        cover = Element(node, named=found.named)
        if cover.tag in ("body", "html", "main") or len(cover.text) > _TEXT_MOST:
            break
        if not _buttons(cover):
            continue
        for marked in _marks(cover):
            if _is_new(asked, marked, node):
                return cover, marked
    raise CannotEdit("What lies over the element has no button, or nothing that lasts to tell it by.")


def _marks(cover: Element) -> Iterator[str]:
    if is_given(cover.get("id")):
        yield f"locator({json.dumps('#' + cover.get('id'))})"
    if cover.get(TEST_ID):
        yield f"get_by_test_id({json.dumps(cover.get(TEST_ID))})"
    if cover.role in ("dialog", "alertdialog", "region") and cover.get("aria-label"):
        yield f"get_by_role({json.dumps(cover.role)}, name={json.dumps(cover.get('aria-label'), ensure_ascii=False)})"
    for name in cover.get("class").split():
        if is_given(name) and _IN_WORDS.fullmatch(name):
            yield f"locator({json.dumps('.' + name)})"


def _is_new(asked: Asked, marked: str, node: HtmlElement) -> bool:
    """Found alone on the page of the failure, and not at all on that of the last good run."""
    good = asked.case.good_page
    now = find(asked.case.page, read_locator(marked)) or []
    if len(now) != 1 or now[0].node is not node:
        return False
    return good is not None and not find(good, read_locator(marked))


def _buttons(cover: Element) -> list[Element]:
    found = [Element(node, named=cover.named) for node in cover.node.iter("button", "a", "input")]
    return [one for one in found if one.role in ("button", "link") and one.name and not one.is_hidden]


def _asks_for_more(cover: Element) -> bool:
    """It has fields to fill in."""
    fields = (node for node in cover.node.iter(*_FIELDS))
    return any(node.get("type") not in ("button", "submit", "hidden", "checkbox") for node in fields)
