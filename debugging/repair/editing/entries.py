"""Dicts and lists that are written out: what stands under a key, and what a loop's name is in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import libcst as cst

from debugging.repair.editing.parsed import Parsed

_OF_DICTS = frozenset({"items", "keys", "values"})


class Item(NamedTuple):
    owner: cst.BaseExpression
    key: str


def key_of(node: cst.CSTNode) -> Item | None:
    """SELECTORS["pay"], SELECTORS.get("pay")"""
    if isinstance(node, cst.Subscript):
        index = node.slice[0].slice if len(node.slice) == 1 else None
        return _item(node.value, index.value if isinstance(index, cst.Index) else None)
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "get":
        return _item(node.func.value, node.args[0].value if len(node.args) == 1 else None)
    return None


def _item(owner: cst.BaseExpression, key: cst.BaseExpression | None) -> Item | None:
    text = key.evaluated_value if isinstance(key, cst.SimpleString) else None
    return Item(owner, text) if isinstance(text, str) else None


def items_of(node: cst.BaseExpression, key: str) -> Iterator[cst.BaseExpression]:
    for one in node.elements if isinstance(node, cst.Dict) else ():
        is_it = isinstance(one, cst.DictElement) and isinstance(one.key, cst.SimpleString)
        if is_it and one.key.evaluated_value == key:  # type: ignore[attr-defined]
            yield one.value


@dataclass(frozen=True, eq=False)
class Turns:
    """`for label, value in FIELDS.items()`: `over` is FIELDS, `place` that of the name among the targets."""

    over: cst.BaseExpression
    place: int | None  # None: it is the only target
    of_dict: str = ""  # "items", "keys", "values"

    def values(self, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
        if isinstance(node, cst.Dict):
            yield from (value for one in node.elements if (value := self._of_entry(one)) is not None)
        elif isinstance(node, cst.List | cst.Tuple | cst.Set) and not self.of_dict:
            yield from (value for one in node.elements if (value := self._of_element(one.value)) is not None)
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "all":
            yield from [node] if self.place is None else []  # one of the elements that a locator finds

    def _of_entry(self, entry: cst.BaseDictElement) -> cst.BaseExpression | None:
        if not isinstance(entry, cst.DictElement):
            return None
        if self.of_dict == "items":
            return {0: entry.key, 1: entry.value}.get(-1 if self.place is None else self.place)
        return None if self.place is not None else entry.value if self.of_dict == "values" else entry.key

    def _of_element(self, element: cst.BaseExpression) -> cst.BaseExpression | None:
        if self.place is None:
            return element
        within = element.elements if isinstance(element, cst.Tuple | cst.List) else ()
        return within[self.place].value if self.place < len(within) else None


def turns_of(source: Parsed, function: cst.FunctionDef, name: str) -> Iterator[Turns]:
    """Of the function's loops that have the name."""
    for node in source.inside(function):
        if not isinstance(node, cst.For) or source.function_of(node) is not function:
            continue
        targets = node.target.elements if isinstance(node.target, cst.Tuple) else None
        named = [one.value for one in targets] if targets is not None else [node.target]
        for place, one in enumerate(named):
            if isinstance(one, cst.Name) and one.value == name:
                yield _turns(node.iter, place if targets is not None else None)


def _turns(over: cst.BaseExpression, place: int | None) -> Turns:
    awaited = over.expression if isinstance(over, cst.Await) else over
    func = awaited.func if isinstance(awaited, cst.Call) and not awaited.args else None
    if isinstance(func, cst.Attribute) and func.attr.value in _OF_DICTS:
        return Turns(func.value, place, func.attr.value)
    return Turns(awaited, place)
