"""The workflows of this process, by name, in the order their modules were imported."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from libretto.declaration import DeclarationError
from libretto.protocol import Rerun, Viewport


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What ``@workflow(...)`` said, checked and normalised."""

    name: str
    function: Callable[..., Any]
    input_model: type[BaseModel] | None
    output_model: type[BaseModel] | None
    credential_names: tuple[str, ...]
    start_url: str | None
    viewport: Viewport | None
    rerun: Rerun = ""

    @property
    def is_async(self) -> bool:
        return inspect.iscoroutinefunction(self.function) or inspect.iscoroutinefunction(
            getattr(self.function, "__call__", None)  # noqa: B004 - asks what it is, not whether it is callable
        )

    @property
    def place(self) -> tuple[str, int]:
        """File and line of the function: the same again when its module is imported twice or reloaded."""
        code = getattr(inspect.unwrap(self.function), "__code__", None)
        return ("", id(self.function)) if code is None else (code.co_filename, code.co_firstlineno)


_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> None:
    known = _definitions.get(definition.name)
    if known is not None and known.place != definition.place:
        file, line = known.place
        raise DeclarationError(
            f'Two workflows are named "{definition.name}"; the other one is in {file}, line {line}. '
            "Give each its own name."
        )
    _definitions[definition.name] = definition


def find(name: str) -> Definition | None:
    return _definitions.get(name)


def all_by_name() -> list[Definition]:
    return [_definitions[name] for name in sorted(_definitions)]
