"""What the pictures in a control are called."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from debugging.relocation.elements import word_set

_ICON: Final = re.compile(r"icon|^(?:fa|bi|mdi|ti|ri|glyphicon|lucide|feather|ph)-")
_SAYS_NOTHING: Final = re.compile(r"^(?:fa|fas|far|fab|fal|bi|mdi|icon|nav-icon|fa-(?:fw|lg|sm|xs|\dx)|.*-\d+)$")


def icon_words(node: HtmlElement) -> frozenset[str]:
    """Of the pictures in it, by their classes: 'fa-trash' is 'trash'."""
    words: set[str] = set()
    for one in node.iter("i", "span", "svg", "use", "img"):
        classes = str(one.get("class") or "").split()
        if one.tag in ("i", "svg", "use") or any(_ICON.search(name) for name in classes):
            told = [name for name in classes if not _SAYS_NOTHING.match(name)]
            told += [
                str(one.get(name)).rpartition("#")[2] for name in ("data-icon", "data-lucide", "href") if one.get(name)
            ]
            words |= {word for name in told for word in word_set(re.sub(r"^[a-z]{1,9}-", "", name))}
    return frozenset(words)
