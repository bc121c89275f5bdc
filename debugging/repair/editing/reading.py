"""What is read may be another text in the next run: it is no part of what finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from debugging.agent.locators import Call, read_locator
from debugging.agent.page_search import find
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.splices import CannotEdit

_READ_TEXTS: Final = frozenset({"text_content", "inner_text"})
_BY_TEXT: Final = frozenset({"get_by_text", "get_by_label", "get_by_title", "get_by_alt_text", "get_by_placeholder"})
_QUOTED: Final = re.compile(r"""["']([^"']*)["']""")


def check_read(asked: Asked, new: str) -> None:
    """Raises CannotEdit when `new` finds an element by the text that the call reads, or may do so."""
    if asked.method not in _READ_TEXTS:
        return
    calls = read_locator(new)
    found = find(asked.case.page, calls)
    if found is None:
        raise CannotEdit("It cannot be told whether the new locator depends on the text that the call reads.")
    for one in found:
        said = " ".join(f"{one.name} {one.text}".casefold().split())
        if any(" ".join(text.casefold().split()) in said for call in calls for text in _said_by(call)):
            raise CannotEdit("The element could only be told by the text that the call reads.")


def _said_by(call: Call) -> Iterator[str]:
    """The texts of the page that it looks for."""
    given = (*call.options.values(), *(call.args if call.name in _BY_TEXT else ()))
    yield from (text for text in given if isinstance(text, str) and text)
    if call.name == "locator":
        yield from (found[1] for found in _QUOTED.finditer(call.text) if found[1])
