"""A file's statements, each with what is left of it when its locators are taken out: what an edit may not change."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from debugging.repair.editing.call_site import ACTIONS, READS, WAITS
from debugging.repair.editing.links import METHODS, PROPERTIES

# Methods that find something, and change nothing.
FINDS: Final = METHODS | {"query_selector", "frame"}
_WANTS: Final = {  # how many arguments besides a selector
    **dict.fromkeys(
        ("fill", "type", "press", "select_option", "set_input_files", "get_attribute", "dispatch_event", "drag_to"), 1
    ),
}
_PARTS: Final = ("body", "handlers", "cases", "orelse", "finalbody")
# What they are called when they are given by name.
_NAMED: Final = frozenset({"label", "value", "index", "element", "text", "key", "files", "name", "type", "target"})
_RENAMED: Final = {"wait_for_selector": "wait_for"}
_DEVICES: Final = frozenset({"mouse", "keyboard", "touchscreen"})
SOMETHING: Final = "_"  # what a call on an element is made on
ON_ELEMENTS: Final = ACTIONS | READS | WAITS


@dataclass(frozen=True)
class Statement:
    node: ast.stmt
    depth: int = 0
    part: str = "body"  # of the statement that it is in

    @cached_property
    def text(self) -> str:
        """Of a statement with a body: what stands above it."""
        return ast.unparse(head_of(self.node))

    @cached_property
    def skeleton(self) -> str:
        """An assertion has all of its parts: what it looks at is part of it."""
        if self.is_assertion:
            return self.text
        return ast.unparse(_WithoutLocators().visit(ast.parse(self.text).body[0] if self.text else head_of(self.node)))

    @cached_property
    def is_assertion(self) -> bool:
        head = head_of(self.node)
        calls = (one.func for one in ast.walk(head) if isinstance(one, ast.Call))
        return isinstance(head, ast.Assert) or any(isinstance(one, ast.Name) and one.id == "expect" for one in calls)


def last_line(node: ast.stmt) -> int:
    """Of a statement with a body: of what stands above it."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        return max(node.lineno, body[0].lineno - 1)
    return node.end_lineno or node.lineno


def read(text: str) -> ast.Module | None:
    """None when it is no Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def statements(tree: ast.Module) -> tuple[Statement, ...]:
    """As they stand in the file."""
    return tuple(_below(tree, 0))


def _below(node: ast.AST, depth: int) -> Iterator[Statement]:
    for part in _PARTS:
        below = getattr(node, part, None)
        for one in below if isinstance(below, list) else ():
            if isinstance(one, ast.stmt):
                yield Statement(one, depth, part)
            yield from _below(one, depth + 1)


def targets_of(node: ast.stmt) -> set[str]:
    """What the statement gives a value to: names and the last names of attributes."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = {one.id for one in targets if isinstance(one, ast.Name)}
    return names | {one.attr for one in targets if isinstance(one, ast.Attribute)}


def names_in(node: ast.AST) -> set[str]:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def head_of(node: ast.stmt) -> ast.stmt:
    fields = dict(ast.iter_fields(node))
    if "body" not in fields:
        return node
    fields |= {"body": [ast.Pass()]} | {name: [] for name in ("orelse", "finalbody") if name in fields}
    if isinstance(node, ast.Try | ast.TryStar):
        fields["handlers"] = [
            ast.ExceptHandler(type=one.type, name=one.name, body=[ast.Pass()]) for one in node.handlers
        ]
        fields["finalbody"] = [ast.Pass()] if node.finalbody else []
    if isinstance(node, ast.Match):
        return ast.Expr(ast.Call(ast.Name("match"), [node.subject, *(_case(one) for one in node.cases)], []))
    return ast.fix_missing_locations(ast.copy_location(type(node)(**fields), node))


def _case(case: ast.match_case) -> ast.Constant:
    guard = f" if {ast.unparse(case.guard)}" if case.guard else ""
    return ast.Constant(f"{ast.unparse(case.pattern)}{guard}")


class _WithoutLocators(ast.NodeTransformer):
    """page.get_by_role("x").click() and page.click("#x") become _.click()."""

    def visit_Await(self, node: ast.Await) -> ast.AST:
        awaited = self.visit(node.value)  # of page.query_selector() nothing is left
        return ast.Await(awaited) if isinstance(awaited, ast.Call) else awaited

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not isinstance(node.func, ast.Attribute):
            return self.generic_visit(node)
        name = node.func.attr
        if name in FINDS:
            return self.visit(node.func.value)  # type: ignore[no-any-return]
        if not acts_on_element(node):
            return self.generic_visit(node)
        args = [self.visit(arg) for arg in without_selector(node)]
        keywords = [self.visit(one) for one in node.keywords if one.arg != "selector"]
        return ast.Call(ast.Attribute(ast.Name(SOMETHING), _RENAMED.get(name, name)), args, keywords)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return self.visit(node.value) if node.attr in PROPERTIES else self.generic_visit(node)


def acts_on_element(node: ast.Call) -> bool:
    """Not page.mouse.click(10, 20), nor page.keyboard.press("Enter")."""
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr not in ON_ELEMENTS:
        return False
    return not (isinstance(func.value, ast.Attribute) and func.value.attr in _DEVICES)


def without_selector(node: ast.Call) -> list[ast.expr]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    chosen = any(one.arg in _NAMED for one in node.keywords)
    wanted = 0 if chosen else _WANTS.get(name, 0)
    return node.args[len(node.args) - wanted :] if len(node.args) >= wanted else node.args


def methods_in(text: str) -> Iterator[tuple[str, ast.Call]]:
    """Of what is called on something."""
    yield from ((name, call) for name, call in calls_in(ast.parse(text)) if isinstance(call.func, ast.Attribute))


def calls_in(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """With the last name of what is called."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            func = one.func
            yield func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else "", one
