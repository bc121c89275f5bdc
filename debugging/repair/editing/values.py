"""What is given to a locator: a text, one with variable parts, a pattern, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import libcst as cst

from debugging.agent.locators import Pattern
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.meanings import Meaning, meanings
from debugging.repair.editing.written import Written

DEEPEST = 4
MOST = 8  # meanings of a name that are looked at
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, eq=False)
class Hole:
    """A part that is not known before the run. `code` is the expression, or of an f-string '{order:>4}'."""

    code: str
    in_f_string: bool = False
    parameter: bool = False  # of the function it stands in


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
        yield simple
        return
    found = False
    for meaning in islice(meanings(bundle, written), MOST) if depth < DEEPEST else ():
        for value in values(bundle, meaning.value, depth + 1):
            if value.constant is not None or value.other is not None:
                found = True
                yield Value(written, value.text, value.other, value.literal, (meaning, *value.through))
    if not found:
        yield Value(written, (_hole(written, node),))


def _hole(written: Written, node: cst.CSTNode) -> Hole:
    function = written.source.function_of(written.node)
    names = [one.value for one in written.source.inside(node) if isinstance(one, cst.Name)]
    params = () if function is None else (*function.params.posonly_params, *function.params.params)
    of_function = any(param.name.value in names for param in params)
    in_f_string = isinstance(node, cst.FormattedStringExpression)
    return Hole(written.source.code(node), in_f_string, of_function)


def _simple(written: Written) -> Value | None:
    match written.node:
        case cst.SimpleString() as node:
            text = node.evaluated_value
            return Value(written, (text,), literal=written) if isinstance(text, str) else None
        case cst.ConcatenatedString() | cst.FormattedString() | cst.BinaryOperation():
            pieces = _pieces(written, written.node)
            return Value(written, pieces) if pieces is not None else None
        case cst.Integer() | cst.UnaryOperation() if NUMBER.fullmatch(written.code):
            return Value(written, other=int(written.code))
        case cst.Name(value="True" | "False" as word):
            return Value(written, other=word == "True")
        case cst.Call() as call if _is_compile(call):
            return _pattern(written, call)
    return None


def _pieces(written: Written, node: cst.BaseExpression) -> tuple[str | Hole, ...] | None:
    """None when it is no text."""
    match node:
        case cst.SimpleString():
            return (node.evaluated_value,) if isinstance(node.evaluated_value, str) else None
        case cst.FormattedString(parts=parts):
            return tuple(
                part.value.replace("{{", "{").replace("}}", "}")
                if isinstance(part, cst.FormattedStringText)
                else _hole(written, part)
                for part in parts
            )
        case cst.ConcatenatedString(left=left, right=right):
            return _both(_pieces(written, left), _pieces(written, right))
        case cst.BinaryOperation(left=left, operator=cst.Add(), right=right):
            return _both(_pieces(written, left), _pieces(written, right))
        case cst.BinaryOperation():
            return None
    return (_hole(written, node),)


def _both(one: tuple[str | Hole, ...] | None, other: tuple[str | Hole, ...] | None) -> tuple[str | Hole, ...] | None:
    return None if one is None or other is None else (*one, *other)


def _is_compile(call: cst.Call) -> bool:
    func = call.func
    return isinstance(func, cst.Attribute) and func.attr.value == "compile" and bool(call.args)


def _pattern(written: Written, call: cst.Call) -> Value | None:
    first = call.args[0].value
    text = first.evaluated_value if isinstance(first, cst.SimpleString) else None
    ignores = "IGNORECASE" in written.code or bool(re.search(r"re\.I\b", written.code))
    return Value(written, other=Pattern(text, ignores)) if isinstance(text, str) else None
