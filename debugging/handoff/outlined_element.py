"""One element of a page's outline: its role, name, what selectors use of it, and its states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.element_roles import CONTROLS
from debugging.agent.page_element import Element
from debugging.agent.page_finders import TEST_IDS
from debugging.agent.wording import path_of, plain, quoted

NAME_MOST: Final = 80
FRAMES: Final = ("iframe", "frame")
GROUPS: Final = frozenset({"row", "listitem"})  # named by what is in them, which has lines of its own
LANDMARKS: Final = frozenset(
    (
        *("banner", "navigation", "main", "contentinfo", "complementary", "region", "search", "form"),
        *("dialog", "alertdialog", "alert", "heading", "iframe"),
    )
)
_MORE_ROLES: Final = {"header": "banner", "footer": "contentinfo", "aside": "complementary"}
_FLAGS: Final = ("disabled", "readonly", "checked", "selected", "required", "multiple")
_STATES: Final = ("expanded", "pressed", "invalid", "current", "disabled", "readonly", "checked", "selected")


def outlined_role(element: Element) -> str:
    """ "" when it has no line of its own."""
    if element.role:
        return element.role
    if element.tag == "input":
        return "" if element.get("type").lower() == "hidden" else "textbox"
    if element.tag == "section" and element.label:
        return "region"
    return "iframe" if element.tag in FRAMES else _MORE_ROLES.get(element.tag, "")


def outlined(element: Element, role: str, *, is_hidden: bool) -> str:
    words = [role]
    name = "" if role in GROUPS else accessible_name(element)
    words += [quoted(name, NAME_MOST)] if name else []
    if role in CONTROLS or role in LANDMARKS or element.is_control:
        words += _selectable(element)
    return " ".join([*words, *(f"[{state}]" for state in _states(element, role, is_hidden))])


def accessible_name(element: Element) -> str:
    """A label that is around a list holds its options, too: they are no part of its name."""
    name = element.name
    if element.tag in ("select", "textarea") and element.text:
        name = name.removesuffix(element.text).strip() or name
    return name or (element.get("name") if element.tag in FRAMES else "")


def leads_to(element: Element) -> str:
    href = element.get("href") if element.tag == "a" else ""
    return "" if href.startswith(("#", "javascript:")) else path_of(href[:400], 60) if href else ""


def labels_something(node: HtmlElement) -> bool:
    return node.get("for") is not None or next(node.iter("input", "select", "textarea"), None) is not None


def _selectable(element: Element) -> Iterator[str]:
    if element.get("id"):
        yield f"#{plain(element.get('id'), 60)}"
    for attribute in (*TEST_IDS, "name"):
        if element.get(attribute):
            yield f"{attribute}={quoted(element.get(attribute)[:200], 60)}"


def _states(element: Element, role: str, is_hidden: bool) -> Iterator[str]:
    if role == "heading" and element.tag[1:].isdigit():
        yield f"level={element.tag[1:]}"
    if element.tag == "input" and element.get("type").lower() in ("password", "file", "date"):
        yield element.get("type").lower()
    flags = [flag for flag in _FLAGS if element.node.get(flag) is not None]
    said = [state for state in _STATES if element.get(f"aria-{state}") not in ("", "false")]
    yield from dict.fromkeys((*flags, *said))
    if is_hidden:
        yield "hidden"
