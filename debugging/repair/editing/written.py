"""An expression where it stands, and the call that its function was in: what parameters mean depends on that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import libcst as cst

from debugging.evidence import Evidence
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.parsed import Parsed

DEEPEST: Final = 12
_PLACE: Final = re.compile(r"(\S.*):(\d+) in (\S+)")
_ANOTHER_ERROR: Final = re.compile(r"(?:caused by |while handling |in the group: )")


class StackPlace(NamedTuple):
    file: str
    line: int
    function: str


@dataclass(frozen=True, eq=False)
class Frame:
    """`call` made it, and stands in `caller`; None: that is not known."""

    source: Parsed
    function: cst.FunctionDef
    call: cst.Call | cst.Attribute | None = None  # an attribute: of a property
    caller: Written | None = None  # of `call`


@dataclass(frozen=True, eq=False)
class Written:
    source: Parsed
    node: cst.BaseExpression
    frame: Frame | None = None

    @property
    def code(self) -> str:
        return self.source.code(self.node)

    def other(self, node: cst.BaseExpression) -> Written:
        """Of the same function."""
        return Written(self.source, node, self.frame)


def stack_of(evidence: Evidence) -> tuple[StackPlace, ...]:
    """Places in the bundle, the innermost first, when the failing step is the innermost."""
    places: list[StackPlace] = []
    for line in evidence.failure.mapped_stack.splitlines():
        if _ANOTHER_ERROR.match(line):
            break
        if found := _PLACE.fullmatch(line):
            places.append(StackPlace(found[1], int(found[2]), found[3]))
    step = evidence.failing_step
    if step is not None and places and f"{places[0].file}:{places[0].line}" != step.site:
        return ()
    return tuple(places[:DEEPEST])


def frame_of(bundle: Bundle, stack: Sequence[StackPlace], source: Parsed, node: cst.CSTNode) -> Frame | None:
    """The call that the function of `node` was in when it failed."""
    function = source.function_of(node)
    if function is None:
        return None
    if not stack or stack[0].function != function.name.value:
        return Frame(source, function)
    found = _calls(bundle, stack[1:2], function)
    if len(found) != 1:
        return Frame(source, function)
    parsed, call = found[0]
    calling = frame_of(bundle, stack[1:], parsed, call)
    return Frame(source, function, call, Written(parsed, call, calling))


def _calls(bundle: Bundle, places: Sequence[StackPlace], function: cst.FunctionDef) -> list[tuple[Parsed, cst.Call]]:
    found: list[tuple[Parsed, cst.Call]] = []
    for place in places:
        parsed = bundle.file(place.file)
        for call in parsed.calls if parsed else ():
            first, last = parsed.lines(call) if parsed else (0, 0)
            if parsed and first <= place.line <= last and called_name(call) == function.name.value:
                found.append((parsed, call))
    return found


def called_name(call: cst.Call) -> str:
    func = call.func
    return func.attr.value if isinstance(func, cst.Attribute) else func.value if isinstance(func, cst.Name) else ""


def argument(frame: Frame, name: str) -> Written | None:
    """What the call gave for a parameter; None when that is not known."""
    params = [*frame.function.params.posonly_params, *frame.function.params.params]
    names = [param.name.value for param in params]
    given = frame.caller
    if given is None or frame.call is None:
        return None
    of_method = isinstance(frame.call, cst.Attribute) or isinstance(frame.call.func, cst.Attribute)
    bound = of_method and frame.source.class_of(frame.function) is not None
    if bound and names[:1] == [name]:
        func = frame.call.func if isinstance(frame.call, cst.Call) else frame.call
        return given.other(func.value) if isinstance(func, cst.Attribute) else None
    args = frame.call.args if isinstance(frame.call, cst.Call) else ()
    if any(arg.star for arg in args):
        return None
    for arg in args:
        if arg.keyword is not None and arg.keyword.value == name:
            return given.other(arg.value)
    positional = [arg.value for arg in args if arg.keyword is None]
    place = names.index(name) - int(bound) if name in names else -1
    if 0 <= place < len(positional):
        return given.other(positional[place])
    return _default(frame, name)


def _default(frame: Frame, name: str) -> Written | None:
    params = frame.function.params
    for param in (*params.posonly_params, *params.params, *params.kwonly_params):
        if param.name.value == name and param.default is not None:
            return Written(frame.source, param.default)
    return None
