"""The shape of results: which keys they have, of which types their values are, what is never empty, what kind of text
a text is. Learnt from results of good runs; says where another result does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from debugging.repair.checking.text_forms import WITH_DIGITS, forms_of

DEPTH_MOST: Final = 30
PROBLEMS_MOST: Final = 10
TOLD_BY_SEVERAL: Final = 3  # values from which on "it always had digits" means something
KEYS_OF_A_MAP: Final = 0.5  # of all keys at most that many are in every object: they are data, not names


@dataclass(frozen=True)
class Shape:
    """Of all values that good runs had at one place."""

    count: int
    types: frozenset[str]
    never_empty: bool = True
    forms: frozenset[str] = frozenset()  # that every text had
    always: frozenset[str] = frozenset()  # keys
    keys: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None  # of lists, and of objects whose keys are data


def shape_of(values: Sequence[Any], depth: int = 0) -> Shape:
    """`values` are JSON, at least one."""
    types = frozenset(map(type_of, values))
    if depth == DEPTH_MOST:
        return Shape(len(values), types, never_empty=False)
    objects = [value for value in values if isinstance(value, dict)]
    always = frozenset.intersection(*map(frozenset, objects)) if objects else frozenset()
    named = frozenset(key for one in objects for key in one)
    is_map = len(objects) > 1 and len(always) < KEYS_OF_A_MAP * len(named)
    items = [item for value in values if isinstance(value, list) for item in value]
    items += [item for one in objects for item in one.values()] if is_map else []
    return Shape(
        len(values),
        types,
        never_empty=not any(map(is_empty, values)),
        forms=_forms([value for value in values if isinstance(value, str) and value.strip()]),
        always=frozenset() if is_map else always,
        keys={} if is_map else {key: _of_key(objects, key, depth) for key in named},
        items=shape_of(items, depth + 1) if items else None,
    )


def _forms(texts: Sequence[str]) -> frozenset[str]:
    if not texts:
        return frozenset()
    shared = frozenset.intersection(*map(forms_of, texts))
    return shared if len(texts) >= TOLD_BY_SEVERAL else shared - {WITH_DIGITS}


def _of_key(objects: Sequence[dict[str, Any]], key: str, depth: int) -> Shape:
    return shape_of([one[key] for one in objects if key in one], depth + 1)


def misfits(shape: Shape, value: Any) -> list[str]:
    """Sentences, the first few. They name places, never values."""
    return [problem for problem, _ in zip(_misfits(shape, value, ""), range(PROBLEMS_MOST), strict=False)]


def _misfits(shape: Shape, value: Any, place: str) -> Iterator[str]:
    where = place or "The result"
    kind = type_of(value)
    if kind not in shape.types:
        yield f"{where} is {_WORDS[kind]}; in good runs it was {_either(shape.types)}."
    elif is_empty(value) and shape.never_empty:
        yield f"{where} is empty; in good runs it never was."
    elif isinstance(value, str) and value.strip() and (missing := shape.forms - forms_of(value)):
        form = min(missing, key=lambda form: (form == WITH_DIGITS, form))
        yield f"{where} is not {form}; in good runs it always was."
    elif isinstance(value, dict):
        yield from _of_object(shape, value, place)
    elif isinstance(value, list) and shape.items is not None:
        for number, item in enumerate(value):
            yield from _misfits(shape.items, item, f"{place}[{number}]")


def _of_object(shape: Shape, value: dict[str, Any], place: str) -> Iterator[str]:
    for key in sorted(shape.always - set(value)):
        yield f"{_below(place, key)} is missing; in good runs it was always there."
    for key, item in value.items():
        inner = shape.keys.get(key, None if shape.keys else shape.items)
        if inner is not None:
            yield from _misfits(inner, item, _below(place, key))
        elif shape.keys:
            yield f"{_below(place, key)} is new; no good run had it."


def type_of(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
    return "object"


def is_empty(value: Any) -> bool:
    return (
        not value.strip() if isinstance(value, str) else value is None or (isinstance(value, list | dict) and not value)
    )


_WORDS: Final = {
    "nothing": "nothing",
    "yes or no": "a yes or no",
    "number": "a number",
    "text": "a text",
    "list": "a list",
    "object": "an object",
}


def _either(types: frozenset[str]) -> str:
    return " or ".join(_WORDS[kind] for kind in sorted(types))


def _below(place: str, key: str) -> str:
    shown = key if len(key) <= 60 else f"{key[:59]}…"
    return f"{place}.{shown}" if place else shown
