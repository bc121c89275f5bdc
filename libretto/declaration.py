"""Checks what stands in ``@workflow(...)`` when the module is imported, and says how to put it right."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from libretto.protocol import VIEWPORT_MOST, Rerun, Viewport

NAME_CHARACTERS = 200


class DeclarationError(Exception):
    """A workflow is declared in a way that cannot work. The message says what to change."""


def checked_name(value: object) -> str:
    if callable(value):
        raise DeclarationError('A workflow needs a name: write @workflow("my-workflow") instead of @workflow.')
    return _label(value, what="The name of a workflow", example='@workflow("my-workflow")')


def checked_credentials(values: object, workflow: str) -> tuple[str, ...]:
    """Trimmed, lower-cased, each once, in the order given."""
    remedy = 'credentials=["portal_password"]'
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise DeclarationError(f'Workflow "{workflow}": credentials must be a list of names, such as {remedy}.')
    what = f'Workflow "{workflow}": the name of a credential'
    return tuple(dict.fromkeys(_label(value, what=what, example=remedy).lower() for value in values))


def checked_model(value: object, workflow: str, parameter: str) -> type[BaseModel] | None:
    if value is None or (isinstance(value, type) and issubclass(value, BaseModel)):
        return value
    raise DeclarationError(
        f'Workflow "{workflow}": {parameter} must be a pydantic model (a class derived from pydantic.BaseModel), '
        f"not {_named(value)}. Leave it out to work with plain dicts."
    )


def checked_input(value: object, workflow: str, credentials: tuple[str, ...]) -> type[BaseModel] | None:
    model = checked_model(value, workflow, "input")
    if model is not None and credentials and "credentials" in model.model_fields:
        raise DeclarationError(
            f'Workflow "{workflow}": {model.__name__} has a field "credentials", but that is where the declared '
            "credentials appear. Rename the field."
        )
    return model


def checked_start_url(value: object, workflow: str) -> str | None:
    if value is None:
        return None
    url = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    usable = bool(parts.netloc) if parts.scheme in {"http", "https"} else parts.scheme in {"about", "data"}
    if not usable or not url.isprintable():
        raise DeclarationError(
            f'Workflow "{workflow}": start_url must be a full address such as "https://example.com/", not {value!r}.'
        )
    return url


def checked_viewport(value: object, workflow: str) -> Viewport | None:
    if value is None:
        return None
    if isinstance(value, Mapping) and set(value) == {"width", "height"} and all(map(_is_length, value.values())):
        return {"width": value["width"], "height": value["height"]}
    raise DeclarationError(
        f'Workflow "{workflow}": viewport must be {{"width": 1366, "height": 768}} with whole numbers '
        f"from 1 to {VIEWPORT_MOST}, not {value!r}."
    )


def checked_rerun(value: object, workflow: str) -> Rerun:
    if value is None:
        return ""
    if value == "safe":
        return "safe"
    raise DeclarationError(
        f'Workflow "{workflow}": rerun must be "safe", not {_short(value)}. Write rerun="safe" when running the '
        "workflow again with the same params does no harm; otherwise leave it out."
    )


def checked_function(value: object, workflow: str) -> Callable[..., Any]:
    remedy = "Write: async def search(ctx, input): ... (or a plain def)."
    if not callable(value) or isinstance(value, type):
        raise DeclarationError(f'Workflow "{workflow}": @workflow goes above a function, not {_named(value)}. {remedy}')
    if inspect.isgeneratorfunction(value) or inspect.isasyncgenfunction(value):
        raise DeclarationError(f'Workflow "{workflow}": the function must return its result, not yield it. {remedy}')
    try:
        inspect.signature(value).bind("ctx", "input")
    except TypeError as error:
        raise DeclarationError(
            f'Workflow "{workflow}": the function is called with two arguments, (ctx, input): {error}. {remedy}'
        ) from None
    return value


def _label(value: object, *, what: str, example: str) -> str:
    label = value.strip() if isinstance(value, str) else ""
    if not label or len(label) > NAME_CHARACTERS or not label.isprintable():
        raise DeclarationError(
            f"{what} must be a text of 1 to {NAME_CHARACTERS} printable characters, not {_short(value)}, "
            f"such as {example}."
        )
    return label


def _is_length(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= VIEWPORT_MOST


def _named(value: object) -> str:
    return value.__qualname__ if isinstance(value, type) else _short(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= NAME_CHARACTERS else f"{text[:NAME_CHARACTERS]}..."
