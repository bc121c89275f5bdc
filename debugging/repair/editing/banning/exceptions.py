"""The few things beyond a locator that an edit may change, each where the failure itself asks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from debugging.agent.case import Case
from debugging.agent.locators import read_locator
from debugging.agent.obstacles import Obstacle
from debugging.evidence import Evidence
from debugging.repair.editing.banning.statements import (
    ON_ELEMENTS,
    SOMETHING,
    Statement,
    calls_in,
    methods_in,
    names_in,
    targets_of,
)

ADDRESS_APIS: Final = frozenset({"page.expect_navigation", "page.wait_for_url", "page.expect_event"})
_ADDRESS_CALLS: Final = frozenset({"wait_for_url", "expect_navigation"})
_ANSWERS: Final = frozenset({"accept", "dismiss"})


@dataclass(frozen=True)
class LeftOver:
    """Statements that only the old or only the new file has; `after`: all of the new one."""

    removed: Sequence[Statement]
    added: Sequence[Statement]
    after: Sequence[Statement]
    evidence: Evidence

    @property
    def one_text(self) -> tuple[str, str] | None:
        """The only text in which the old and the new statement differ."""
        if len(self.removed) != 1 or len(self.added) != 1:
            return None
        old, new = _with_texts_apart(self.removed[0]), _with_texts_apart(self.added[0])
        if old[0] != new[0]:
            return None
        pairs = [pair for pair in zip(old[1], new[1], strict=True) if pair[0] != pair[1]]
        return pairs[0] if len(pairs) == 1 else None


Rule = Callable[[LeftOver], bool]


def excepted(left: LeftOver) -> bool:
    if any(one.is_assertion for one in (*left.removed, *left.added)):
        return False
    return any(rule(left) for rule in _RULES)


def _text_of_the_locator(left: LeftOver) -> bool:
    """A text that the failed locator was made of stands elsewhere: in a constant, or where a function is called."""
    texts, step = left.one_text, left.evidence.failing_step
    if texts is None or step is None:
        return False
    return texts[0] in _said(step.selector) and _is_only_a_text(left.added[0], left.after)


def _said(selector: str) -> set[str]:
    calls = read_locator(selector)
    found = {value for call in calls for value in (*call.args, *call.options.values()) if isinstance(value, str)}
    return found | {f"xpath={text}" for text in found} | {" >> ".join(call.text for call in calls)}


def _is_only_a_text(changed: Statement, after: Sequence[Statement]) -> bool:
    """It is nothing that is filled in, opened, expected or compared."""
    called = {name for name, _ in methods_in(changed.skeleton)}
    if called & (ON_ELEMENTS | _ADDRESS_CALLS | {"goto", "expect"}):
        return False
    node = changed.node
    if isinstance(node, ast.Expr):
        return True
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    return not any(targets_of(node) & _given_names(one) for one in after)


def _given_names(statement: Statement) -> set[str]:
    """Names in what calls on elements are given, and in assertions."""
    tree = ast.parse(statement.skeleton)
    parts: list[ast.AST] = [tree] if statement.is_assertion else []
    for name, call in methods_in(statement.skeleton):
        if name in ON_ELEMENTS | {"goto"}:
            parts += [*call.args, *(word.value for word in call.keywords)]
    return {name for part in parts for name in names_in(part)}


def _option(left: LeftOver) -> bool:
    texts, step, added = left.one_text, left.evidence.failing_step, left.added
    if texts is None or step is None or Case(left.evidence).error.obstacle is not Obstacle.OPTION_MISSING:
        return False
    chooses = "select_option" in {name for name, _ in methods_in(added[0].skeleton)}
    is_constant = isinstance(added[0].node, ast.Assign) and isinstance(added[0].node.value, ast.Constant)
    return step.api.endswith(".select_option") and f'"{texts[0]}"' in step.title and (chooses or is_constant)


def _address(left: LeftOver) -> bool:
    step, added = left.evidence.failing_step, left.added
    if step is None or step.api not in ADDRESS_APIS or left.one_text is None:
        return False
    waits = bool(_ADDRESS_CALLS & {name for name, _ in methods_in(added[0].skeleton)})
    return waits or isinstance(added[0].node, ast.Assign)


def _dialog(left: LeftOver) -> bool:
    asked = any(one.kind == "dialog" for one in left.evidence.happenings)
    if left.removed or len(left.added) != 1 or not asked:
        return False
    match ast.parse(left.added[0].skeleton).body:
        case [ast.Expr(ast.Call(ast.Attribute(attr="once"), [ast.Constant("dialog"), ast.Lambda() as answer], []))]:
            return _answers(answer)
    return False


def _answers(answer: ast.Lambda) -> bool:
    match answer:
        case ast.Lambda(
            ast.arguments(args=[ast.arg(arg=given)]), ast.Call(ast.Attribute(ast.Name(name), attr), [], [])
        ):
            return given == name and attr in _ANSWERS
    return False


def _dismissal(left: LeftOver) -> bool:
    if left.removed or len(left.added) != 1 or Case(left.evidence).error.obstacle is not Obstacle.COVERED:
        return False
    match ast.parse(left.added[0].skeleton).body:
        case [ast.Expr(ast.Call(ast.Attribute(attr="add_locator_handler"), [_, ast.Lambda() as closes], words))]:
            is_click = isinstance(closes.body, ast.Call) and ast.unparse(closes.body) == f"{SOMETHING}.click()"
            return is_click and all(word.arg == "times" for word in words)
    return False


def _download(left: LeftOver) -> bool:
    removed, added = left.removed, left.added
    began = any(one.kind == "download" for one in left.evidence.happenings)
    if len(removed) != 1 or len(added) != 2 or not began:
        return False
    waits = [call for name, call in methods_in(removed[0].skeleton) if name == "wait_for_event"]
    begins, ends = sorted(added, key=lambda one: one.node.lineno)
    opens = [call for name, call in methods_in(begins.skeleton) if name == "expect_download"]
    is_with = isinstance(begins.node, ast.With | ast.AsyncWith)
    if (
        len(waits) != 1
        or len(opens) != 1
        or not is_with
        or [ast.unparse(one) for one in waits[0].args] != ["'download'"]
    ):
        return False
    same_words = sorted(map(ast.unparse, waits[0].keywords)) == sorted(map(ast.unparse, opens[0].keywords))
    return (
        same_words and not opens[0].args and not list(calls_in(ast.parse(ends.skeleton))) and ".value" in ends.skeleton
    )


def _handle(left: LeftOver) -> bool:
    """`x = page.wait_for_selector("#a")` becomes `x = page.locator("#a")`."""
    step, removed, added = left.evidence.failing_step, left.removed, left.added
    if step is None or not step.api.startswith("element_handle.") or len(removed) != 1 or len(added) != 1:
        return False
    match ast.parse(removed[0].skeleton).body, ast.parse(added[0].skeleton).body:
        case [ast.Assign(value=ast.Call(ast.Attribute(attr="wait_for"), [], []))] as old, [ast.Assign() as new]:
            same = ast.unparse(old[0].targets[0]) == ast.unparse(new.targets[0])  # type: ignore[attr-defined]
            return same and isinstance(new.value, ast.Name | ast.Attribute)
    return False


def _with_texts_apart(statement: Statement) -> tuple[str, list[str]]:
    tree, texts = ast.parse(statement.skeleton), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
            node.value = ""
    return ast.unparse(tree), texts


_RULES: Final[tuple[Rule, ...]] = (_text_of_the_locator, _option, _address, _dialog, _dismissal, _download, _handle)
