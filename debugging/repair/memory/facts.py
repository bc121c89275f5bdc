"""What is kept of an element: all that it could be known again by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from debugging.agent.page_content import PageContent
from debugging.agent.page_element import Element as Seen
from debugging.agent.page_element import text_of
from debugging.repair.locating.pages.described import described
from debugging.repair.locating.pages.tree import Tree
from runtime.tracing.page_source import Box
from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE

TEXT_MOST: Final = 300
ATTRIBUTES_MOST: Final = 60
_LEADS_TO: Final = ("href", "src", "alt", "id", "value")
# What changes without the element becoming another one: it is kept, but it is no drift.
_AROUND: Final = frozenset({"x", "y", "width", "height", "area", "shape", "neighbor_text", "equals", "place"})


def facts_of(seen: Seen, content: PageContent, tree: Tree, box: Box | None) -> dict[str, Any]:
    """In the form of debugging/relocation/elements.py, and with these besides: `accessible_role`, `accessible_name`,
    `label`, `form` (id, name, action and method), `frames` (the outermost first), `equals` and `place` (of how many
    with that role and name it is which, from 0), `written` (its attributes, all of them)."""
    given: dict[str, Any] = {
        **described(seen, tree).given,
        **{name: seen.get(name)[:TEXT_MOST] for name in _LEADS_TO},
        **_geometry(box),
        "accessible_role": seen.role,
        "accessible_name": seen.name[:TEXT_MOST],
        "label": seen.label[:TEXT_MOST],
        "form": _form(seen),
        "frames": list(seen.frames),
        "written": dict(islice(_written(seen), ATTRIBUTES_MOST)),
    }
    return {name: value for name, value in given.items() if value} | _place(seen, content)


def looks_otherwise(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether it has drifted: not only what is around it."""
    return any(before.get(name) != now.get(name) for name in {*before, *now} - _AROUND)


def _geometry(box: Box | None) -> dict[str, int]:
    if box is None:
        return {}
    known = {name: round(value) for name, value in box._asdict().items()}
    shape = round(100 * known["width"] / known["height"]) if known["height"] else 0
    return known | {"area": known["width"] * known["height"], "shape": shape}


def _written(seen: Seen) -> Iterator[tuple[str, str]]:
    for name, value in seen.node.attrib.items():
        if name != TARGET_ATTRIBUTE:
            yield str(name), str(value)


def _form(seen: Seen) -> dict[str, str]:
    form = next(seen.node.iterancestors("form"), None)
    if form is None:
        return {}
    named = {name: str(form.get(name) or "") for name in ("id", "name", "action", "method", "role", "aria-label")}
    legend = next(form.iter("legend", "h1", "h2", "h3"), None)
    named["title"] = text_of(legend)[:TEXT_MOST] if legend is not None else ""
    return {name: value for name, value in named.items() if value}


def _place(seen: Seen, content: PageContent) -> dict[str, int]:
    equals = [one for one in content.elements if one.tag == seen.tag and _is_called(one, seen)]
    place = next((number for number, one in enumerate(equals) if one.node is seen.node), 0)
    return {"equals": len(equals), "place": place}


def _is_called(one: Seen, seen: Seen) -> bool:
    return one.role == seen.role and one.name == seen.name
