"""The locators of a statement, one by one: what each begins with, what is called on it, and what it says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from debugging.repair.editing.banning.statements import FINDS, acts_on_element, head_of, without_selector
from debugging.repair.editing.links import PROPERTIES


@dataclass(frozen=True)
class Looked:
    """'page.get_by_role("button").click()' begins with `page`, and `click` is called on it."""

    root: str
    method: str  # "" of a locator that is only held or given
    chain: ast.expr
    parts: tuple[ast.expr, ...]  # what the links of the chain are given: texts, nested locators
    selectors: tuple[ast.expr, ...] = ()  # what the method is given to find the element by

    @cached_property
    def text(self) -> str:
        return ", ".join(map(ast.unparse, (self.chain, *self.selectors)))

    @property
    def given(self) -> tuple[ast.expr, ...]:
        return (*self.parts, *self.selectors)


def looked_for(statement: ast.stmt) -> tuple[Looked, ...]:
    return tuple(_in(head_of(statement)))


def _in(node: ast.AST) -> Iterator[Looked]:
    """As they are written; those inside of another locator are parts of it."""
    if isinstance(node, ast.Call) and acts_on_element(node) and isinstance(node.func, ast.Attribute):
        yield from _acting(node, node.func)
    elif _finds(node):
        root, parts = _unchained(node)
        yield Looked(ast.unparse(root), "", node, parts)
        yield from _in(root)
    else:
        for below in ast.iter_child_nodes(node):
            yield from _in(below)


def _acting(node: ast.Call, func: ast.Attribute) -> Iterator[Looked]:
    root, parts = _unchained(func.value)
    kept = without_selector(node)
    selectors = [arg for arg in node.args if arg not in kept]
    selectors += [word.value for word in node.keywords if word.arg == "selector"]
    yield Looked(ast.unparse(root), func.attr, func.value, parts, tuple(selectors))
    yield from _in(root)
    for one in (*kept, *(word.value for word in node.keywords if word.arg != "selector")):
        yield from _in(one)


def _finds(node: ast.AST) -> TypeGuard[ast.expr]:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in FINDS
    return isinstance(node, ast.Attribute) and node.attr in PROPERTIES


def _unchained(node: ast.expr) -> tuple[ast.expr, tuple[ast.expr, ...]]:
    """What a chain of locators begins with, and what its links are given."""
    parts: list[ast.expr] = []
    while True:
        if isinstance(node, ast.Await):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FINDS:
            parts[:0] = [*node.args, *(word.value for word in node.keywords)]
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr in PROPERTIES:
            node = node.value
        else:
            return node, tuple(parts)


def names_given(parts: tuple[ast.expr, ...]) -> set[str]:
    """What is not written in a locator itself: 'order', 'FIELDS["card"]'."""
    return {name for part in parts for name in _names(part)}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _names(node.func.value)
        for one in (*node.args, *(word.value for word in node.keywords)):
            yield from _names(one)
    elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield ast.unparse(node)
    else:
        for below in ast.iter_child_nodes(node):
            yield from _names(below)
