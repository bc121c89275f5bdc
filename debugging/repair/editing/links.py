"""A locator as it is written: a chain of calls. 'page.get_by_role("row").locator("a").click()' has two links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import libcst as cst

from debugging.repair.editing.parsed import Parsed, Span

PROPERTIES: Final = frozenset({"first", "last", "content_frame"})
METHODS: Final = frozenset(
    {
        *("locator", "frame_locator", "get_by_role", "get_by_text", "get_by_label", "get_by_placeholder"),
        *("get_by_title", "get_by_alt_text", "get_by_test_id", "filter", "and_", "or_", "nth"),
    }
)
_FIRST: Final = {  # what the first argument is called, when it is given by name
    **dict.fromkeys(("locator", "frame_locator"), "selector"),
    **dict.fromkeys(("get_by_text", "get_by_label", "get_by_placeholder", "get_by_title", "get_by_alt_text"), "text"),
    **{"get_by_role": "role", "get_by_test_id": "test_id", "nth": "index", "and_": "locator", "or_": "locator"},
}


@dataclass(frozen=True, eq=False)
class Link:
    """`selector`: the link is the first argument of a call such as page.click("#pay"), and `node` that call."""

    source: Parsed
    node: cst.Call | cst.Attribute
    name: str
    selector: cst.Arg | None = None

    @property
    def args(self) -> tuple[cst.Arg, ...]:
        if self.selector is not None:
            return (self.selector,)
        return tuple(self.node.args) if isinstance(self.node, cst.Call) else ()

    @property
    def positional(self) -> tuple[cst.BaseExpression, ...]:
        if self.selector is not None:
            return (self.selector.value,)
        given = tuple(arg.value for arg in self.args if arg.keyword is None and not arg.star)
        named = (arg.value for arg in self.args if _is_named(arg, _FIRST.get(self.name, "")))
        return given or tuple(named)

    @property
    def options(self) -> dict[str, cst.BaseExpression]:
        if self.selector is not None:
            return {}
        first = _FIRST.get(self.name, "")
        named = [arg for arg in self.args if arg.keyword is not None and not _is_named(arg, first)]
        return {arg.keyword.value: arg.value for arg in named if arg.keyword is not None}

    @property
    def span(self) -> Span:
        """From its name to its end, without what it is called on."""
        return Span(self.source.span(name_of(self.node)).start, self.source.span(self.node).end)


def _is_named(arg: cst.Arg, name: str) -> bool:
    return arg.keyword is not None and arg.keyword.value == name


def name_of(node: cst.Call | cst.Attribute) -> cst.Name:
    """The last name of what is called or read."""
    func = node.func if isinstance(node, cst.Call) else node
    if isinstance(func, cst.Attribute):
        return func.attr
    if isinstance(func, cst.Name):
        return func
    raise ValueError("What is called has no name.")


def owner_of(node: cst.CSTNode) -> cst.BaseExpression | None:
    """What a method is called on, or a property is read from."""
    func = node.func if isinstance(node, cst.Call) else node
    return func.value if isinstance(func, cst.Attribute) else None


def links_of(source: Parsed, expression: cst.BaseExpression) -> tuple[cst.BaseExpression, tuple[Link, ...]]:
    """What the chain begins with, and its links; none when the expression is no chain."""
    links: list[Link] = []
    current = expression
    while True:
        link = _link(source, current)
        owner = owner_of(current)
        if link is None or owner is None:
            return current, tuple(reversed(links))
        links.append(link)
        current = owner


def _link(source: Parsed, node: cst.BaseExpression) -> Link | None:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in METHODS:
        return Link(source, node, node.func.attr.value)
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "all":
        return Link(source, node, "all") if not node.args else None  # of a loop: one of them
    if isinstance(node, cst.Attribute) and node.attr.value in PROPERTIES:
        return Link(source, node, node.attr.value)
    return None
