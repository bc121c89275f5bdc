"""The few things beyond a locator that an edit may change, each where the failure itself asks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from debugging.agent.case import Case
from debugging.agent.obstacles import Obstacle
from debugging.repair.editing.banning.left_over import LeftOver
from debugging.repair.editing.banning.located import looked_for, names_given
from debugging.repair.editing.banning.statements import SOMETHING, Statement, methods_in
from debugging.repair.editing.banning.texts import address, option, text_of_the_locator

_ANSWERS: Final = frozenset({"accept", "dismiss"})


Rule = Callable[[LeftOver], bool]


def excepted(left: LeftOver) -> bool:
    if any(one.is_assertion for one in (*left.removed, *left.added)):
        return False
    return any(rule(left) for rule in _RULES)


def _dialog(left: LeftOver) -> bool:
    asked = any(one.kind == "dialog" for one in left.evidence.happenings)
    if left.removed or len(left.added) != 1 or not asked:
        return False
    match ast.parse(left.added[0].skeleton).body:
        case [ast.Expr(ast.Call(ast.Attribute(page, "once"), [ast.Constant("dialog"), ast.Lambda() as answer], []))]:
            return _answers(answer) and _is_page_of_call(left, page)
    return False


def _is_page_of_call(left: LeftOver, page: ast.expr) -> bool:
    """What the failed call's locator begins with."""
    failed = left.failed
    if failed.root:
        return ast.unparse(page) == failed.root
    here = [
        one for one in left.after if failed.line and one.node.lineno <= failed.line[1] + 1 <= (one.node.end_lineno or 0)
    ]
    return any(looked.root == ast.unparse(page) for one in here for looked in looked_for(one.node))


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
    match ast.parse(left.added[0].text.removeprefix("await ")).body:
        case [ast.Expr(ast.Call(ast.Attribute(page, "add_locator_handler"), [cover, ast.Lambda() as closes], words))]:
            of_page = _is_page_of_call(left, page) and _is_written_out(cover, ast.unparse(page))
            return of_page and _clicks(closes) and all(word.arg == "times" for word in words)
    return False


def _is_written_out(locator: ast.expr, root: str) -> bool:
    """Of texts alone."""
    looked = looked_for(ast.Expr(locator))
    if not isinstance(locator, ast.Call) or len(looked) != 1:
        return False
    return looked[0].root == root and not names_given(looked[0].given)


def _clicks(closes: ast.Lambda) -> bool:
    """Something inside of what it is given, and does nothing else."""
    match closes:
        case ast.Lambda(ast.arguments(args=[ast.arg(arg=given)]), ast.Call(ast.Attribute(attr="click"), [], [])):
            return bool(looked_for(ast.Expr(closes.body))[0].parts) and _is_written_out(closes.body, given)
    return False


def _download(left: LeftOver) -> bool:
    """The step before is moved into expect_download, and the wait becomes what that gives."""
    began = any(one.kind == "download" for one in left.evidence.happenings)
    if len(left.removed) != 2 or len(left.added) != 3 or not began:
        return False
    (step, wait), (opening, moved, given) = left.removed, left.added
    waits = [call for name, call in methods_in(wait.skeleton) if name == "wait_for_event"]
    opens = [call for name, call in methods_in(opening.skeleton) if name == "expect_download"]
    is_moved = moved.text == step.text and moved.depth == opening.depth + 1 == step.depth + 1
    if len(waits) != 1 or len(opens) != 1 or not is_moved or not isinstance(opening.node, ast.With | ast.AsyncWith):
        return False
    on_same = ast.unparse(_owner(waits[0])) == ast.unparse(_owner(opens[0]))
    events = [*waits[0].args, *(word.value for word in waits[0].keywords if word.arg == "event")]
    words = [word for word in waits[0].keywords if word.arg != "event"]
    same_words = sorted(map(ast.unparse, words)) == sorted(map(ast.unparse, opens[0].keywords))
    is_download = [ast.unparse(one) for one in events] == ["'download'"] and not opens[0].args
    return on_same and same_words and is_download and _gives(given.node, wait.node, opening.node)


def _owner(call: ast.Call) -> ast.expr:
    return call.func.value if isinstance(call.func, ast.Attribute) else call.func


def _gives(given: ast.stmt, wait: ast.stmt, opening: ast.With | ast.AsyncWith) -> bool:
    """What was waited for is now what the block gives; all else of the statement is as it was."""
    name = opening.items[0].optional_vars
    if len(opening.items) != 1 or not isinstance(name, ast.Name):
        return False
    waited = [node for node in ast.walk(wait) if isinstance(node, ast.Call) and _named(node) == "wait_for_event"]
    was = ast.unparse(waited[0]) if len(waited) == 1 else ""
    return bool(was) and ast.unparse(wait).replace(was, f"{name.id}.value") == ast.unparse(given)


def _named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _handle(left: LeftOver) -> bool:
    """`x = page.wait_for_selector("#a")` becomes `x = page.locator("#a")`, or `.element_handle()` goes."""
    step, removed, added = left.evidence.failing_step, left.removed, left.added
    if step is None or not step.api.startswith("element_handle.") or len(removed) != 1 or len(added) != 1:
        return False
    match removed[0].node, added[0].node:
        case ast.Assign() as old, ast.Assign() as new:
            same = [ast.unparse(one) for one in old.targets] == [ast.unparse(one) for one in new.targets]
            return same and (_is_its_locator(old.value, new.value) or _looks_for_same(removed[0], added[0]))
    return False


def _is_its_locator(old: ast.expr, new: ast.expr) -> bool:
    match old.value if isinstance(old, ast.Await) else old:
        case ast.Call(ast.Attribute(locator, "element_handle"), [], []):
            return ast.unparse(locator) == ast.unparse(new)
    return False


def _looks_for_same(old: Statement, new: Statement) -> bool:
    """page.wait_for_selector("#a") and page.locator("#a")"""
    before, after = looked_for(old.node), looked_for(new.node)
    is_wait = old.skeleton.rpartition(" = ")[2].removeprefix("await ") == f"{SOMETHING}.wait_for()"
    if not is_wait or len(before) != 1 or len(after) != 1 or before[0].root != after[0].root or after[0].method:
        return False
    return [ast.unparse(one) for one in before[0].given] == [ast.unparse(one) for one in after[0].given]


_RULES: Final[tuple[Rule, ...]] = (text_of_the_locator, option, address, _dialog, _dismissal, _download, _handle)
