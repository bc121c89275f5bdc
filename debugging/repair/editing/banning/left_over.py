"""What differs between the statements of two files when their locators are left out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from debugging.evidence import Evidence
from debugging.repair.editing.banning.failed_call import FailedCall
from debugging.repair.editing.banning.located import looked_for
from debugging.repair.editing.banning.statements import Statement, head_of, names_in, targets_of


@dataclass(frozen=True)
class LeftOver:
    """Statements that only the old or only the new file has; `after`: all of the new one."""

    removed: Sequence[Statement]
    added: Sequence[Statement]
    after: Sequence[Statement]
    failed: FailedCall

    @property
    def evidence(self) -> Evidence:
        return self.failed.evidence

    @property
    def one_text(self) -> tuple[str, str] | None:
        """The only text in which the old and the new statement differ, their locators included."""
        if len(self.removed) != 1 or len(self.added) != 1:
            return None
        if [one.text for one in looked_for(self.removed[0].node)] != [
            one.text for one in looked_for(self.added[0].node)
        ]:
            return None
        return other_text(self.removed[0].skeleton, self.added[0].skeleton)


def other_text(old_code: str, new_code: str) -> tuple[str, str] | None:
    """The only text in which they differ."""
    old, new = _with_texts_apart(old_code), _with_texts_apart(new_code)
    if old[0] != new[0]:
        return None
    pairs = [pair for pair in zip(old[1], new[1], strict=True) if pair[0] != pair[1]]
    return pairs[0] if len(pairs) == 1 else None


def changed(
    before: Sequence[Statement], after: Sequence[Statement], key: Callable[[Statement], str]
) -> tuple[list[Statement], list[Statement]]:
    """The statements that went, and those that came: also when one only moved, or is in another block."""
    old, new = ([(one.depth, one.part, key(one)) for one in side] for side in (before, after))
    removed: list[Statement] = []
    added: list[Statement] = []
    for tag, start, end, begins, ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += before[start:end]
            added += after[begins:ends]
    return removed, added


@dataclass(frozen=True)
class Pair:
    """A statement before and after the edit."""

    old: Statement
    new: Statement


def with_other_locators(before: Sequence[Statement], after: Sequence[Statement]) -> list[Pair]:
    """Statements that say something else, though all that is left without their locators is as it was."""
    old, new = ([(one.depth, one.part, one.skeleton) for one in side] for side in (before, after))
    found: list[Pair] = []
    for tag, start, end, begins, ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Pair(*pair) for pair in zip(before[start:end], after[begins:ends], strict=True)]
    return [pair for pair in found if pair.old.text != pair.new.text]


def _with_texts_apart(code: str) -> tuple[str, list[str]]:
    tree, texts = ast.parse(code), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
            node.value = ""
    return ast.unparse(tree), texts


def sets_what_is_asserted(these: Sequence[Statement], all_of_them: Sequence[Statement]) -> bool:
    """One of `these` gives a value to a name that an assertion has."""
    asserted = {name for one in all_of_them if one.is_assertion for name in names_in(head_of(one.node))}
    return any(targets_of(one.node) & asserted for one in these)
