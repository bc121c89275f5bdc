"""Where the locator of the failed call is written, and what it begins with: only there it may be changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from debugging.evidence import Evidence
from debugging.repair.editing.banning.located import names_given
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.call_site import ALSO, CallSite, find_call
from debugging.repair.editing.held import Held, held
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.roots import root_at_call
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.written import Written
from debugging.repair.proposal import FileChange

Place = tuple[str, int, int]  # file, first and last line
_RENAMED: Final = {"wait_for_selector": "wait_for"}


@dataclass(frozen=True, eq=False)
class FailedCall:
    """Before the edit. Where the source does not show the locator that the run used, only its line is known."""

    evidence: Evidence
    bundle: Bundle = field(repr=False)

    @classmethod
    def of(cls, changes: Sequence[FileChange], evidence: Evidence, bundle: Bundle | None) -> FailedCall:
        return cls(evidence, bundle or Bundle({change.file: change.old for change in changes}))

    @cached_property
    def site(self) -> CallSite | None:
        try:
            return find_call(self.bundle, self.evidence, self.evidence.failing_step)
        except CannotEdit:
            return None

    @cached_property
    def held(self) -> Held | None:
        """The element handle that it was made on."""
        step = self.evidence.failing_step
        try:
            return held(self.bundle, self.evidence, step) if step is not None else None
        except CannotEdit:
            return None

    @property
    def methods(self) -> frozenset[str]:
        step = self.evidence.failing_step
        name = step.api.rpartition(".")[2] if step else ""
        return frozenset({name, _RENAMED.get(name, name)}) | ALSO.get(name, frozenset())

    @cached_property
    def line(self) -> Place | None:
        """Of the call itself."""
        if self.site is not None:
            return (self.site.source.file, *self.site.source.lines(self.site.call))
        step = self.evidence.failing_step
        return (step.file, step.line, step.line) if step is not None and step.file and step.line else None

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Of the call, and of what its locator is made of."""
        own = [self.line] if self.line is not None else []
        written = [one for link in (self.site.chain.links if self.site else ()) for one in _written(link)]
        looked_up = [(self.held.source.file, *self.held.source.lines(self.held.lookup))] if self.held else []
        return (*own, *looked_up, *((one.source.file, *one.source.lines(one.node)) for one in written))

    @cached_property
    def root(self) -> str:
        """How the page is called there that its locator begins with; "" when it cannot be told."""
        if self.site is None:
            return self.held.root if self.held is not None else ""
        try:
            return root_at_call(self.bundle, self.site)
        except CannotEdit:
            return ""

    @cached_property
    def names(self) -> frozenset[str]:
        """All that its locator is given, wherever that is written."""
        codes = [code for link in (self.site.chain.links if self.site else ()) for code in _codes(link)]
        codes += [self.held.locator] if self.held is not None else []
        return frozenset(name for code in codes for name in _names_of(code))


def _written(fitted: Fitted) -> Iterator[Written]:
    yield Written(fitted.link.source, fitted.link.node)
    for value in fitted.given.values():
        yield value.written
        yield from [value.literal] if value.literal is not None else []
        yield from (one.value for one in value.through)


def _codes(fitted: Fitted) -> Iterator[str]:
    yield fitted.link.source.code(fitted.link.node)
    for hole, _ in fitted.holes:
        yield f'f"{hole.code}"' if hole.in_f_string else hole.code
    yield from (value.written.code for value in fitted.given.values())


def _names_of(code: str) -> set[str]:
    try:
        node = ast.parse(code, mode="eval").body
    except SyntaxError:
        return set()
    return names_given((node,))
