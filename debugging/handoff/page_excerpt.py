"""The part of a page's outline around one element: what is near it, what it is in, and the landmarks of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from debugging.handoff.outline import Outlined
from debugging.handoff.outlined_element import LANDMARKS

DIALOGS: Final = ("dialog", "alertdialog")
AROUND: Final = 0.7  # of the lines
BEFORE: Final = 0.4  # of those around the element


def excerpt(
    lines: Sequence[Outlined], node: HtmlElement | None, *, most: int, mark: str, others: Collection[str]
) -> str:
    """About `most` lines. Without `node`, from where the page's own content begins.

    Each line begins with '*' when `others`, the lines of the page it is compared with, do not have it; that of `node`
    ends with `mark`.
    """
    at = place_of(lines, node) if node is not None else None
    kept = sorted(_kept(lines, at, most, others))
    shown: list[str] = []
    following = 0
    for place in kept:
        if place == following + 1:  # takes no more room than to say that it was left out
            shown.append(_shown(lines[following], "", others))
        elif place > following:
            shown.append(_left_out(place - following, lines[place].depth))
        shown.append(_shown(lines[place], mark if place == at else "", others))
        following = place + 1
    if following == len(lines) - 1:
        shown.append(_shown(lines[following], "", others))
    elif following < len(lines):
        shown.append(_left_out(len(lines) - following, 0))
    return "\n".join(shown)


def place_of(lines: Sequence[Outlined], node: HtmlElement) -> int | None:
    """Where its line is, or that of the innermost element around it that has one."""
    places = {line.node: place for place, line in reversed(list(enumerate(lines)))}
    return next((places[one] for one in (node, *node.iterancestors()) if one in places), None)


def _beginning(lines: Sequence[Outlined]) -> int:
    return next((place for place, line in enumerate(lines) if line.role in ("main", *DIALOGS)), 0)


def _kept(lines: Sequence[Outlined], place: int | None, most: int, others: Collection[str]) -> set[int]:
    """Most of them around the place; then what it is in, open dialogs, what is nearest of what differs, landmarks."""
    if len(lines) <= most + most // 3:
        return set(range(len(lines)))
    at = _beginning(lines) if place is None else place
    around = round(most * AROUND)
    before = 0 if place is None else round(around * BEFORE)
    first = max(0, min(at - before, len(lines) - around))
    kept = set(range(first, first + around))
    kept.update(_containers(lines, at))
    for number, line in enumerate(lines):
        if line.role in DIALOGS:
            kept.update(_inside(lines, number, most // 3))
    differs = [number for number, line in enumerate(lines) if others and line.text not in others]
    _add_nearest(kept, differs, at, most)
    _add_nearest(kept, [number for number, line in enumerate(lines) if line.role in LANDMARKS], at, most + most // 3)
    return kept


def _containers(lines: Sequence[Outlined], at: int) -> Iterator[int]:
    depth = lines[at].depth if lines else 0
    for place in range(at - 1, -1, -1):
        if lines[place].depth < depth:
            depth = lines[place].depth
            yield place


def _inside(lines: Sequence[Outlined], place: int, most: int) -> Iterator[int]:
    """The element's own line and the first ones of what is in it."""
    yield place
    for inner in range(place + 1, min(len(lines), place + most)):
        if lines[inner].depth <= lines[place].depth:
            return
        yield inner


def _add_nearest(kept: set[int], places: Iterable[int], at: int, most: int) -> None:
    """As long as there are fewer than `most`."""
    for place in sorted(set(places) - kept, key=lambda place: abs(place - at))[: max(0, most - len(kept))]:
        kept.add(place)


def _shown(line: Outlined, mark: str, others: Collection[str]) -> str:
    sign = "*" if others and line.text not in others else " "
    leads_to = f" → {line.leads_to}" if line.leads_to else ""
    return f"{sign} {'  ' * min(line.depth, 12)}{line.text}{leads_to}{f'   <== {mark}' if mark else ''}"


def _left_out(count: int, depth: int) -> str:
    return f"  {'  ' * min(depth, 12)}({count} more lines)"
