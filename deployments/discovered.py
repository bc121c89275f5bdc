"""Checks what discovery reports. It comes from a process in which the bundle's own code ran, so it may say anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rest_framework.exceptions import ValidationError

from api.fields import JsonObject, unstorable
from deployments.credentials import normal_name
from deployments.problems import BundleProblem, shown
from libretto.protocol import VIEWPORT_MOST, Rerun, Viewport, WorkflowInfo

NAME_MOST_CHARACTERS = 200
SCHEMA_MOST_BYTES = 256 * 1024
START_URL_MOST_CHARACTERS = 8000
SOURCE_FILE_MOST_CHARACTERS = 255
WORKFLOWS_MOST = 500


def checked(workflows: Sequence[WorkflowInfo], entry_point: str) -> list[WorkflowInfo]:
    """The same, sorted by name. Raises BundleProblem."""
    if not workflows:
        raise BundleProblem(
            f'{entry_point} defines no workflows. Put @workflow("name") above a function in it, or import one there.'
        )
    if len(workflows) > WORKFLOWS_MOST:
        raise BundleProblem(f"{entry_point} defines more than {WORKFLOWS_MOST} workflows. Deploy them in parts.")
    found: dict[str, WorkflowInfo] = {}
    for info in workflows:
        name = _name(info.get("name"))
        if name in found:
            raise BundleProblem(f"Two workflows have the name {shown(name)}. Rename one of them.")
        found[name] = _checked(name, info)
    return [found[name] for name in sorted(found)]


def _name(value: object) -> str:
    name = value.strip() if isinstance(value, str) else ""
    if not 1 <= len(name) <= NAME_MOST_CHARACTERS or not name.isprintable():
        raise BundleProblem(
            f"A workflow's name is 1 to {NAME_MOST_CHARACTERS} printable characters, not {_said(value)}."
        )
    return name


def _checked(name: str, info: WorkflowInfo) -> WorkflowInfo:
    return {
        "name": name,
        "input_schema": _schema(name, "input", info.get("input_schema")),
        "output_schema": _schema(name, "output", info.get("output_schema")),
        "credential_names": _credentials(name, info.get("credential_names") or []),
        "start_url": _text(name, "start_url", info.get("start_url"), START_URL_MOST_CHARACTERS) or None,
        "viewport": _viewport(name, info.get("viewport")),
        "source_file": _text(name, "source file", info.get("source_file"), SOURCE_FILE_MOST_CHARACTERS),
        "rerun": _rerun(name, info.get("rerun")),
    }


def _schema(name: str, which: str, schema: object) -> dict[str, Any] | None:
    if schema is None:
        return None
    try:
        stored = JsonObject(max_bytes=lambda: SCHEMA_MOST_BYTES).to_internal_value(schema)
        json.dumps(stored, allow_nan=False)
    except (ValidationError, ValueError) as error:
        reason = error.detail[0] if isinstance(error, ValidationError) and isinstance(error.detail, list) else error
        raise BundleProblem(f"The {which} schema of workflow {shown(name)} cannot be stored: {reason}") from None
    return stored


def _credentials(name: str, names: object) -> list[str]:
    try:
        given = [normal_name(item) for item in names]  # type: ignore[attr-defined]  # caught below
    except (TypeError, AttributeError, ValueError) as error:
        raise BundleProblem(f"Workflow {shown(name)} declares a credential that is no name: {error}") from None
    return list(dict.fromkeys(given))


def _viewport(name: str, viewport: object) -> Viewport | None:
    if viewport is None:
        return None
    if isinstance(viewport, dict):
        sides = (viewport.get("width"), viewport.get("height"))
        if all(type(side) is int and 1 <= side <= VIEWPORT_MOST for side in sides):
            return {"width": viewport["width"], "height": viewport["height"]}
    raise BundleProblem(f"The viewport of workflow {shown(name)} needs a width and a height of 1 to {VIEWPORT_MOST}.")


def _rerun(name: str, rerun: object) -> Rerun:
    if rerun is None or rerun == "":
        return ""
    if rerun == "safe":
        return "safe"
    raise BundleProblem(f'The rerun of workflow {shown(name)} can only be "safe", not {_said(rerun)}.')


def _text(name: str, what: str, value: object, most: int) -> str:
    text = "" if value is None else value
    if not isinstance(text, str) or len(text) > most or unstorable(text):
        raise BundleProblem(f"The {what} of workflow {shown(name)} is not a text of at most {most} characters.")
    return text


def _said(value: object) -> str:
    return shown(value if isinstance(value, str) else repr(value))
