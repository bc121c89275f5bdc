"""Whether a run of the edited workflow came by all that good runs came by: their assertions, and no new failure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from debugging.evidence import Step
from debugging.repair.proposal import FileChange

Look = tuple[str, str, str]
_VARYING: Final = re.compile(r"\d+")


def is_assertion(step: Step) -> bool:
    return step.api.startswith("expect.")


def unreached(good: Sequence[Sequence[Step]], ran: Sequence[Step], moved: Moved | None) -> list[Step]:
    """Assertions that passed in every one of the `good` runs and did not pass in `ran`. They are the same when they
    look at the same thing, or were made at the same line; `moved` is None when the runs were of other sources."""
    if not good:
        return []
    passed = _passed(ran)
    places = set(map(_place, passed.values()))

    def is_known(step: Step) -> bool:
        line = moved.line(step.file, step.line) if moved else None
        return _look(step) in passed or (line is not None and (step.api, step.file, line) in places)

    first, *others = [_passed(steps) for steps in good]
    in_all = [step for look, step in first.items() if all(look in other for other in others)]
    return [step for step in in_all if not is_known(step)]


def _passed(steps: Sequence[Step]) -> dict[Look, Step]:
    return {_look(step): step for step in steps if is_assertion(step) and step.outcome == "ok"}


def new_failures(good: Sequence[Sequence[Step]], ran: Sequence[Step]) -> list[Step]:
    """Steps that failed, though no good run had such a step that failed: somebody caught the exception."""
    usual = {_look(step) for steps in good for step in steps if step.outcome == "failed"}
    return [step for step in ran if step.outcome == "failed" and _look(step) not in usual]


class Moved:
    """Where lines of the source are after the edits."""

    def __init__(self, changes: Iterable[FileChange]) -> None:
        self._lines = {change.file: _moved(change.old.splitlines(), change.new.splitlines()) for change in changes}

    def line(self, file: str, line: int | None) -> int | None:
        """None for a line that was edited away."""
        if line is None or file not in self._lines:
            return line
        return self._lines[file].get(line)


def _moved(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step + 1: block.b + step + 1 for block in blocks for step in range(block.size)}


def _look(step: Step) -> Look:
    """Without numbers: an order's number is another one each time."""
    return step.api, step.file, _VARYING.sub("…", step.selector or step.title)


def _place(step: Step) -> tuple[str, str, int | None]:
    return step.api, step.file, step.line
