"""What the texts and parts of new locators may not be: one of several elements, put together, a pattern, a param."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from debugging.evidence import Evidence
from debugging.repair.editing.banning.left_over import Pair
from debugging.repair.editing.banning.located import Looked, looked_for

_SELECTING: Final = frozenset({"locator", "frame_locator", "query_selector"})
_QUOTED: Final = re.compile(r"""\\.|"[^"]*"|'[^']*'""")
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_EITHER: Final = re.compile(r",|:is\(|:where\(|:-webkit-any\(")
_EITHER_PATH: Final = re.compile(r"\||\bor\b")
_XPATH: Final = re.compile(r"\s*(?:xpath=|\(*//|\.\.)")
_NO_CSS: Final = re.compile(r"\s*(?:text|role|id|data-[\w-]+)=", re.IGNORECASE)
_PUT_TOGETHER: Final = (ast.Starred, ast.BinOp, ast.Dict, ast.List, ast.Tuple, ast.Set)
_PATTERN: Final = re.compile(r"\b(?:text|name)\s*[~|^$*]?=\s*/|:text-matches\(")
_ESCAPED: Final = re.compile(r"\\\w")  # in CSS, "\6e" and "\n" are n
_AT_ONCE: Final = frozenset({"query_selector", "frame"})
_VALUE_LEAST: Final = 3


def loose(pairs: Sequence[Pair], evidence: Evidence) -> Iterator[str]:
    """Of locators that differ."""
    for pair in pairs:
        old, new = looked_for(pair.old.node), looked_for(pair.new.node)
        before = {text for one in old for part in one.given for text in _texts(part)}
        same = {one.text for one in old}
        for one in new:
            if one.text not in same:
                yield from _loose(one, before, {ast.unparse(node) for looked in old for node in _nodes(looked)})
                yield from _given(one, before, evidence)


def _loose(new: Looked, before: set[str], nodes: set[str]) -> Iterator[str]:
    added = [node for node in _nodes(new) if ast.unparse(node) not in nodes]
    written = [text for text in _selectors(new) if text not in before]
    if any(isinstance(node, ast.Call) and _name(node) == "or_" for node in added):
        yield "It takes one of several elements, whichever is there."
    if any(_is_alternative(text) for text in written):
        yield "It takes one of several elements, whichever is there."
    is_compiled = any(isinstance(node, ast.Call) and _name(node) == "compile" for node in added)
    if is_compiled or any(_PATTERN.search(text) for text in written):
        yield "It finds an element by a pattern."
    if any(_ESCAPED.search(text) for text in written):
        yield "It spells a selector by escapes, so that it cannot be read."
    if any(isinstance(node, ast.Call) and _name(node) in _AT_ONCE for node in added):
        yield "It looks for the element once, without waiting for it."
    if any(isinstance(node, _PUT_TOGETHER) or _hides_text(node) for node in added):
        yield "It puts a locator together, so that it cannot be read."
    if any(isinstance(node, ast.Constant) and not isinstance(node.value, str | bool | int) for node in added):
        yield "It gives a locator what is no text."


def _nodes(looked: Looked) -> list[ast.AST]:
    return [node for part in (looked.chain, *looked.selectors) for node in ast.walk(part)]


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _hides_text(node: ast.AST) -> bool:
    """f"/ht{'ml'}"."""
    return isinstance(node, ast.FormattedValue) and any(isinstance(one, ast.Constant) for one in ast.walk(node.value))


def _selectors(looked: Looked) -> Iterator[str]:
    """Texts in CSS or XPath, nested ones too."""
    for node in (one for part in (looked.chain, *looked.parts) for one in ast.walk(part)):
        if isinstance(node, ast.Call) and _name(node) in _SELECTING:
            named = [word.value for word in node.keywords if word.arg == "selector"]
            yield from (text for arg in (*node.args[:1], *named) for text in _texts(arg))
    yield from (text for part in looked.selectors for text in _texts(part))


def _is_alternative(selector: str) -> bool:
    if _XPATH.match(selector):
        return bool(_EITHER_PATH.search(_QUOTED.sub("", selector)))
    return not _NO_CSS.match(selector) and bool(_EITHER.search(_BRACKETS.sub("", _QUOTED.sub("", selector))))


def _texts(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _given(new: Looked, before: set[str], evidence: Evidence) -> Iterator[str]:
    """What one run was given is no part of a locator for all runs."""
    step = evidence.failing_step
    known = " ".join([*before, step.selector if step else ""])
    written = " ".join(text for part in new.given for text in _texts(part))
    for value in _values(evidence.run.params):
        pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
        if len(value) >= _VALUE_LEAST and re.search(pattern, written) and not re.search(pattern, known):
            yield "It tells the element by a value that this run was given."
            return


def _values(given: Any) -> Iterator[str]:
    if isinstance(given, dict | list):
        for one in given.values() if isinstance(given, dict) else given:
            yield from _values(one)
    elif isinstance(given, str | int | float) and not isinstance(given, bool):
        yield str(given)
