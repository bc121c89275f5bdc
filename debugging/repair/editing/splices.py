"""Small replacements in a text: all that they do not touch stays as it was, comments and formatting too."""

from __future__ import annotations

import io
import tokenize
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from debugging.repair.editing.parsed import Parsed, Span
from debugging.repair.proposal import FileChange


class CannotEdit(Exception):
    """Says why, for people: one sentence."""


@dataclass(frozen=True)
class Splice:
    source: Parsed
    span: Span
    text: str


def changes(splices: Iterable[Splice]) -> tuple[FileChange, ...]:
    """The first splice's file first. Raises CannotEdit when the result is no Python or a comment would be lost."""
    by_file: dict[str, list[Splice]] = {}
    for splice in splices:
        by_file.setdefault(splice.source.file, []).append(splice)
    return tuple(_changed(of_file) for of_file in by_file.values())


def _changed(splices: list[Splice]) -> FileChange:
    source = splices[0].source
    text = source.text
    for splice in sorted(splices, key=lambda one: one.span.start, reverse=True):
        text = text[: splice.span.start] + splice.text + text[splice.span.end :]
    if text == source.text:
        raise CannotEdit("The workflow already says what it should say.")
    if not compiles(text):
        raise CannotEdit("The edited source would not be valid Python.")
    if comments(source.text) != comments(text):
        raise CannotEdit("A comment stands in the middle of what would have to be replaced.")
    return FileChange(file=source.file, old=source.text, new=text)


def compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(text, "edited", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def comments(text: str) -> list[str]:
    """In their order."""
    try:
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return [token.string for token in tokens if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError):
        return []
