"""From the run's params and secrets to what the workflow gets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from libretto.credentials import Credentials, attach
from libretto.protocol import ErrorCode
from libretto.registry import Definition
from runtime.python_child.failures import RunFailed
from runtime.python_child.wire_text import cut_end

MOST_LINES = 50
LINE_BYTES = 1000


def declared_credentials(definition: Definition, given: Mapping[str, str]) -> Credentials:
    """Only what the workflow declares, and all of it."""
    by_name = {name.strip().lower(): value for name, value in given.items()}
    missing = [name for name in definition.credential_names if name not in by_name]
    if missing:
        names = ", ".join(missing)
        raise RunFailed(
            ErrorCode.MISSING_CREDENTIALS,
            f'Workflow "{definition.name}" needs credentials that are not stored: {names}. Store them, then run again.',
        )
    return Credentials({name: by_name[name] for name in definition.credential_names})


def checked_input(definition: Definition, params: dict[str, Any], credentials: Credentials) -> Any:
    """A model instance, or the params themselves without a model; credentials attached when declared.

    Params are JSON and are read as such: a strict model takes a date written as text.
    """
    value: Any = params if definition.input_model is None else _validated(definition.input_model, definition, params)
    return attach(value, credentials) if definition.credential_names else value


def field_lines(error: ValidationError, top: str) -> str:
    """'- rows[3].price: reason', one line a field. `top` names the value itself."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [_line(detail, top) for detail in errors[:MOST_LINES]]
    if len(errors) > MOST_LINES:
        lines.append(f"- … and {len(errors) - MOST_LINES} more")
    return "\n".join(lines)


def path_text(parts: Iterable[str | int]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


def _validated(model: type[BaseModel], definition: Definition, params: dict[str, Any]) -> BaseModel:
    try:
        return model.model_validate_json(json.dumps(params))
    except ValidationError as error:
        message = f'Invalid input for workflow "{definition.name}":\n{field_lines(error, "input")}'
        raise RunFailed(ErrorCode.INVALID_INPUT, message) from None


def _line(detail: ErrorDetails, top: str) -> str:
    location: Sequence[str | int] = detail["loc"]
    reason = " ".join(detail["msg"].split())
    return f"- {cut_end(path_text(location) or top, LINE_BYTES)}: {cut_end(reason, LINE_BYTES)}"
