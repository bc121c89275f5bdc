"""What is given to a locator: a text, one with variable parts, a pattern, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import libcst as cst

from debugging.agent.locators import Pattern
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.meanings import Meaning, meanings
from debugging.repair.editing.pieces import Hole, hole, pieces
from debugging.repair.editing.written import Written

DEEPEST = 4
MOST = 24  # meanings of a name that are looked at
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, eq=False)
class Value:
    """`text`: its pieces, when it is a text. `through`: the names it was reached by, the last first."""

    written: Written
    text: tuple[str | Hole, ...] | None = None
    other: int | bool | Pattern | None = None
    literal: Written | None = None  # where the text stands, when it is a single literal
    through: tuple[Meaning, ...] = field(default=())

    @property
    def constant(self) -> str | None:
        """The text, when nothing in it is variable."""
        if self.text is None or any(isinstance(piece, Hole) for piece in self.text):
            return None
        return "".join(piece for piece in self.text if isinstance(piece, str))

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(piece for piece in self.text or () if isinstance(piece, Hole))

    def filled(self, actual: str) -> tuple[tuple[Hole, str], ...] | None:
        """What the holes were when the text was `actual`; None when it cannot have been that."""
        if self.text is None:
            return None
        parts = [re.escape(one) if isinstance(one, str) else "(.*?)" for one in self.text]
        found = re.fullmatch("".join(parts), actual, re.DOTALL)
        return tuple(zip(self.holes, found.groups(), strict=True)) if found else None


def values(bundle: Bundle, written: Written, depth: int = 0) -> Iterator[Value]:
    """What it can be, as far as the bundle tells: at least one answer."""
    node = written.node
    simple = _simple(written)
    if simple is not None:
        yield _with_constants(bundle, simple, depth)
        return
    found = False
    for meaning in islice(meanings(bundle, written), MOST) if depth < DEEPEST else ():
        for value in values(bundle, meaning.value, depth + 1):
            if value.constant is not None or value.other is not None:
                found = True
                yield Value(written, value.text, value.other, value.literal, (meaning, *meaning.by, *value.through))
    if not found:
        yield Value(written, (hole(written, node),))


def _with_constants(bundle: Bundle, value: Value, depth: int) -> Value:
    """Its variable parts that are constants of a module or class are told apart."""
    if not value.holes or depth >= DEEPEST:
        return value
    known = (_told(bundle, one, depth) if isinstance(one, Hole) else one for one in value.text or ())
    return replace(value, text=tuple(known))


def _told(bundle: Bundle, one: Hole, depth: int) -> Hole:
    return replace(one, constant=_is_constant(bundle, one, depth))


def _is_constant(bundle: Bundle, one: Hole, depth: int) -> bool:
    found = list(values(bundle, one.written, depth + 1)) if one.written is not None else []
    names = [meaning.via for value in found for meaning in value.through]
    return len(found) == 1 and found[0].constant is not None and set(names) == {"constant"}


def _simple(written: Written) -> Value | None:
    match written.node:
        case cst.SimpleString() as node:
            text = node.evaluated_value
            return Value(written, (text,), literal=written) if isinstance(text, str) else None
        case cst.Integer() | cst.UnaryOperation() if NUMBER.fullmatch(written.code):
            return Value(written, other=int(written.code))
        case cst.Name(value="True" | "False" as word):
            return Value(written, other=word == "True")
        case cst.Call() as call if _is_compile(call):
            return _pattern(written, call)
    found = pieces(written, written.node)
    is_unknown = found is not None and len(found) == 1 and isinstance(found[0], Hole) and found[0].code == written.code
    return Value(written, found) if found and not is_unknown else None


def _is_compile(call: cst.Call) -> bool:
    func = call.func
    return isinstance(func, cst.Attribute) and func.attr.value == "compile" and bool(call.args)


def _pattern(written: Written, call: cst.Call) -> Value | None:
    first = call.args[0].value
    text = first.evaluated_value if isinstance(first, cst.SimpleString) else None
    ignores = "IGNORECASE" in written.code or bool(re.search(r"re\.I\b", written.code))
    return Value(written, other=Pattern(text, ignores)) if isinstance(text, str) else None
