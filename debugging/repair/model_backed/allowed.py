"""Whether a model may be asked for an edit where the server found none: only for which element a call acts on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as Class
from debugging.gathering.secret_params import HIDDEN
from debugging.repair.case import RepairCase
from debugging.repair.editing.asked import SURE, Asked
from debugging.repair.editing.banning.statements import read
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import READS
from debugging.repair.editing.kinds.locator import check_call
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.turns import turns_before
from debugging.repair.model_backed.statement import statement_at
from debugging.repair.proposal import Located, Refusal
from runtime.masking import MARKS

CLASSES: Final = frozenset(
    {
        *(Class.ELEMENT_NOT_FOUND, Class.WRONG_CONTROL, Class.SEVERAL_MATCH, Class.FRAME_MOVED, Class.WAIT_TIMEOUT),
        *(Class.INVALID_SELECTOR, Class.ELEMENT_HIDDEN),
    }
)
_OF_ANY_CONTROL: Final = frozenset({"click", "dblclick", "tap", "hover", "focus"})
_SECRET: Final = re.compile(
    r"credential|passw|secret|token|environ|getenv|(?:^|_)(?:pin|otp|cvv|cvc)(?:$|_)", re.IGNORECASE
)
_DEEPEST: Final = 4


def may_be_asked(case: RepairCase, refusal: Refusal) -> bool:
    diagnosis, page = case.diagnosis, case.evidence.page
    if refusal.final or diagnosis.failure_class not in CLASSES or diagnosis.confidence < SURE:
        return False
    if diagnosis.agent == "model" and diagnose(case.evidence).failure_class not in CLASSES:
        return False  # no model opens the way for itself
    if page is None or not page.html.strip() or page.html_is_cut or _is_gone(refusal.located):
        return False
    asked = Asked(case.evidence, diagnosis, Bundle(case.sources), lambda _: Located())
    return _is_a_call_to_repair(asked) and not _is_a_sign_in(asked) and not _gives_a_secret(asked)


def _is_gone(located: Located | None) -> bool:
    """It is known what it was, and nothing on this page can be it: another page, or an entry of a list that is gone."""
    return located is not None and bool(located.was) and not located.candidates


def _is_a_call_to_repair(asked: Asked) -> bool:
    """No assertion, nothing that is read, nothing that went well in the same run."""
    try:
        check_call(asked)
        if turns_before(asked):
            return False
    except CannotEdit:
        return False
    is_other_control = asked.diagnosis.failure_class == Class.WRONG_CONTROL
    if asked.method in READS or (is_other_control and asked.method not in _OF_ANY_CONTROL):
        return False
    return PurePosixPath(asked.step.file).suffix == ".py" and asked.bundle.file(asked.step.file) is not None


def _is_a_sign_in(asked: Asked) -> bool:
    """How a workflow signs in is never changed."""
    before = asked.case.good_page
    return bool(asked.case.page.password_fields or (before is not None and before.password_fields))


def _gives_a_secret(asked: Asked) -> bool:
    """Where a credential is written into is for a person to say."""
    if any(mark in asked.step.title for mark in (*MARKS, HIDDEN)):
        return True
    tree = read(asked.bundle.sources[asked.step.file])
    statement = statement_at(tree, asked.step.line or 0) if tree is not None else None
    if tree is None or statement is None:
        return True
    secret = {name for name, value in asked.evidence.run.params.items() if value == HIDDEN}
    return any(_SECRET.search(name) or name in secret for name in _reached(tree, statement))


def _reached(tree: ast.Module, statement: ast.stmt) -> set[str]:
    """Names and keys in it, and in what the names were given, wherever in the file."""
    found = set(_words(statement))
    for _ in range(_DEEPEST):
        given = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr)]
        found |= {word for node in given if _targets(node) & found and node.value for word in _words(node.value)}
    return found


def _targets(node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return {next(_words(part), "") for part in parts}  # of an attribute its own name


def _words(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute):
            yield one.attr
        elif isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant):
            yield str(one.slice.value)
