"""Holds an endpoint to the answer it documents. Tests switch it on (`API_CHECK_RESPONSES`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers

TYPES: list[tuple[type[serializers.Field[Any, Any, Any, Any]], tuple[type, ...]]] = [
    (serializers.UUIDField, (str, UUID)),
    (serializers.DateTimeField, (str, datetime)),
    (serializers.BooleanField, (bool,)),
    (serializers.IntegerField, (int,)),
    (serializers.FloatField, (int, float)),
    (serializers.ChoiceField, (str,)),
    (serializers.CharField, (str,)),
    (serializers.DictField, (dict,)),
]


class UndocumentedAnswer(AssertionError):
    """The answer and its serializer disagree. Change one of them."""


def check(value: Any, field: serializers.Field[Any, Any, Any, Any], place: str = "json") -> None:
    match field:
        case serializers.ListSerializer(child=serializers.Field() as child) | serializers.ListField(child=child):
            _expect(isinstance(value, list), place, f"is {value!r}, not a list")
            for index, item in enumerate(value):
                _check_field(item, child, f"{place}.{index}")
        case serializers.Serializer():
            _expect(isinstance(value, dict), place, f"is {value!r}, not an object")
            _check_keys(value, field, place)
        case _:
            for kind, types in TYPES:
                if isinstance(field, kind):
                    _expect(isinstance(value, types), place, f"is {value!r}, but documented as {kind.__name__}")
                    break


def _check_keys(value: dict[str, Any], serializer: serializers.Serializer[Any], place: str) -> None:
    for name in value:
        _expect(name in serializer.fields, f"{place}.{name}", f"is not declared in {type(serializer).__name__}")
    for name, field in serializer.fields.items():
        if name in value:
            _check_field(value[name], field, f"{place}.{name}")
        else:
            _expect(not field.required, f"{place}.{name}", f"is missing; {type(serializer).__name__} promises it")


def _check_field(value: Any, field: serializers.Field[Any, Any, Any, Any], place: str) -> None:
    if value is None:
        _expect(field.allow_null or type(field) is serializers.JSONField, place, "is null; declare allow_null=True")
    else:
        check(value, field, place)


def _expect(condition: bool, place: str, problem: str) -> None:
    if not condition:
        raise UndocumentedAnswer(f"{place} {problem}")
