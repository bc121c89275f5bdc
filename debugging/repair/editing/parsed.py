"""A Python file of the bundle, parsed with all of its formatting: nodes know where they stand in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

_LINE_END: Final = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Span:
    """Of the text: offsets of its first character and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Parsed:
    file: str
    text: str = field(repr=False)

    @cached_property
    def _wrapper(self) -> MetadataWrapper:
        return MetadataWrapper(cst.parse_module(self.text), unsafe_skip_copy=True)

    @property
    def module(self) -> cst.Module:
        return self._wrapper.module

    @cached_property
    def _positions(self) -> Mapping[cst.CSTNode, CodeRange]:
        return self._wrapper.resolve(PositionProvider)

    @cached_property
    def _collected(self) -> _Collector:
        return _Collector.of(self._wrapper.module)

    @property
    def nodes(self) -> list[cst.CSTNode]:
        """All of them, as they stand in the text."""
        return self._collected.found

    @cached_property
    def calls(self) -> tuple[cst.Call, ...]:
        return tuple(node for node in self.nodes if isinstance(node, cst.Call))

    @cached_property
    def functions(self) -> tuple[cst.FunctionDef, ...]:
        return tuple(node for node in self.nodes if isinstance(node, cst.FunctionDef))

    @cached_property
    def classes(self) -> tuple[cst.ClassDef, ...]:
        return tuple(node for node in self.nodes if isinstance(node, cst.ClassDef))

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(found.end() for found in _LINE_END.finditer(self.text)))

    def lines(self, node: cst.CSTNode) -> tuple[int, int]:
        """The first and the last."""
        where = self._positions[node]
        return where.start.line, where.end.line

    def span(self, node: cst.CSTNode) -> Span:
        """Without parentheses around it."""
        where = self._positions[node]
        starts = self._line_starts
        return Span(starts[where.start.line - 1] + where.start.column, starts[where.end.line - 1] + where.end.column)

    def code(self, node: cst.CSTNode) -> str:
        where = self.span(node)
        return self.text[where.start : where.end]

    def line_start(self, offset: int) -> int:
        return max(start for start in self._line_starts if start <= offset)

    def line_at(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset)

    def above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """What it is in, the innermost first."""
        parents = self._collected.parents
        current = parents.get(node)
        while current is not None:
            yield current
            current = parents.get(current)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self._collected.parents.get(node)

    def function_of(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        return next((one for one in self.above(node) if isinstance(one, cst.FunctionDef)), None)

    def class_of(self, node: cst.CSTNode) -> cst.ClassDef | None:
        return next((one for one in self.above(node) if isinstance(one, cst.ClassDef)), None)

    def statement_of(self, node: cst.CSTNode) -> cst.CSTNode:
        """The smallest one: of a `with` only when it is in its first line."""
        kinds = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
        return next((one for one in self.above(node) if isinstance(one, kinds)), self.module)

    def inside(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The node and all that it holds."""
        if node not in self._inside:
            self._inside[node] = _Collector.of(node).found
        return iter(self._inside[node])

    @cached_property
    def _inside(self) -> dict[cst.CSTNode, list[cst.CSTNode]]:
        return {}


class _Collector(cst.CSTVisitor):
    """All nodes in their order, and what each is in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[cst.CSTNode] = []
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self._open: list[cst.CSTNode] = []

    @classmethod
    def of(cls, node: cst.CSTNode) -> _Collector:
        collector = cls()
        node.visit(collector)
        return collector

    def on_visit(self, node: cst.CSTNode) -> bool:
        self.found.append(node)
        if self._open:
            self.parents[node] = self._open[-1]
        self._open.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._open.pop()
