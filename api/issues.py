"""What is wrong with a request's fields, in the words of the contract (`data.issues[]`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework.exceptions import ErrorDetail
from rest_framework.settings import api_settings

# DRF's codes, in the vocabulary of the service whose contract this is.
CODES = {
    "required": "invalid_type",
    "null": "invalid_type",
    "invalid": "invalid_type",
    "not_a_list": "invalid_type",
    "not_a_dict": "invalid_type",
    "blank": "too_small",
    "empty": "too_small",
    "min_length": "too_small",
    "min_value": "too_small",
    "max_length": "too_big",
    "max_value": "too_big",
    "max_string_length": "too_big",
    "invalid_choice": "invalid_enum_value",
}
INVALID_UUID = "invalid_uuid"


@dataclass(frozen=True)
class Issue:
    code: str
    message: str
    path: tuple[str | int, ...]
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {**self.more, "code": self.code, "message": self.message, "path": list(self.path)}

    def sentence(self) -> str:
        """'viewport.width: A valid integer is required.'"""
        place = ".".join(str(part) for part in self.path)
        return f"{place}: {self.message}" if place else self.message


def issues_of(detail: Any, path: tuple[str | int, ...] = ()) -> list[Issue]:
    """DRF's nested error detail as a flat list."""
    return list(_walk(detail, path))


def _walk(detail: Any, path: tuple[str | int, ...]) -> Iterator[Issue]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _walk(inner, path if name == api_settings.NON_FIELD_ERRORS_KEY else (*path, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _walk(inner, (*path, place) if isinstance(inner, (Mapping, list)) else path)
    else:
        yield _issue(detail, path)


def _issue(detail: ErrorDetail, path: tuple[str | int, ...]) -> Issue:
    if detail.code == INVALID_UUID:
        return Issue(code="invalid_string", message="Invalid uuid", path=path, more={"validation": "uuid"})
    return Issue(code=CODES.get(detail.code or "", "custom"), message=str(detail), path=path)
