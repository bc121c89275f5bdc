"""Puts a model's lines in the place of the failed call's, once and nowhere else."""

from __future__ import annotations

from debugging.model_agent.conversation import Unusable
from debugging.repair.editing.asked import Asked
from debugging.repair.editing.banning.statements import last_line, read
from debugging.repair.model_backed.answer import SaidEdit
from debugging.repair.model_backed.statement import statement_at
from debugging.repair.proposal import FileChange


def applied(edit: SaidEdit, asked: Asked) -> FileChange:
    """Raises Unusable."""
    file, line = asked.step.file, asked.step.line or 0
    if edit.file != file:
        raise Unusable(f"It edits another file than {file}, where the call failed.")
    text = asked.bundle.sources[file]
    tree = read(text)
    statement = statement_at(tree, line) if tree is not None else None
    if statement is None:
        raise Unusable(f"{file} has no statement at line {line}.")
    lines, old, new = text.split("\n"), _lines(edit.old), _lines(edit.new)
    begin = _place(lines, old, line)
    ending = "\r" if lines[begin].endswith("\r") else ""
    first, last = _trimmed(old, new)
    changed = (begin + first + 1, begin + len(old) - last)
    if not (statement.lineno <= changed[0] <= changed[1] <= last_line(statement)):
        raise Unusable("It changes lines beside the failed call, or none.")
    whole = [*lines[:begin], *(f"{one}{ending}" for one in new), *lines[begin + len(old) :]]
    return FileChange(file=file, old=text, new="\n".join(whole))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip("\n").split("\n")


def _place(lines: list[str], old: list[str], line: int) -> int:
    """Where the old lines begin that hold the failed one."""
    bare = [one.removesuffix("\r") for one in lines]
    places = range(max(0, line - len(old)), line)
    found = [place for place in places if bare[place : place + len(old)] == old]
    if len(found) != 1:
        raise Unusable(f"Its old lines are not what the source says around line {line}, sign by sign.")
    return found[0]


def _trimmed(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines at the beginning and at the end are the same."""
    most = min(len(old), len(new))
    first = next((number for number in range(most) if old[number] != new[number]), most)
    rest = most - first
    last = next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)
    return first, last
