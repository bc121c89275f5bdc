"""Elements of a kept page in the form in which elements are known again (debugging/relocation/elements.py).

A kept page has no geometry, and one that a trace kept leads nowhere: its links, pictures and forms have lost their
addresses. What only one of two pages can tell is left out of both.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from debugging.agent.page_element import Element as Seen
from debugging.agent.page_element import text_of
from debugging.relocation.elements import Element
from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE

TEXT_MOST: Final = 300
AROUND_WORDS_LEAST: Final = 6
AROUND_MOST: Final = 400
UNITS: Final = frozenset({"tr", "li", "article", "form", "fieldset", "dialog", "section", "nav", "aside", "body"})
_UNIT_ROLES: Final = frozenset({"row", "listitem", "dialog", "alertdialog", "article", "form", "group", "region"})
_ADDRESSES: Final = frozenset({"href", "src", "action", "method", "target", "poster", "download", "xlink:href"})
_STATE: Final = frozenset(
    {
        *("style", "value", "checked", "selected", "open", "disabled", "readonly", "hidden", "tabindex", "width"),
        *("aria-expanded", "aria-selected", "aria-pressed", "aria-checked", "aria-current", "aria-hidden", "height"),
        *("aria-disabled", "aria-busy", "data-state", "aria-controls", "aria-owns", "aria-describedby", "for"),
        *("aria-labelledby", "aria-activedescendant", TARGET_ATTRIBUTE),
    }
)
_OF_FRAMEWORKS: Final = re.compile(
    r"data-(?:v-|react|s-|radix|headlessui|astro|svelte|emotion)|_ng|ng-|js[a-z]+$|x-|:|@"
)
_TYPED: Final = frozenset({"input", "textarea", "select"})
_ALWAYS_BUTTON: Final = frozenset({"submit", "button", "reset", "image"})


def described(seen: Seen, ignored: frozenset[str] = frozenset()) -> Element:
    """`ignored`: attributes that are known to have changed, and prove nothing."""
    node = seen.node
    kept = {name: value for name, value in attributes_of(node).items() if name not in ignored}
    given: dict[str, Any] = {
        **{name: kept[name] for name in ("name", "type", "title", "placeholder", "aria-label", "alt") if name in kept},
        "tag": seen.tag,
        "class": "" if "class" in ignored else seen.get("class"),
        "role": seen.get("role"),
        "attributes": kept,
        "xpath": path_of(node),
        "is_button": seen.role == "button",
        "visible_text": said_by(seen),
        "neighbor_text": around(node),
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
    return (seen.name if seen.is_control else seen.text)[:TEXT_MOST]


def path_of(node: HtmlElement) -> str:
    """With a number at every step, as XPath."""
    steps: list[str] = []
    current: HtmlElement | None = node
    while current is not None:
        number = 1 + sum(1 for _ in current.itersiblings(current.tag, preceding=True))
        steps.append(f"{current.tag}[{number}]")
        current = current.getparent()
    return "/" + "/".join(reversed(steps))


def around(node: HtmlElement) -> str:
    """The texts nearest to it: of the smallest thing it is part of that says something."""
    found = ""
    for above in node.iterancestors():
        found = _said_beside(above, node)
        words = len(found.split())
        if words >= AROUND_WORDS_LEAST or (words and is_unit(above)):
            break
    return found[:AROUND_MOST]


def is_unit(node: HtmlElement) -> bool:
    return node.tag in UNITS or str(node.get("role") or "") in _UNIT_ROLES


def _said_beside(above: HtmlElement, node: HtmlElement) -> str:
    """Text of `above` without that of `node`; fields say their placeholders."""
    words: list[str] = []
    length = 0
    inside = False
    for event, one in etree.iterwalk(above, events=("start", "end")):
        if not isinstance(one.tag, str):
            continue
        if one is node:
            inside = event == "start"
            part = "" if inside else one.tail or ""
        elif inside:
            continue
        else:
            part = (one.text or one.get("placeholder") or "") if event == "start" else one.tail or ""
        if one is above and event == "end":
            part = ""
        words += part.split()
        length += len(part)
        if length > 4 * AROUND_MOST:
            break
    return " ".join(words).lower()


def row_text(node: HtmlElement) -> str:
    return text_of(node).lower()
