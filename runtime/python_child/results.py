"""From what the workflow returned to what is stored as the run's result."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from libretto.protocol import ErrorCode
from libretto.registry import Definition
from runtime.python_child.failures import RunFailed
from runtime.python_child.inputs import field_lines
from runtime.python_child.json_values import NotJson, TooLarge, json_value


def result_value(definition: Definition, returned: Any, most_bytes: int) -> Any:
    """The JSON value of what was returned. Raises RunFailed: invalid_output, result_not_json, result_too_large."""
    if definition.output_model is not None:
        returned = _fitting(definition.output_model, definition, returned)
    try:
        return json_value(returned, "result", most_bytes)
    except NotJson as problem:
        raise RunFailed(ErrorCode.RESULT_NOT_JSON, f"The result cannot be written as JSON: {problem}.") from None
    except TooLarge as problem:
        message = (
            f"The result has {problem.size} as JSON; at most {most_bytes:,} bytes are stored. "
            "Return less, or a link to it."
        )
        raise RunFailed(ErrorCode.RESULT_TOO_LARGE, message) from None


def _fitting(model: type[BaseModel], definition: Definition, returned: Any) -> BaseModel:
    try:
        return returned if isinstance(returned, model) else model.model_validate(returned)
    except ValidationError as error:
        message = f'Invalid output of workflow "{definition.name}":\n{field_lines(error, "result")}'
        raise RunFailed(ErrorCode.INVALID_OUTPUT, message) from None
