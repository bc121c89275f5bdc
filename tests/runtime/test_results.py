from __future__ import annotations

import collections
import dataclasses
import enum
import ipaddress
import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from libretto.credentials import Credentials
from libretto.protocol import ErrorCode
from libretto.registry import Definition
from runtime.python_child.failures import RunFailed
from runtime.python_child.results import result_value

LIMIT = 1000


class Row(BaseModel):
    price: Decimal
    name: str = Field(alias="rowName", default="")


class Rows(BaseModel):
    rows: list[Row]


@dataclasses.dataclass
class Point:
    x: int
    rows: list[Row]


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


Pair = collections.namedtuple("Pair", ["a", "b"])


def converted(returned: Any, *, output: type[BaseModel] | None = None, most_bytes: int = LIMIT) -> Any:
    definition = Definition(
        name="w",
        function=lambda ctx, input: None,
        input_model=None,
        output_model=output,
        credential_names=(),
        start_url=None,
        viewport=None,
    )
    value = result_value(definition, returned, most_bytes)
    json.dumps(value, allow_nan=False).encode()
    return value


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("é😀", "é😀"),
        ("a\0b\ud800", "a\ufffdb\ufffd"),
        ({"a": (1, [2, {3}])}, {"a": [1, [2, [3]]]}),
        ({"b", "a"}, ["a", "b"]),
        ({"x": 1}.keys(), ["x"]),
        (collections.deque([1]), [1]),
        (Pair(1, 2), [1, 2]),
        (collections.OrderedDict(a=1), {"a": 1}),
        (Colour.RED, "red"),
        (Level.HIGH, 3),
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(3, 4), "03:04:00"),
        (timedelta(hours=1), "PT1H"),
        (Decimal("1.10"), "1.10"),
        (Path("/a/b"), "/a/b"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (ipaddress.ip_address("::1"), "::1"),
        (Row(price=Decimal("2.50"), rowName="x"), {"price": "2.50", "rowName": "x"}),
        (Point(1, [Row(price=Decimal(3))]), {"x": 1, "rows": [{"price": "3", "rowName": ""}]}),
        (
            {1: "a", None: "b", Colour.RED: "c", date(2026, 1, 2): "d"},
            {"1": "a", "null": "b", "red": "c", "2026-01-02": "d"},
        ),
        (2**100, 2**100),
    ],
)
def test_what_json_has_or_nearly_has(returned: Any, expected: Any) -> None:
    value = converted(returned)
    assert value == expected
    assert type(value) is type(expected)


def endless() -> Any:
    while True:
        yield 1


def circle() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


async def coroutine() -> None: ...


@pytest.mark.parametrize(
    ("returned", "complaint"),
    [
        ({"rows": [{}, {}, {}, {"price": float("nan")}]}, "result.rows[3].price is nan, which JSON does not have"),
        (float("inf"), "result is inf, which JSON does not have"),
        (Decimal("NaN"), "result is NaN, which JSON does not have"),
        ({"file": b"abc"}, "result.file is bytes; decode it, or return it as base64 text"),
        ([object()], "result[0] is a object; return texts, numbers, lists and dicts"),
        ([Row], "result[0] is a ModelMetaclass; return"),
        (endless(), "result is a generator that has not been run"),
        (map(str, [1]), "result is a map that has not been run"),
        (circle(), "is nested more than 100 levels deep, or contains itself"),
        ({(1, 2): 3}, "result has a key of type tuple; use texts as keys"),
        ({1: "a", "1": "b"}, "result has two keys that are both '1' in JSON"),
        ({"n": 10**5000}, "result.n is a number with thousands of digits"),
        ({"c": Credentials({"a": "b"})}, "result.c holds credentials"),
    ],
)
def test_what_json_does_not_have(returned: Any, complaint: str) -> None:
    with pytest.raises(RunFailed) as caught:
        converted(returned)
    assert caught.value.code == ErrorCode.RESULT_NOT_JSON
    assert caught.value.message.startswith("The result cannot be written as JSON: result")
    assert complaint in caught.value.message
    assert len(caught.value.message) < 300


def test_a_coroutine_nobody_awaited() -> None:
    forgotten = coroutine()
    with pytest.raises(RunFailed, match="result is a coroutine that has not been run; await it"):
        converted(forgotten)
    forgotten.close()


def test_the_limit_counts_bytes_and_names_both_numbers() -> None:
    assert converted("é" * 499) == "é" * 499
    with pytest.raises(RunFailed, match="The result has 1,002 bytes as JSON; at most 1,000 bytes are stored") as caught:
        converted("é" * 500)
    assert caught.value.code == ErrorCode.RESULT_TOO_LARGE


def test_a_small_value_that_unfolds_without_end_is_stopped() -> None:
    bomb: list[Any] = []
    for _ in range(80):
        bomb = [bomb, bomb]
    with pytest.raises(RunFailed, match=r"The result has more than 20,0\d\d bytes as JSON"):
        converted(bomb)


@pytest.mark.parametrize("returned", [Rows(rows=[Row(price=Decimal(1))]), {"rows": [{"price": 1}]}])
def test_an_output_model_takes_its_instance_and_what_fits(returned: Any) -> None:
    assert converted(returned, output=Rows) == {"rows": [{"price": "1", "rowName": ""}]}


def test_an_output_that_does_not_fit_has_a_line_a_field() -> None:
    with pytest.raises(RunFailed) as caught:
        converted({"rows": [{"price": 1}, {"price": "much"}, {}]}, output=Rows)
    assert caught.value.code == ErrorCode.INVALID_OUTPUT
    assert caught.value.message.splitlines() == [
        'Invalid output of workflow "w":',
        "- rows[1].price: Input should be a valid decimal",
        "- rows[2].price: Field required",
    ]


def test_nothing_returned_does_not_fit() -> None:
    with pytest.raises(RunFailed, match="- result: Input should be a valid dictionary or instance of Rows"):
        converted(None, output=Rows)


def test_an_error_of_the_users_while_the_value_is_read_is_the_users() -> None:
    class Broken(dict[str, int]):
        def items(self) -> Any:
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        converted(Broken())
