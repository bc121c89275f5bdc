"""{"json": ...} around every answer of /v1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

from api.moments import iso


class EnvelopeRenderer(BaseRenderer):
    """The answer, wrapped. Dates become ISO-8601 in UTC with milliseconds, ids text. None is no body at all (204)."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else wrapped(data)


def wrapped(result: Any) -> bytes:
    text = json.dumps({"json": result}, default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes its JSON escape


def _plain(value: object) -> str:
    match value:
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case UUID() | Promise():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
