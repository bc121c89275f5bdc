"""What differs between the locator that the source has and the new one: links in the middle, or a single value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debugging.agent.locators import Call
from debugging.repair.editing.chains import Chain
from debugging.repair.editing.links import Link
from debugging.repair.editing.matching import Fitted
from debugging.repair.editing.pieces import Hole
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.editing.values import Value
from debugging.repair.editing.wanted import Wanted, same


@dataclass(frozen=True, eq=False)
class Difference:
    """`old` links become `new` ones, or go. Without `old`, the new ones come before the link `before`."""

    old: tuple[Fitted, ...]
    new: tuple[Wanted, ...]
    before: Fitted | None = None


def difference(chain: Chain, new: Sequence[Wanted]) -> Difference:
    old = chain.links
    of_old, of_new = [one.calls for one in old], [one.calls for one in new]
    by_selector = any(one.link.selector is not None for one in old)
    first = (0, 0) if by_selector else _in_common(of_old, of_new)
    rest = of_old[first[0] :], of_new[first[1] :]
    last = (0, 0) if by_selector else _in_common(rest[0][::-1], rest[1][::-1], backwards=True)
    if first[0] + last[0] == len(old) and first[1] + last[1] == len(new):
        raise CannotEdit("The workflow already has this locator.")
    kept, wanted = old[first[0] : len(old) - last[0]], tuple(new[first[1] : len(new) - last[1]])
    before = old[first[0]] if not kept and first[0] < len(old) else None
    if not kept and before is None:  # something is added at the end
        return Difference(old[-1:], tuple(new[first[1] - 1 :])) if first[0] == first[1] else Difference(old, tuple(new))
    return Difference(kept, wanted, before)


def _in_common(
    old: Sequence[tuple[Call, ...]], new: Sequence[tuple[Call, ...]], *, backwards: bool = False
) -> tuple[int, int]:
    """How many of both say the same from the beginning on; one way to say it may take more links than the other."""
    best = (0, 0)
    for of_old in range(1, len(old) + 1):
        for of_new in range(1, len(new) + 1):
            these, those = (_flat(part[::-1] if backwards else part) for part in (old[:of_old], new[:of_new]))
            if same(these, those):
                best = max(best, (of_old, of_new))
    return best


def _flat(links: Sequence[tuple[Call, ...]]) -> tuple[Call, ...]:
    return tuple(call for calls in links for call in calls)


@dataclass(frozen=True, eq=False)
class OneValue:
    """A text that stands elsewhere: in a constant, or where a function is called."""

    value: Value
    text: str


def one_value(found: Difference) -> OneValue | None:
    """The only thing that differs, when it is a literal that does not stand in the locator itself."""
    if len(found.old) != 1 or len(found.new) != 1:
        return None
    old, new = found.old[0], found.new[0].call
    if old.link.name != new.name:
        return None
    given = {**{str(number): value for number, value in enumerate(new.args)}, **new.options}
    if set(given) != set(old.given):
        return None
    differing = [name for name, value in given.items() if value != _said(old.given[name])]
    if len(differing) != 1 or not isinstance(given[differing[0]], str):
        return None
    value = old.given[differing[0]]
    if not value.through or value.literal is None:
        return None
    return OneValue(value, str(given[differing[0]]))


def _said(value: Value) -> object:
    return value.constant if value.text is not None else value.other


def must_be_kept(links: Sequence[Fitted]) -> Iterator[tuple[Hole, str]]:
    """Variable parts, and what a function was given."""
    for fitted in links:
        yield from (pair for pair in fitted.holes if not pair[0].constant)
        for value in fitted.given.values():
            given = any(one.via in ("parameter", "loop") for one in value.through)
            if value.constant is not None and given:
                yield Hole(value.written.code, parameter=True), value.constant


def may_be_kept(links: Sequence[Fitted]) -> Iterator[tuple[Hole, str]]:
    """Constants that the new locator may use again."""
    for fitted in links:
        for value in fitted.given.values():
            if value.constant and any(one.via in ("constant", "variable") for one in value.through[:1]):
                yield Hole(value.written.code), value.constant


def constant_parts(links: Sequence[Fitted]) -> list[tuple[Hole, str]]:
    return [pair for fitted in links for pair in fitted.holes if pair[0].constant]


def depends_on_caller(links: Sequence[Fitted]) -> bool:
    """Something in them is a parameter of the function that they stand in."""
    return any(hole.parameter for hole, _ in must_be_kept(links))


def in_playwrights_words(links: Sequence[Fitted]) -> tuple[Call, ...]:
    return tuple(call for one in links for call in one.calls)


def standing(links: Sequence[Fitted]) -> tuple[Link, ...]:
    return tuple(one.link for one in links)
