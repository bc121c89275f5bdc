from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings
from rest_framework.exceptions import ValidationError

from api.fields import IsoDateTime, JsonObject, NoNulCharField, TrueOrFalse, UuidField, WholeNumber
from api.moments import iso


def problem(field: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.run_validation(value)
    assert isinstance(caught.value.detail, list)
    return str(caught.value.detail[0])


def test_uuid() -> None:
    text = "0F8A2C1E-6f3f-4f7e-8d13-2b8a0d6a8e21"
    assert UuidField().run_validation(text) == UUID(text)


@pytest.mark.parametrize(
    "value", ["", "nope", 5, True, [], {}, "0" * 32, "{0f8a2c1e6f3f4f7e8d132b8a0d6a8e21}ab", "٣" * 36]
)
def test_not_a_uuid(value: Any) -> None:
    assert problem(UuidField(), value) == "Invalid uuid"


@pytest.mark.parametrize("text", ["2025-01-31T12:00:00Z", "2025-01-31T12:00:00", "2025-01-31T14:00:00.000+02:00"])
def test_moments_in(text: str) -> None:
    assert IsoDateTime().run_validation(text) == datetime(2025, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01T00:00:00Z", 5, "0001-01-01T00:00:00+14:00"])
def test_not_a_moment(text: Any) -> None:
    assert problem(IsoDateTime(), text)


def test_moments_out() -> None:
    assert iso(datetime(2025, 1, 31, 12, 0, 0, 999_999, tzinfo=UTC)) == "2025-01-31T12:00:00.999Z"
    assert iso(datetime(2025, 1, 31, 14, tzinfo=timezone(timedelta(hours=2)))) == "2025-01-31T12:00:00.000Z"


@pytest.mark.parametrize("value", ["60", True, 1.5, [1], {}])
def test_not_a_whole_number(value: Any) -> None:
    assert problem(WholeNumber(), value) == "A valid integer is required."


def test_whole_numbers() -> None:
    assert [WholeNumber().run_validation(value) for value in (60, 60.0, -1)] == [60, 60, -1]


@pytest.mark.parametrize("value", ["yes", "true", 1, 0, [], {}])
def test_neither_true_nor_false(value: Any) -> None:
    assert problem(TrueOrFalse(), value) == "Must be a valid boolean."


@pytest.mark.parametrize("value", [5, True, 1.5, ["x"]])
def test_not_a_text(value: Any) -> None:
    assert problem(NoNulCharField(), value) == "Not a valid string."


def test_text_keeps_its_blanks() -> None:
    assert NoNulCharField().run_validation(" a ") == " a "


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a\0b", "Holds a NUL character at position 1. Remove it."), ("é\udfff", "Holds half a character")],
)
def test_text_the_database_cannot_hold(text: str, sentence: str) -> None:
    assert problem(NoNulCharField(), text).startswith(sentence)
    assert sentence in problem(JsonObject(), {"a": ["b", {"c": text}]})
    assert sentence in problem(JsonObject(), {"a": {text: 1}})


def test_the_place_in_an_object_is_named() -> None:
    assert problem(JsonObject(), {"a": ["b", {"c": "\0"}]}).startswith("At a[1].c: ")


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


def test_depth() -> None:
    assert JsonObject().run_validation(nested(100)) == nested(100)
    assert problem(JsonObject(), nested(101)) == "Nested deeper than 100 levels. Send a flatter object."
    assert problem(JsonObject(), nested(900)) == "Nested deeper than 100 levels. Send a flatter object."


@pytest.mark.parametrize("value", [[], "a", 5, True])
def test_not_an_object(value: Any) -> None:
    assert problem(JsonObject(), value) == "Not an object. Send {...}."


def test_size(settings: Settings) -> None:
    settings.PARAMS_MAX_BYTES = 12
    assert JsonObject().run_validation({"a": "éé"}) == {"a": "éé"}
    assert problem(JsonObject(), {"a": "ééé"}) == "14 bytes as JSON; the limit is 12 bytes."
    assert JsonObject(max_bytes=None).run_validation({"a": "ééé"})
