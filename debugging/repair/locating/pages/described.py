"""Elements of a kept page in the form in which elements are known again (debugging/relocation/elements.py).

A kept page has no geometry. What is the state of an element, or what frameworks number, is left out.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml.html import HtmlElement

from debugging.agent.page_element import Element as Seen
from debugging.relocation.elements import Element
from debugging.repair.locating.pages.pictures import told_in_words
from debugging.repair.locating.pages.tree import Tree
from runtime.tracing.snapshot_attributes import NOT_SHOWN_ATTRIBUTE, TARGET_ATTRIBUTE

LEADS_NOWHERE: Final = re.compile(r"#(?![a-z])|#.*\d|/?$|javascript:|about:", re.I)  # "#contact" is a part of the page
TEXT_MOST: Final = 300
_ADDRESSES: Final = frozenset({"href", "src", "action", "method", "target", "poster", "download", "xlink:href"})
_STATE: Final = frozenset(
    {
        *("style", "value", "checked", "selected", "open", "disabled", "readonly", "hidden", "tabindex", "width"),
        *("aria-expanded", "aria-selected", "aria-pressed", "aria-checked", "aria-current", "aria-hidden", "height"),
        *("aria-disabled", "aria-busy", "data-state", "aria-controls", "aria-owns", "aria-describedby", "for"),
        *("aria-labelledby", "aria-activedescendant", TARGET_ATTRIBUTE, NOT_SHOWN_ATTRIBUTE),
    }
)
_OF_FRAMEWORKS: Final = re.compile(
    r"data-(?:v-|react|s-|radix|headlessui|astro|svelte|emotion)|_ng|ng-|js[a-z]+$|x-|:|@"
)
_TYPED: Final = frozenset({"input", "textarea", "select"})
_PRESSED: Final = frozenset({"a", "button", "summary"})
_ALWAYS_BUTTON: Final = frozenset({"submit", "button", "reset", "image"})


def described(seen: Seen, tree: Tree, ignored: frozenset[str] = frozenset(), *, said: str = "") -> Element:
    """`ignored`: attributes that are known to have changed, and prove nothing. `said`: instead of its own text."""
    node = seen.node
    kept = {name: value for name, value in attributes_of(node).items() if name not in ignored}
    address = seen.get("href")
    given: dict[str, Any] = {
        **{name: kept[name] for name in ("name", "type", "title", "placeholder", "aria-label", "alt") if name in kept},
        "tag": seen.tag,
        "href": "" if "href" in ignored or LEADS_NOWHERE.match(address) else address,
        "class": "" if "class" in ignored else seen.get("class"),
        "role": seen.get("role"),
        "attributes": kept,
        "xpath": tree.paths[node],
        "is_button": seen.role == "button",
        "visible_text": said or said_by(seen),
        "neighbor_text": tree.around(node),
    }
    return Element({name: value for name, value in given.items() if value})


def attributes_of(node: HtmlElement) -> dict[str, str]:
    """Those that are the page author's, and are not its state."""
    found = {str(name): str(value) for name, value in node.attrib.items()}
    return {
        name: value
        for name, value in found.items()
        if name not in _ADDRESSES
        and name not in _STATE
        and name not in ("class", "id")
        and not _OF_FRAMEWORKS.match(name)
    }


def said_by(seen: Seen) -> str:
    """A control's name, or else its text; of a field never what is typed into it."""
    if seen.tag in _TYPED and seen.get("type").lower() not in _ALWAYS_BUTTON:
        return seen.name[:TEXT_MOST]
    is_named = seen.is_control and (bool(seen.name) or seen.tag not in _PRESSED)  # an <a> without address has no name
    return told_in_words(seen.name if is_named else seen.text, seen.node)[:TEXT_MOST]
