"""Playwright's previews of elements in words: '<button id="go">Go</button>' is 'button "Go"'."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.wording import plain

_ANY_TAG: Final = re.compile(r"<[^>]*>")
_TAG: Final = re.compile(r"<([\w-]+)([^>]*)")
_NOUNS: Final = {"a": "link", "input": "field", "textarea": "field", "select": "list", "img": "picture"}
_NAMES: Final = re.compile(r'(?:aria-label|placeholder|name|id)="([^"]*)"')


def text_of_preview(preview: str) -> str:
    return plain(_ANY_TAG.sub(" ", preview).replace("…", " "))


def preview_in_words(preview: str) -> str:
    """ "" when it is none."""
    found = _TAG.match(preview)
    if found is None:
        return ""
    word = _NOUNS.get(found[1], found[1])
    name = text_of_preview(preview) or next(iter(_NAMES.findall(found[2])), "")
    return f'{word} "{name}"' if name else word
