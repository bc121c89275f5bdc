"""Which role an element of HTML has, unless it says another."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement

_ROLES: Final = {
    "button": "button",
    "textarea": "textbox",
    "img": "img",
    "li": "listitem",
    "ul": "list",
    "ol": "list",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "columnheader",
    "nav": "navigation",
    "main": "main",
    "form": "form",
    "dialog": "dialog",
    "option": "option",
    "p": "paragraph",
    "fieldset": "group",
    "article": "article",
    "summary": "button",
    "progress": "progressbar",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
_INPUTS: Final = {
    "button": "button",
    "submit": "button",
    "reset": "button",
    "image": "button",
    "checkbox": "checkbox",
    "radio": "radio",
    "range": "slider",
    "number": "spinbutton",
    "search": "searchbox",
    "hidden": "",
    "password": "",
    "file": "",
    "color": "",
    "date": "",
}
NAMED_BY_TEXT: Final = frozenset(
    (
        *("button", "link", "heading", "option", "cell", "columnheader", "row", "tab", "menuitem"),
        *("checkbox", "radio", "switch", "listitem", "tooltip", "treeitem"),
    )
)
CONTROLS: Final = frozenset(
    (
        *("button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "option"),
        *("menuitem", "tab", "slider", "spinbutton"),
    )
)


def role_of(node: HtmlElement) -> str:
    """ "" when it has none that people are told."""
    given = str(node.get("role") or "").split()
    if given:
        return given[0]
    if node.tag == "a":
        return "link" if node.get("href") is not None else ""
    if node.tag == "input":
        return _INPUTS.get(str(node.get("type") or "").lower(), "textbox")
    if node.tag == "select":
        several = node.get("multiple") is not None or str(node.get("size") or "") not in ("", "0", "1")
        return "listbox" if several else "combobox"
    return _ROLES.get(str(node.tag), "")
