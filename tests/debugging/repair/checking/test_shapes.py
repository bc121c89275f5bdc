"""The shape of results. Many results are made up by chance, always the same ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from debugging.repair.checking.shapes import is_empty, misfits, shape_of, type_of

ROUNDS = 150
WORDS = ("Red shoes", "12,99 €", "", "2026-11-27", "https://a.example/b", "a@b.example", "17", "Ünïcode", "line\nline")
SHOES = {"name": "Red shoes", "price": "12,99 €", "url": "/p/1", "stock": 3}
HAT = {"name": "Hat", "price": "7,00 €", "url": "/p/2", "stock": 0.5, "old": "1"}
GOOD: list[dict[str, Any]] = [
    {"items": [SHOES], "note": None, "paid": True},
    {
        "items": [{"name": "Hat", "price": "7,00 €", "url": "/p/2", "stock": 0.5, "old": "1"}],
        "note": "x",
        "paid": False,
    },
]


def chances() -> Iterator[Random]:
    return map(Random, range(ROUNDS))


def made_up(chance: Random, depth: int = 0) -> Any:
    kind = chance.randrange(5 if depth == 3 else 7)
    match kind:
        case 0:
            return None
        case 1:
            return chance.random() < 0.5
        case 2:
            return chance.choice([0, 1, -5, 2.5, 10**12])
        case 3 | 4:
            return chance.choice(WORDS)
        case 5:
            return [made_up(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {key: made_up(chance, depth + 1) for key in chance.sample("abcdef", chance.randrange(4))}


def results_of_one_workflow(chance: Random) -> list[dict[str, Any]]:
    """The same keys, filled."""
    return [
        {
            "title": f"Order {number}",
            "total": 1.5 * number,
            "rows": [{"sku": f"A{number}", "ok": True}],
            "state": "paid",
        }
        for number in (chance.randrange(1, 999) for _ in range(chance.randrange(1, 5)))
    ]


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places_in(item, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    changed = copy.deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


def test_whatever_good_runs_had_fits_in_any_order() -> None:
    for chance in chances():
        values = [made_up(chance) for _ in range(chance.randrange(1, 7))]
        shape = shape_of(values)
        assert [misfits(shape, value) for value in values] == [[] for _ in values]
        assert shape_of(values[::-1]) == shape


def test_another_type_anywhere_is_told() -> None:
    for chance in chances():
        values = results_of_one_workflow(chance)
        path = chance.choice(list(places_in(values[0])))
        old = values[0]
        for key in path:
            old = old[key]
        other = chance.choice([one for one in ([1], {"k": 1}, "a word", 7, True, None) if type_of(one) != type_of(old)])
        [problem, *_] = misfits(shape_of(values), put(values[0], path, other))
        assert "in good runs" in problem


def test_what_was_never_empty_must_not_be() -> None:
    for chance in chances():
        values = results_of_one_workflow(chance)
        paths = [path for path in places_in(values[0]) if isinstance(path[-1], str)]
        path = chance.choice([path for path in paths if path[-1] in ("title", "rows", "state", "sku")])
        empty = [] if path[-1] == "rows" else chance.choice(["", "  \n"])
        assert is_empty(empty)
        assert misfits(shape_of(values), put(values[0], path, empty)) != []


def test_a_key_that_was_always_there_must_be() -> None:
    for chance in chances():
        values = results_of_one_workflow(chance)
        key = chance.choice(sorted(values[0]))
        less = {name: value for name, value in values[0].items() if name != key}
        assert misfits(shape_of(values), less) == [f"{key} is missing; in good runs it was always there."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"items": []}, "items is empty"),
        ({"items": None}, "items is nothing; in good runs it was a list"),
        ({"items": [{**SHOES, "price": "Add to basket"}]}, "items[0].price is not an amount of money"),
        ({"items": [{**SHOES, "url": "Red shoes"}]}, "items[0].url is not an address"),
        ({"items": [{**SHOES, "stock": "3"}]}, "items[0].stock is a text; in good runs it was a number"),
        ({"paid": 1}, "paid is a number; in good runs it was a yes or no"),
        ({"extra": 1}, "extra is new"),
    ],
)
def test_what_is_told(change: dict[str, Any], said: str) -> None:
    [problem] = misfits(shape_of(GOOD), {**GOOD[0], **change})
    assert problem.startswith(said)


@pytest.mark.parametrize("change", [{"note": "", "paid": False}, {"note": None}, {"items": [HAT] * 3}])
def test_what_has_been_before_may_be_again(change: dict[str, Any]) -> None:
    assert misfits(shape_of(GOOD), {**GOOD[0], **change}) == []


def test_keys_that_are_data_may_be_others() -> None:
    good = [{"A-1": 5, "A-2": 6}, {"A-3": 7, "A-4": 8}]
    assert misfits(shape_of(good), {"B-9": 1}) == []
    assert misfits(shape_of(good), {"B-9": "one"}) == ["B-9 is a text; in good runs it was a number."]


def test_digits_mean_something_after_several_runs() -> None:
    assert misfits(shape_of(["Order 1", "Order 2"]), "Order") == []
    assert misfits(shape_of(["Order 1", "Order 2", "Order 3"]), "Order") == [
        "The result is not a text with digits; in good runs it always was."
    ]


def test_values_are_never_told() -> None:
    assert "zebra" not in str(misfits(shape_of([{"pin": 1}]), {"pin": "zebra-42"}))


def test_very_deep_and_very_long_results_end() -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]
    assert misfits(shape_of([deep]), deep) == []
    assert len(misfits(shape_of([[1]]), ["x"] * 10_000)) == 10
