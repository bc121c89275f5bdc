"""The accessibility tree of a page as indented text: what a person with a screen reader is told.

One line a node, as YAML: ``- button "Go" [disabled]``, ``- textbox "Name": "typed"``, ``- text: "Hello"``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

Node = dict[str, Any]  # an AXNode of DevTools' Accessibility domain

PASSED_THROUGH = frozenset({"generic", "none", "LabelText", "MenuListPopup", "RootWebArea"})
LEFT_OUT = frozenset({"InlineTextBox", "LineBreak", "ListMarker"})
NAMES = {"StaticText": "text", "DisclosureTriangle": "button", "image": "img", "Iframe": "iframe"}
FLAGS = ("disabled", "required", "readonly", "selected", "checked", "pressed", "expanded", "invalid")
LEVELLED = frozenset({"heading", "treeitem"})
LINES_MOST = 20_000


def aria_yaml(nodes: Sequence[Node], *, hidden: Collection[str] = ()) -> str:
    """`nodes` as Accessibility.getFullAXTree gives them, the root first. Values that are `hidden` are not told."""
    tree = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []
    waiting = [(node, 0) for node in reversed(_children(nodes[0], tree))] if nodes else []
    while waiting and len(lines) < LINES_MOST:
        node, depth = waiting.pop()
        children = _told_children(node, tree)
        lines.append(f"{'  ' * depth}- {_line(node, bool(children), hidden)}")
        waiting += [(child, depth + 1) for child in reversed(children)]
    if waiting:
        lines.append("# The rest of this long page was left out.")
    return "".join(f"{line}\n" for line in lines)


def with_frames(nodes: Sequence[Node], frames: Mapping[int, Sequence[Node]]) -> list[Node]:
    """`nodes`, and what is in its frames: their own nodes, the root first, by the `backendDOMNodeId` of the frame."""
    whole = {node["nodeId"]: dict(node) for node in nodes}
    for number, (owner, inner) in enumerate(frames.items()):
        places = [node for node in whole.values() if node.get("backendDOMNodeId") == owner]
        if not places or not inner:
            continue
        renamed = [_renamed(node, f"{number}/") for node in inner]
        places[0]["childIds"] = renamed[0]["childIds"]
        whole |= {node["nodeId"]: node for node in renamed[1:]}
    return list(whole.values())


def _renamed(node: Node, prefix: str) -> Node:
    children = [f"{prefix}{child}" for child in node.get("childIds", [])]
    return {**node, "nodeId": f"{prefix}{node['nodeId']}", "childIds": children}


def _children(node: Node, tree: dict[str, Node]) -> list[Node]:
    """Those below it that are worth a line; what is ignored or says nothing is replaced by what is in it."""
    found: list[Node] = []
    waiting = list(reversed(node.get("childIds", [])))
    while waiting:
        child = tree.get(waiting.pop())
        if child is None or _role(child) in LEFT_OUT:
            continue
        if child.get("ignored") or (_role(child) in PASSED_THROUGH and not _name(child)):
            waiting += reversed(child.get("childIds", []))
        elif _role(child) != "StaticText" or _name(child):
            found.append(child)
    return found


def _told_children(node: Node, tree: dict[str, Node]) -> list[Node]:
    """None where they would only say again what the node's own line says."""
    if _role(node) == "StaticText" or _property(node, "editable"):
        return []
    children = _children(node, tree)
    if all(_role(child) == "StaticText" for child in children):
        text = " ".join(" ".join(_name(child) for child in children).split())
        if text == _name(node):
            return []
    return children


def _line(node: Node, has_children: bool, hidden: Collection[str]) -> str:
    if _role(node) == "StaticText":
        return f"text: {json.dumps(_name(node), ensure_ascii=False)}"
    head = NAMES.get(_role(node), _role(node))
    if _name(node):
        head += f" {json.dumps(_name(node), ensure_ascii=False)}"
    head += "".join(f" [{state}]" for state in _states(node))
    value = _value(node)
    value = json.dumps(value, ensure_ascii=False) if value and value not in hidden else ""
    if has_children:
        return _key(f"{head} [value={value}]" if value else head) + ":"
    return f"{_key(head)}: {value}" if value else _key(head)


def _value(node: Node) -> str:
    value = str(node.get("value", {}).get("value", ""))
    return value if value.strip("•") else ""  # a password is all dots, and even their number is nobody's business


def _states(node: Node) -> Iterator[str]:
    for flag in FLAGS:
        value = _property(node, flag)
        if value in {True, "true"}:
            yield flag
        elif value == "mixed" or (value is False and flag == "expanded"):
            yield f"{flag}={str(value).lower()}"
    if _role(node) in LEVELLED and (level := _property(node, "level")):
        yield f"level={level}"


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", "none"))


def _name(node: Node) -> str:
    return " ".join(str(node.get("name", {}).get("value", "")).split())


def _property(node: Node, name: str) -> Any:
    for one in node.get("properties", []):
        if one["name"] == name:
            return one["value"].get("value")
    return None


def _key(text: str) -> str:
    """Quoted where YAML would read more into it."""
    if re.search(r":(\s|$)|\s#|^\W", text):
        return "'" + text.replace("'", "''") + "'"
    return text
