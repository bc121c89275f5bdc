"""What a text is put together of: literal pieces, and parts that are not known before the run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import libcst as cst

from debugging.repair.editing.written import Written

Pieces = tuple["str | Hole", ...]
_FIELD: Final = re.compile(r"\{\{|\}\}|\{\w*\}")
_PERCENT: Final = re.compile(r"%[sd]|%%")
_SIGNS: Final = {"{{": "{", "}}": "}", "%%": "%"}


@dataclass(frozen=True, eq=False)
class Hole:
    """A part that is not known before the run. `code` is the expression, or of an f-string '{order:>4}'."""

    code: str
    in_f_string: bool = False
    parameter: bool = False  # of the function it stands in
    written: Written | None = None
    constant: bool = False  # it is the same text in every run


def pieces(written: Written, node: cst.BaseExpression) -> Pieces | None:
    """None when it is no text."""
    match node:
        case cst.SimpleString():
            return (node.evaluated_value,) if isinstance(node.evaluated_value, str) else None
        case cst.FormattedString(parts=parts):
            return tuple(_of_f_string(written, part) for part in parts)
        case (
            cst.ConcatenatedString(left=left, right=right)
            | cst.BinaryOperation(left=left, operator=cst.Add(), right=right)
        ):
            return _both(pieces(written, left), pieces(written, right))
        case cst.BinaryOperation() | cst.Call(func=cst.Attribute(value=cst.SimpleString(), attr=cst.Name("format"))):
            return _formatted(written, node)
    return (hole(written, node),)


def _of_f_string(written: Written, part: cst.BaseFormattedStringContent) -> str | Hole:
    is_text = isinstance(part, cst.FormattedStringText)
    return part.value.replace("{{", "{").replace("}}", "}") if is_text else hole(written, part)  # type: ignore[attr-defined]


def _formatted(written: Written, node: cst.BaseExpression) -> Pieces | None:
    match node:
        case cst.BinaryOperation(left=cst.SimpleString() as text, operator=cst.Modulo(), right=right):
            given = [one.value for one in right.elements] if isinstance(right, cst.Tuple) else [right]
            return _filled_in(written, text, _PERCENT, given, {})
        case cst.Call(func=cst.Attribute(value=cst.SimpleString() as text), args=args) if not any(
            arg.star for arg in args
        ):
            named = {arg.keyword.value: arg.value for arg in args if arg.keyword is not None}
            return _filled_in(written, text, _FIELD, [arg.value for arg in args if arg.keyword is None], named)
    return None


def hole(written: Written, node: cst.CSTNode) -> Hole:
    function = written.source.function_of(written.node)
    names = [one.value for one in written.source.inside(node) if isinstance(one, cst.Name)]
    params = () if function is None else (*function.params.posonly_params, *function.params.params)
    of_function = any(param.name.value in names for param in params)
    inner = node.expression if isinstance(node, cst.FormattedStringExpression) else node
    held = written.other(inner) if isinstance(inner, cst.BaseExpression) else None
    in_f_string = isinstance(node, cst.FormattedStringExpression)
    return Hole(written.source.code(node), in_f_string, of_function, held)


def _both(one: Pieces | None, other: Pieces | None) -> Pieces | None:
    return None if one is None or other is None else (*one, *other)


def _filled_in(
    written: Written,
    text: cst.SimpleString,
    fields: re.Pattern[str],
    given: list[cst.BaseExpression],
    named: dict[str, cst.BaseExpression],
) -> Pieces | None:
    """Of "#row-{}".format(order) and "#row-%s" % order; None where more is asked for than to fill in."""
    whole = text.evaluated_value
    if not isinstance(whole, str):
        return None
    named = {str(number): node for number, node in enumerate(given)} | named
    found: list[str | Hole] = []
    end = filled = 0
    for field in fields.finditer(whole):
        found.append(whole[end : field.start()])
        end = field.end()
        if field[0] in _SIGNS:
            found.append(_SIGNS[field[0]])
            continue
        name = field[0].strip("{}") if fields is _FIELD else ""
        node = named.get(name or str(filled))
        filled += not name
        if node is None:
            return None
        found.append(hole(written, node))
    is_plain = not re.search("[{}]" if fields is _FIELD else "%", whole[end:])
    return (*found, whole[end:]) if is_plain else None
