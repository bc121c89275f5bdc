"""A call may wait for a state of an element, or read it in that state: `.order.done`. That the state did not come is no
change of how the element is called."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.locators import read_locator
from debugging.agent.page_search import find
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.call_site import READS, WAITS
from debugging.repair.editing.splices import CannotEdit

STATE: Final = "The call waits for a state of the element, and the element is there without it."
_CLASS: Final = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ATTRIBUTE: Final = re.compile(r"\[\s*([\w-]+)")
_QUOTED: Final = re.compile(r"""(["']).*?\1""")
_TELLS_WHICH: Final = re.compile(
    r"id|name|for|href|src|type|title|alt|placeholder|role|aria-label|data-(?:test|cy|qa).*"
)


def check_state(asked: Asked, new: str) -> None:
    """Raises CannotEdit when `new` finds an element that has all but the class or value that was asked for."""
    if asked.method not in WAITS | READS or not asked.said or asked.said[-1].name != "locator":
        return
    selector = _QUOTED.sub("", asked.said[-1].text)
    classes, attributes = set(_CLASS.findall(selector)), set(_ATTRIBUTE.findall(selector))
    found = find(asked.case.page, read_locator(new)) or []
    if len(found) != 1:
        return
    held = set(found[0].get("class").split())
    lost = bool(classes) and not classes <= held and (bool(classes & held) or held <= _classes_then(asked))
    other = any(found[0].node.get(name) is not None for name in attributes if not _TELLS_WHICH.fullmatch(name))
    if lost or other:
        raise CannotEdit(STATE)


def _classes_then(asked: Asked) -> set[str]:
    """Of the element in the good run."""
    good = asked.case.good_page
    before = find(good, asked.said) if good is not None else None
    return set(before[0].get("class").split()) if before is not None and len(before) == 1 else set()
