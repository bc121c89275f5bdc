"""Addresses of which only the end is written: f"{site}/done", site + "/done", re.compile(r"/done$")."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.splices import CannotEdit, Splice
from debugging.repair.editing.values import Value
from debugging.repair.editing.wanted import quoted

NO_PATTERN: Final = "The pattern of the address is not one that could be changed."
_PLAIN: Final = re.compile(r"[\w/.~%+-]*")


def at_the_end(source: Parsed, node: cst.BaseExpression, end: str, old: str, new: str) -> tuple[Splice, str, str]:
    """`end` is its last piece: what stands before it is the beginning of both paths. Raises CannotEdit."""
    path, mark, query = end.partition("?")
    before = old.removesuffix(path)
    leaf = _last_text(source, node)
    if not path.startswith("/") or not old.endswith(path) or not new.startswith(before) or leaf is None:
        raise CannotEdit(NO_PATTERN)
    now = f"{new[len(before) :]}{mark}{query}"
    if _PLAIN.fullmatch(path) is None or _PLAIN.fullmatch(new) is None:
        raise CannotEdit(NO_PATTERN)
    where = source.span(leaf)
    if isinstance(leaf, cst.FormattedStringText):
        if leaf.value != end:
            raise CannotEdit(NO_PATTERN)
        return Splice(source, where, now), f"…{end}", f"…{now}"
    return Splice(source, where, quoted(now, source.code(leaf)[-1:])), f"…{end}", f"…{now}"


def _last_text(source: Parsed, node: cst.BaseExpression) -> cst.SimpleString | cst.FormattedStringText | None:
    """What it ends with, when that is a text."""
    if isinstance(node, cst.FormattedString):
        last = node.parts[-1] if node.parts else None
        return last if isinstance(last, cst.FormattedStringText) else None
    if isinstance(node, cst.BinaryOperation | cst.ConcatenatedString):
        return _last_text(source, node.right)
    return node if isinstance(node, cst.SimpleString) else None


def in_a_pattern(value: Value, old: str, new: str, *, now: str) -> tuple[Splice, str, str]:
    """`now` is the address that it has to find. Raises CannotEdit."""
    held = value.through[-1].value if value.through else value.written
    node = held.node.args[0].value if isinstance(held.node, cst.Call) and held.node.args else None
    text = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    if not isinstance(node, cst.SimpleString) or not isinstance(text, str):
        raise CannotEdit(NO_PATTERN)
    pattern = text.replace(_escaped(old), _escaped(new))
    if text.count(_escaped(old)) != 1 or not _PLAIN.fullmatch(new) or not _finds(pattern, now):
        raise CannotEdit(NO_PATTERN)
    code = held.source.code(node)
    sign, raw = code[-1:], code[:1] in "rR"
    written = f"r{sign}{pattern}{sign}" if raw and sign not in pattern else quoted(pattern, sign)
    return Splice(held.source, held.source.span(node), written), text, pattern


def _escaped(path: str) -> str:
    return path.replace(".", r"\.")


def _finds(pattern: str, address: str) -> bool:
    try:
        return re.search(pattern, address) is not None
    except re.error:
        return False
