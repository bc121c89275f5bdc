"""The attributes of an element as its site wrote them, with what was typed and chosen, and without passwords."""

from __future__ import annotations

import re
from typing import Final

from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE

OWN: Final = "__playwright_"
_WITHOUT_TEXT: Final = frozenset({"password", "file", "checkbox", "radio"})
_NO_FIELDS: Final = frozenset({"submit", "button", "reset", "image", "checkbox", "radio"})
_PASSWORD: Final = re.compile(r"\b(?:current|new)-password\b|\bone-time-code\b")
_NAMED_PASSWORD: Final = re.compile(r"passw|passphrase|\bpwd\b", re.IGNORECASE)  # as page_html.js


def written_attributes(name: str, texts: dict[str, str], *, filled_in: bool) -> dict[str, str]:
    """Of the element `name` (in capitals). If not `filled_in`, without what is in its field, whoever wrote it there."""
    attributes = {key: value for key, value in texts.items() if not key.startswith(OWN)} | _marks(texts)
    if filled_in:
        attributes |= _filled_in(name, texts)
    if name == "INPUT" and (_is_password(texts) or not filled_in):
        _drop_value(attributes)
    return attributes


def _filled_in(name: str, texts: dict[str, str]) -> dict[str, str]:
    """What was typed and chosen."""
    found: dict[str, str] = {}
    value = texts.get(f"{OWN}value_")
    if name == "INPUT" and value is not None and texts.get("type", "").lower() not in _WITHOUT_TEXT:
        found["value"] = value
    for own, attribute in (("checked_", "checked"), ("selected_", "selected")):
        if texts.get(f"{OWN}{own}") == "true":
            found[attribute] = ""
    return found


def _is_password(texts: dict[str, str]) -> bool:
    kind = texts.get("type", "").lower()
    told = f"{texts.get('name', '')} {texts.get('id', '')}"
    return kind == "password" or bool(
        _PASSWORD.search(texts.get("autocomplete", "")) or (kind not in _NO_FIELDS and _NAMED_PASSWORD.search(told))
    )


def _drop_value(attributes: dict[str, str]) -> None:
    """But for what is written on a button, and what a choice stands for."""
    if attributes.get("type", "").lower() not in _NO_FIELDS:
        attributes.pop("value", None)


def _marks(texts: dict[str, str]) -> dict[str, str]:
    """What only scripts can do to an element, and the mark of what the call acted on."""
    marks: dict[str, str] = {}
    if f"{OWN}dialog_open_" in texts:
        marks["open"] = ""
    if any(key.startswith(f"{OWN}shadow") for key in texts):
        marks["shadowrootmode"] = "open"
    if f"{OWN}target__" in texts:
        marks[TARGET_ATTRIBUTE] = ""
    return marks
