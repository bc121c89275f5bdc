"""Whether a link of the source is what Playwright said that the run looked for, and what its variable parts were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import libcst as cst

from debugging.agent.locators import Call, Pattern, read_locator
from debugging.agent.locators import Value as Said
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.links import Link, links_of
from debugging.repair.editing.meanings import Meaning, meanings
from debugging.repair.editing.pieces import Hole
from debugging.repair.editing.values import DEEPEST, Value, values
from debugging.repair.editing.written import Frame, Written
from runtime.tracing.selectors import readable_selector

_FILTERS: Final = ("has_text", "has_not_text", "has", "has_not", "visible")
UNKNOWN: Final = "\0"  # of a variable part: no new locator has it
BY_PLACE: Final = frozenset({"first", "last", "nth"})
_ENGINES: Final = ("xpath=", "css=")


@dataclass(frozen=True, eq=False)
class Fitted:
    """A link, the calls that it was in the run, and what it was given there."""

    link: Link
    calls: tuple[Call, ...]
    given: Mapping[str, Value] = field(default_factory=dict)  # by option, or "0" for the first argument
    holes: tuple[tuple[Hole, str], ...] = ()


@dataclass(frozen=True, eq=False)
class _Part:
    """What a link should be in Playwright's words: the arguments are still to be compared."""

    name: str
    first: Value | str | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    constant: Call | None = None


def fits(bundle: Bundle, link: Link, frame: Frame | None, said: tuple[Call, ...]) -> Iterator[Fitted]:
    """The ways in which the last of `said` are this link."""
    if said and said[-1].name in BY_PLACE and link.name in ("all", "nth") and _is_open(bundle, link, frame):
        place = Hole(link.source.code(link.node))
        yield Fitted(link, said[-1:], holes=((place, UNKNOWN),))
        return
    given = {name: list(values(bundle, Written(link.source, node, frame))) for name, node in _given(link).items()}
    for chosen in product(*given.values()):
        named = dict(zip(given, chosen, strict=True))
        parts = list(_parts(link.name, named))
        calls = said[len(said) - len(parts) :] if 0 < len(parts) <= len(said) else ()
        found = [_compared(bundle, part, call) for part, call in zip(parts, calls, strict=False)]
        holes = [one for one in found if one is not None]
        if found and len(holes) == len(parts):
            yield Fitted(link, calls, named, tuple(pair for pairs in holes for pair in pairs))


def _is_open(bundle: Bundle, link: Link, frame: Frame | None) -> bool:
    """Which of the elements it is depends on the run: `rows.nth(number)`, or `row` of `for row in rows.all()`."""
    places = [value for node in link.positional for value in values(bundle, Written(link.source, node, frame))]
    return all(value.text is not None and value.constant is None for value in places)


def _given(link: Link) -> dict[str, cst.BaseExpression]:
    return {**{str(number): node for number, node in enumerate(link.positional)}, **link.options}


def _parts(name: str, given: Mapping[str, Value]) -> Iterator[_Part]:
    first = given.get("0")
    if name in ("locator", "frame_locator") and first is not None:
        if first.constant is not None:
            yield from (_Part(call.name, constant=call) for call in read_locator(readable_selector(first.constant)))
        else:
            yield _Part("locator", first)
        if name == "frame_locator":
            yield _Part("content_frame")
    elif name == "nth" and first is not None and first.other in (0, -1):
        yield _Part("first" if first.other == 0 else "last")
    elif name != "filter":
        options = {option: value for option, value in given.items() if not option.isdigit()}
        yield _Part(name, first, options)
    if name in ("filter", "locator"):
        yield from (_Part("filter", options={option: given[option]}) for option in _FILTERS if option in given)


def _compared(bundle: Bundle, part: _Part, call: Call) -> tuple[tuple[Hole, str], ...] | None:
    """What the holes were; None when it is another call."""
    if part.name != call.name:
        return None
    if part.constant is not None:
        return () if _bare(part.constant.text) == _bare(call.text) else None
    pairs: list[tuple[Hole, str]] = []
    wanted = {name: value for name, value in part.options.items() if value.other is not False}
    if set(wanted) != {name for name, value in call.options.items() if value is not False}:
        return None
    first = call.args[0] if call.args else None
    asked = [(part.first, first), *((value, call.options[name]) for name, value in wanted.items())]
    for value, said in asked:
        holes = _same(bundle, value, said)
        if holes is None:
            return None
        pairs += holes
    return tuple(pairs)


def _same(bundle: Bundle, value: Value | str | None, said: Said) -> tuple[tuple[Hole, str], ...] | None:
    if value is None or isinstance(value, str):
        return () if said is None else None
    if isinstance(value.other, Pattern):
        return () if isinstance(said, Pattern) and said.ignores_case == value.other.ignores_case else None
    if value.text is not None and isinstance(said, str):
        return value.filled(said) or (() if value.constant == said else None)
    if value.text is not None:  # a locator, or a pattern that is made elsewhere
        known = value.constant is not None or isinstance(said, str)
        return None if known else tuple((hole, UNKNOWN) for hole in value.holes if _varies(bundle, value.written))
    return () if value.other == said else None


def _varies(bundle: Bundle, written: Written, depth: int = 0) -> bool:
    """Not all of a nested locator, or of a pattern, is written in the source: what it was in the run is not known."""
    if depth > DEEPEST:
        return True
    root, links = links_of(written.source, written.node)
    given = [written.other(arg.value) for link in links for arg in link.args]
    if any(not _is_literal(bundle, one) and _varies(bundle, one, depth + 1) for one in given):
        return True
    found = list(meanings(bundle, written.other(root)))
    if links:  # it begins with a page, or with another locator
        return any(_is_chain(one.value) and (_is_given(one) or _varies(bundle, one.value, depth + 1)) for one in found)
    return len(found) != 1 or _is_given(found[0]) or _varies(bundle, found[0].value, depth + 1)


def _is_literal(bundle: Bundle, written: Written) -> bool:
    value = next(values(bundle, written))
    return not value.through and not value.holes


def _is_chain(written: Written) -> bool:
    return bool(links_of(written.source, written.node)[1])


def _is_given(meaning: Meaning) -> bool:
    """By whoever calls the function."""
    return meaning.via == "parameter"


def _bare(selector: str) -> str:
    return next((selector.removeprefix(engine) for engine in _ENGINES if selector.startswith(engine)), selector)
