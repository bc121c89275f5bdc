"""The new locator, and how it is written in somebody's source: in its quotes, with its variable parts kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from debugging.agent.locators import Call, Pattern, Value, read_locator
from debugging.repair.editing.links import PROPERTIES, links_of
from debugging.repair.editing.parsed import Parsed
from debugging.repair.editing.pieces import Hole
from debugging.repair.editing.splices import CannotEdit
from runtime.tracing.selectors import readable_selector

Holes = Sequence[tuple[Hole, str]]
BY_PLACE: Final = frozenset({"first", "last", "nth"})


@dataclass(frozen=True)
class Wanted:
    """A link of the new locator. `calls` say in Playwright's words what it is."""

    call: Call
    calls: tuple[Call, ...]


def wanted(locator: str) -> tuple[Wanted, ...]:
    """Raises CannotEdit when it cannot be read, or goes by places."""
    read = read_locator(locator)
    try:
        parsed = Parsed("new", f"page.{locator}")
        expression = cst.parse_expression(parsed.text)
    except cst.ParserSyntaxError as error:
        raise CannotEdit("The new locator cannot be read.") from error
    _, links = links_of(parsed, expression)
    if not links or len(links) != len(read):
        raise CannotEdit("The new locator cannot be read.")
    if any(call.name in BY_PLACE for call in read):
        raise CannotEdit("Only its place among others would tell the element.")
    if any(not isinstance(value, str | int) for call in read for value in _values(call)):
        raise CannotEdit("The new locator has parts that cannot be written.")
    return tuple(Wanted(call, canonical(call)) for call in read)


def _values(call: Call) -> tuple[Value, ...]:
    return (*call.args, *call.options.values())


def canonical(call: Call) -> tuple[Call, ...]:
    """In the words of the trace: 'frame_locator("#a")' is 'locator("#a").content_frame'."""
    if call.name not in ("locator", "frame_locator"):
        return (call,)
    calls = read_locator(readable_selector(call.text)) or (Call("locator", call.args),)
    if call.name == "frame_locator":
        return (*calls, Call("content_frame"))
    return (*calls, *(Call("filter", (), {name: value}) for name, value in call.options.items()))


def same(one: Sequence[Call], other: Sequence[Call]) -> bool:
    return [_plain(call) for call in one] == [_plain(call) for call in other]


def _plain(call: Call) -> tuple[object, ...]:
    options = {name: value for name, value in call.options.items() if value is not False}
    return call.name, call.args, tuple(sorted(options.items(), key=lambda pair: pair[0]))


@dataclass
class Writer:
    """`holes`: variable parts of what is replaced; `kept`: those that were written again. `constants` may be, too."""

    quote: str
    holes: Holes
    constants: Holes = ()
    kept: set[str] = field(default_factory=set)

    def chain(self, links: Sequence[Wanted]) -> str:
        return ".".join(self.link(one.call) for one in links)

    def link(self, call: Call) -> str:
        if call.name in PROPERTIES:
            return call.name
        args = [self.value(value) for value in call.args]
        args += [f"{name}={self.value(value)}" for name, value in call.options.items()]
        return f"{call.name}({', '.join(args)})"

    def value(self, value: Value) -> str:
        if not isinstance(value, str):
            return str(value) if not isinstance(value, Pattern) else ""
        for hole, was in (*self.holes, *self.constants):
            if was and value == was and not hole.in_f_string:
                self.kept.add(hole.code)
                return hole.code
        return self._text(value)

    def _text(self, text: str) -> str:
        pieces: list[str | Hole] = [text]
        for hole, was in sorted(self.holes, key=lambda pair: -len(pair[1])):
            pieces = [part for piece in pieces for part in self._parted(piece, hole, was)]
        codes = [_braced(piece) for piece in pieces if isinstance(piece, Hole)]
        if not codes:
            return quoted(text, self.quote)
        quote = next((one for one in (self.quote, '"', "'") if not any(one in code for code in codes)), "")
        if not quote or any("\\" in code for code in codes):
            raise CannotEdit("A variable part of the locator cannot be written into the new one.")
        body = [_braced(one) if isinstance(one, Hole) else _in_f_string(one, quote) for one in pieces]
        return f"f{quote}{''.join(body)}{quote}"

    def _parted(self, piece: str | Hole, hole: Hole, was: str) -> list[str | Hole]:
        if isinstance(piece, Hole) or not was:
            return [piece]
        found = list(re.finditer(rf"(?<!\w){re.escape(was)}(?!\w)", piece))
        if len(found) != 1:
            return [piece]
        self.kept.add(hole.code)
        return [piece[: found[0].start()], hole, piece[found[0].end() :]]


def _braced(hole: Hole) -> str:
    return hole.code if hole.in_f_string else f"{{{hole.code}}}"


def _in_f_string(text: str, quote: str) -> str:
    return quoted(text, quote, other=False)[1:-1].replace("{", "{{").replace("}", "}}")


def quoted(text: str, quote: str, *, other: bool = True) -> str:
    """`other`: in the other quotes, when it has these."""
    if other and quote in text:
        quote = next((one for one in "\"'" if one not in text), quote)
    inner = json.dumps(text, ensure_ascii=False)[1:-1]
    if quote == "'":
        inner = inner.replace('\\"', '"').replace("'", "\\'")
    return f"{quote}{inner}{quote}"


def quote_of(text: str) -> str:
    """The one that the source uses most."""
    return "'" if text.count("'") > text.count('"') else '"'
