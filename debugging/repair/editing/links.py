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
        return tuple(arg.value for arg in self.args if arg.keyword is None and not arg.star)

    @property
    def options(self) -> dict[str, cst.BaseExpression]:
        if self.selector is not None:
            return {}
        return {arg.keyword.value: arg.value for arg in self.args if arg.keyword is not None}

    @property
    def span(self) -> Span:
        """From its name to its end, without what it is called on."""
        return Span(self.source.span(name_of(self.node)).start, self.source.span(self.node).end)


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
    if isinstance(node, cst.Attribute) and node.attr.value in PROPERTIES:
        return Link(source, node, node.attr.value)
    return None
