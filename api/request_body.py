"""The input of a request to /v1: {"json": {...}}, or a bare object, for people who write curl by hand."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from django.http import HttpRequest

from api.errors import BadRequest, PayloadTooLarge

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


def read_input(request: HttpRequest, *, max_bytes: int) -> dict[str, Any]:
    """The input, {} for an empty body. BadRequest or PayloadTooLarge for what cannot be read.

    Any content type will do as long as the body is JSON: curl calls its body a form unless told otherwise.
    """
    text = _text(_bytes(request, max_bytes))
    if not text.strip():
        return {}
    try:
        return _opened(_value(text))
    except BadRequest as error:
        if request.content_type in FORM_TYPES:
            raise BadRequest('The body is form data. Send JSON, such as {"json": {}}.') from error
        raise


def _bytes(request: HttpRequest, most: int) -> bytes:
    too_large = PayloadTooLarge(f"The request is larger than the limit of {most} bytes.")
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    if declared.isdecimal() and int(declared) > most:
        raise too_large
    body = request.read(most + 1)  # a chunked body declares no length
    if len(body) > most:
        raise too_large
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8: wrong byte at position {error.start}. Send JSON in UTF-8.") from None


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refused, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise BadRequest(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno} (position {error.pos})."
        ) from None
    except RecursionError:
        raise BadRequest("The body is nested too deeply. Send a flatter object.") from None
    except ValueError:  # Python refuses to read integers of thousands of digits
        raise BadRequest("The body holds a number with too many digits. Send it as text.") from None


def _refused(name: str) -> NoReturn:
    raise BadRequest(f"The body holds {name}, which is not JSON. Send null or leave it out.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise BadRequest(f"The body holds the number {text[:40]}, which is too large. Send a smaller one or text.")
    return number


def _opened(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest('The body is not a JSON object. Send {"json": {...}}.')
    inner = value.get("json", value)
    if inner is None:
        return {}
    if not isinstance(inner, dict):
        raise BadRequest('"json" in the body is not an object. Send {"json": {...}}.')
    return inner
