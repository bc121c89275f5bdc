"""Playwright's internal selectors, as people write them in Python: 'get_by_role("button", name="Go").first'."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from runtime.shortening import shortened

_LONGEST: Final = 500
_QUOTED: Final = r'(?:"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')'
_SEPARATOR: Final = re.compile(rf"({_QUOTED})|\s*>>\s*")
_ATTRIBUTE: Final = re.compile(rf"\[\s*([\w-]+)\s*=\s*({_QUOTED}|/(?:[^/\\]|\\.)*/\w*|[^\]\s]*?)\s*([is]?)\s*\]")
_ESCAPED: Final = re.compile(r"""((?<!\\)(?:\\\\)*)(\\["'`]|\\>\\>)""")
_BY_ATTRIBUTE: Final = {"placeholder": "get_by_placeholder", "alt": "get_by_alt_text", "title": "get_by_title"}


def readable_selector(selector: str) -> str:
    """The chain of calls that made `selector`. What is not known to us stays as it is, in ``locator(...)``."""
    calls: list[str] = []
    for part in _parts(shortened(selector, _LONGEST)):
        engine, separator, body = part.partition("=")
        write = _WRITERS.get(engine) if separator else None
        calls.append((write and write(body)) or f"locator({_quoted(part)})")
    return ".".join(calls)


def _parts(selector: str) -> list[str]:
    """Split at ``>>``, but not inside of quotes."""
    parts, start = [], 0
    for match in _SEPARATOR.finditer(selector):
        if match[1] is None:
            parts.append(selector[start : match.start()])
            start = match.end()
    return [part for part in (*parts, selector[start:]) if part.strip()]


def _text(call: str) -> Callable[[str], str]:
    def write(body: str) -> str:
        text, exact = _value(body)
        return f"{call}({text}{', exact=True' if exact else ''})"

    return write


def _value(body: str) -> tuple[str, bool]:
    """'"Go"i' is the text "Go" in any case; "s" or nothing at the end means exactly so. '/go/i' is a pattern."""
    if body.startswith("/"):
        pattern, _, flags = body[1:].rpartition("/")
        return f"re.compile({_raw(pattern)}{', re.IGNORECASE' if 'i' in flags else ''})", False
    return (body[:-1], body[-1] == "s") if body[-1:] in ("i", "s") else (body, True)


def _raw(pattern: str) -> str:
    """As a pattern is written in Python. Playwright put a backslash before each quote and ``>>``."""
    text = _ESCAPED.sub(lambda match: match[1] + match[2].replace("\\", ""), pattern)
    if "\n" in text or "\r" in text or len(text) - len(text.rstrip("\\")) & 1:
        return _quoted(text)
    if '"' not in text:
        return f'r"{text}"'
    return f"r'{text}'" if "'" not in text else _quoted(text)


def _role(body: str) -> str:
    arguments = [_quoted(re.split(r"\[", body, maxsplit=1)[0])]
    exact = False
    for name, value, case in _ATTRIBUTE.findall(body):
        text = {"true": "True", "false": "False"}.get(value, value)
        arguments.append(f"{name.replace('-', '_')}={_value(text)[0] if text.startswith('/') else text}")
        exact = exact or (name == "name" and case == "s")
    return f"get_by_role({', '.join([*arguments, *(['exact=True'] if exact else [])])})"


def _attribute(body: str) -> str:
    match = _ATTRIBUTE.fullmatch(body)
    if match is None or match[1] not in _BY_ATTRIBUTE:
        return ""
    return _text(_BY_ATTRIBUTE[match[1]])(match[2] + match[3])


def _test_id(body: str) -> str:
    match = _ATTRIBUTE.fullmatch(body)
    return "" if match is None else f"get_by_test_id({_value(match[2] + match[3])[0]})"


def _has_text(name: str) -> Callable[[str], str]:
    return lambda body: f"filter({name}={_value(body)[0]})"


def _nested(before: str, after: str = ")") -> Callable[[str], str]:
    """The selector in JSON that another one holds."""

    def write(body: str) -> str:
        try:
            inner = json.loads(body)
        except ValueError:
            return ""
        return f"{before}{readable_selector(inner)}{after}" if isinstance(inner, str) else ""

    return write


def _nth(body: str) -> str:
    return {"0": "first", "-1": "last"}.get(body, f"nth({body})")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_WRITERS: Final[dict[str, Callable[[str], str]]] = {
    "internal:role": _role,
    "internal:text": _text("get_by_text"),
    "internal:label": _text("get_by_label"),
    "internal:attr": _attribute,
    "internal:testid": _test_id,
    "internal:has-text": _has_text("has_text"),
    "internal:has-not-text": _has_text("has_not_text"),
    "internal:has": _nested("filter(has="),
    "internal:has-not": _nested("filter(has_not="),
    "internal:and": _nested("and_("),
    "internal:or": _nested("or_("),
    "internal:control": lambda body: "content_frame" if body == "enter-frame" else "",
    "nth": _nth,
    "visible": lambda body: f"filter(visible={body.capitalize()})",
}
