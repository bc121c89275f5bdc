"""Reads a locator as the workflow wrote it: 'get_by_role("button", name="Pay").first' is two calls."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import Final

_SNAKE: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NARROWING: Final = frozenset({"first", "last", "nth", "filter", "and_", "or_"})
_NOUNS: Final = {
    "textbox": "field",
    "searchbox": "search field",
    "combobox": "list",
    "listbox": "list",
    "spinbutton": "number field",
    "img": "picture",
    "columnheader": "column",
}


@dataclass(frozen=True)
class Pattern:
    """A regular expression instead of a text."""

    text: str
    ignores_case: bool = False


@dataclass(frozen=True)
class Nested:
    """A locator that is given to another one: `has=page.get_by_role("heading")`."""

    calls: tuple[Call, ...]


Value = str | int | bool | Pattern | Nested | None


@dataclass(frozen=True)
class Call:
    name: str  # "get_by_role"
    args: tuple[Value, ...] = ()
    options: dict[str, Value] = field(default_factory=dict)

    @property
    def text(self) -> str:
        first = self.args[0] if self.args else ""
        return first.text if isinstance(first, Pattern) else first if isinstance(first, str) else ""


def read_locator(expression: str) -> tuple[Call, ...]:
    """() when it cannot be read."""
    try:
        return tuple(_calls(ast.parse(expression.strip(), mode="eval").body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def target(calls: tuple[Call, ...]) -> Call | None:
    """The call that says which element: the last one that does not only narrow down."""
    return next((call for call in reversed(calls) if call.name not in _NARROWING), None)


def frames_in(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """The locators of the frames that are gone through, the outermost first."""
    frames: list[Call] = []
    for number, call in enumerate(calls):
        if call.name == "frame_locator":
            frames.append(Call("locator", call.args, call.options))
        elif call.name == "content_frame" and number:
            frames.append(calls[number - 1])
    return tuple(frames)


def in_frame(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """What is looked for in the innermost frame, or on the page itself."""
    last = max(
        (place for place, call in enumerate(calls) if call.name in ("content_frame", "frame_locator")), default=-1
    )
    return calls[last + 1 :]


def in_words(calls: tuple[Call, ...]) -> str:
    """'button "Pay"', 'field "Card"', 'element "#submit"'."""
    call = target(calls)
    if call is None:
        return ""
    if call.name == "get_by_role":
        name = call.options.get("name")
        name = name.text if isinstance(name, Pattern) else name
        noun = _NOUNS.get(call.text, call.text)
        return f'{noun} "{name}"' if isinstance(name, str) else noun
    nouns = {
        "get_by_label": "field",
        "get_by_placeholder": "field",
        "get_by_text": "text",
        "get_by_alt_text": "picture",
        "frame_locator": "frame",
    }
    return f'{nouns.get(call.name, "element")} "{call.text}"' if call.text else "element"


def noun(role: str) -> str:
    return _NOUNS.get(role, role)


def _calls(node: ast.expr) -> list[Call]:
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=name)):
            return [*_calls(owner), _call(name, node)]
        case ast.Call(func=ast.Name(id=name)):
            return [_call(name, node)]
        case ast.Attribute(value=owner, attr=name):
            return [*_calls(owner), Call(_snake(name))]
        case ast.Name():  # 'page' in 'page.locator(...)'
            return []
    raise ValueError("not a chain of calls")


def _call(name: str, node: ast.Call) -> Call:
    options = {word.arg: _value(word.value) for word in node.keywords if word.arg}
    args: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Dict):  # TypeScript's options: { name: 'Go' }
            pairs = zip(argument.keys, argument.values, strict=True)
            options |= {key.id: _value(value) for key, value in pairs if isinstance(key, ast.Name)}
        else:
            args.append(_value(argument))
    return Call(_snake(name), tuple(args), options)


def _value(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=str() | int() | bool() as value):
            return value
        case ast.Name(id="true" | "false" as word):
            return word == "true"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
        case ast.Call(func=ast.Attribute(attr="compile"), args=[ast.Constant(value=str() as text), *rest]):
            return Pattern(text, bool(rest))
        case ast.Call():
            return _nested(node)
    return None


def _nested(node: ast.Call) -> Nested | None:
    try:
        return Nested(tuple(_calls(node)))
    except ValueError:
        return None


def _snake(name: str) -> str:
    return _SNAKE.sub("_", name).lower()
