"""Says what an edit does that it may not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from debugging.agent.wording import plain
from debugging.repair.editing.banning.statements import Statement, calls_in

_SLEEPS: Final = frozenset({"sleep", "wait_for_timeout"})
_TIMES: Final = frozenset({"timeout", "delay", "slow_mo"})
_WAITS: Final = frozenset({"wait_for_load_state", "wait_for_function", "wait_for_event", "wait_for", "wait_for_url"})
_OUTSIDE: Final = frozenset(
    {
        *("open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rmtree", "system", "run"),
        *(
            "Popen",
            "popen",
            "check_output",
            "urlopen",
            "urlretrieve",
            "request",
            "get",
            "post",
            "put",
            "patch",
            "fetch",
        ),
        *("delete", "connect", "socket", "goto", "route", "unroute", "set_content", "add_cookies", "save_as"),
    }
)
_DYNAMIC: Final = frozenset(
    {
        *("eval", "exec", "compile", "getattr", "setattr", "delattr", "__import__", "import_module", "globals", "vars"),
        *("evaluate", "evaluate_handle", "eval_on_selector", "add_init_script", "add_script_tag", "expose_function"),
    }
)
_SECRET: Final = frozenset({"credentials", "params", "environ", "getenv", "password", "secret", "token"})


def named(removed: Sequence[Statement], added: Sequence[Statement]) -> Iterator[str]:
    """At least one sentence."""
    found = list(_named(removed, added))
    yield from found
    if not found:
        text = plain((added or removed)[0].text, 120)
        yield f"It changes more than the failing call's locator: {text}"


def _named(removed: Sequence[Statement], added: Sequence[Statement]) -> Iterator[str]:
    both = (*removed, *added)
    if any(one.is_assertion for one in both):
        yield "It removes, changes or adds an assertion."
    if any(isinstance(one.node, ast.Raise) for one in both):
        yield "It changes an error that the workflow raises."
    if _has(added, ast.Try, ast.TryStar, ast.ExceptHandler) or "suppress" in _calls(added) - _calls(removed):
        yield "It catches exceptions."
    if _has(both, ast.Import, ast.ImportFrom):
        yield "It changes what is imported."
    if _times(added) != _times(removed) or _SLEEPS & _names(added, removed):
        yield "It changes how long the workflow waits."
    elif _WAITS & _names(added, removed):
        yield "It adds a wait."
    if len(_of(added, ast.While, ast.For, ast.AsyncFor)) > len(_of(removed, ast.While, ast.For, ast.AsyncFor)):
        yield "It adds a loop."
    yield from _named_calls(removed, added)
    if _of(both, ast.Return):
        yield "It changes what a function returns."
    if _of(both, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        yield "It adds, removes or changes a function or class."


def _named_calls(removed: Sequence[Statement], added: Sequence[Statement]) -> Iterator[str]:
    more, less = _names(added, removed), _names(removed, added)
    if _OUTSIDE & more:
        yield f"It reaches files or the network ({', '.join(sorted(_OUTSIDE & more))})."
    if _DYNAMIC & more:
        yield f"It runs code that is made up at run time ({', '.join(sorted(_DYNAMIC & more))})."
    if less:
        yield f"It removes a call ({', '.join(sorted(less))})."
    if more - _OUTSIDE - _DYNAMIC - _SLEEPS - _WAITS - {"suppress", "expect"}:
        yield f"It adds a call ({', '.join(sorted(more - _OUTSIDE - _DYNAMIC))})."
    if _secrets(added) != _secrets(removed):
        yield "It touches credentials or params."
    if not more and not less and _given(added) != _given(removed):
        yield "It changes what a call is given."


def _has(these: Sequence[Statement], *kinds: type[ast.AST]) -> bool:
    return any(isinstance(node, kinds) for one in these for node in ast.walk(one.node))


def _of(these: Sequence[Statement], *kinds: type[ast.stmt]) -> list[Statement]:
    return [one for one in these if isinstance(one.node, kinds)]


def _calls(these: Sequence[Statement]) -> Counter[str]:
    return Counter(name for one in these for name, _ in calls_in(ast.parse(one.skeleton)) if name)


def _names(these: Sequence[Statement], those: Sequence[Statement]) -> set[str]:
    return set(_calls(these) - _calls(those))


def _times(these: Sequence[Statement]) -> Counter[str]:
    trees = [ast.parse(one.skeleton) for one in these]
    words = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in _TIMES]
    defaults = [call for tree in trees for name, call in calls_in(tree) if name.startswith("set_default_")]
    return Counter(ast.unparse(one) for one in (*words, *defaults))


def _secrets(these: Sequence[Statement]) -> Counter[str]:
    trees = [ast.parse(one.skeleton) for one in these]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [one.attr for one in nodes if isinstance(one, ast.Attribute)]
    return Counter(
        name for name in (*names, *(one.id for one in nodes if isinstance(one, ast.Name))) if name in _SECRET
    )


def _given(these: Sequence[Statement]) -> list[str]:
    calls = [call for one in these for _, call in calls_in(ast.parse(one.skeleton))]
    return sorted(ast.unparse(part) for call in calls for part in (*call.args, *(word.value for word in call.keywords)))
