"""An exception of the user's, as the `RunError` that people read. Correct and bounded for every exception there is."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator

from libretto.protocol import ErrorCode, RunError
from runtime.child_protocol import ERROR_TEXT_BYTES
from runtime.python_child.places import Places, source_line
from runtime.python_child.wire_text import cut_middle, without_colours

Mask = Callable[[str], str]  # takes the run's secrets out of a text

CHAIN_LENGTH = 20  # exceptions of a chain or group that the mapped stack follows
IN_GROUP = "in the group: "


class RunFailed(Exception):
    """The run ends here, for this reason. `error` is what was raised, if anything was."""

    def __init__(self, code: ErrorCode, message: str, error: BaseException | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.error = error


def describe_failure(failure: RunFailed, places: Places, *, mask: Mask = str) -> RunError:
    if failure.error is None:
        return _run_error(failure.code, "", failure.message, "", "", mask=mask)
    error = describe_error(failure.error, places, code=failure.code, mask=mask)
    return {**error, "message": _bounded(failure.message, mask)}


def describe_error(
    error: BaseException, places: Places, *, code: ErrorCode = ErrorCode.WORKFLOW_ERROR, mask: Mask = str
) -> RunError:
    """`stack` as Python prints it (files made relative); `mapped_stack` only the bundle's frames.

    The mapped stack begins with the exception itself, the place where it was raised first; then what
    caused it: 'caused by KeyError: ...' (``raise ... from``), 'while handling ...' (raised in an
    ``except``), 'in the group: ...' (members of an exception group), each with its own places. Members
    without any are named too: nothing else may say what went wrong.
    """
    try:
        trace = traceback.TracebackException.from_exception(error, compact=True)
        mapped = "\n".join(_mapped(trace, places))
        _tidy(trace, places)
        stack = "".join(trace.format())
    except Exception as problem:  # noqa: BLE001 - exceptions are user code too: theirs may break while being read
        stack, mapped = f"(The traceback cannot be shown: {type(problem).__name__})", ""
    return _run_error(code, type(error).__name__, _message(error), stack, mapped, mask=mask)


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - see above
        return f"{type(error).__name__} (its message cannot be shown)"
    if isinstance(error, SystemExit):
        return f"The workflow called sys.exit({text}). Let the function return its result, or raise an error."
    if isinstance(error, KeyError):  # the key alone says nothing
        return f"{type(error).__name__}: {text}"
    return text if text.strip() else type(error).__name__


def _mapped(trace: traceback.TracebackException, places: Places) -> Iterator[str]:
    for number, (heading, part) in enumerate(_chain("", trace)):
        if number == CHAIN_LENGTH:
            yield "… and more …"
            return
        lines = [*_syntax_place(part, places), *places.mapped(part.stack)]
        if heading and (lines or heading == IN_GROUP):
            yield f"{heading}{source_line(''.join(part.format_exception_only()).strip().partition(chr(10))[0])}"
        yield from lines


def _chain(heading: str, trace: traceback.TracebackException) -> Iterator[tuple[str, traceback.TracebackException]]:
    yield heading, trace
    for member in trace.exceptions or ():
        yield from _chain(IN_GROUP, member)
    if trace.__cause__ is not None:
        yield from _chain("caused by ", trace.__cause__)
    elif trace.__context__ is not None and not trace.__suppress_context__:
        yield from _chain("while handling ", trace.__context__)


def _syntax_place(trace: traceback.TracebackException, places: Places) -> list[str]:
    """A SyntaxError has no frame: its place is in the exception."""
    filename = getattr(trace, "filename", None)
    if not isinstance(filename, str) or not filename.startswith(places.bundle):
        return []
    return [f"{places.relative(filename)}:{trace.lineno}", f"    {source_line(trace.text or '')}"]


def _tidy(trace: traceback.TracebackException, places: Places) -> None:
    """Leaves our own frames out and makes file names relative, in the whole tree of causes and members."""
    parts = [trace]
    while parts:
        part = parts.pop()
        part.stack = places.tidied(part.stack)
        if isinstance(getattr(part, "filename", None), str):
            part.filename = places.relative(part.filename)
        parts += [linked for linked in (part.__cause__, part.__context__, *(part.exceptions or ())) if linked]


def _run_error(code: ErrorCode, name: str, message: str, stack: str, mapped: str, *, mask: Mask) -> RunError:
    return {
        "code": code,
        "type": cut_middle(name, 200),
        "message": _bounded(message, mask),
        "stack": _bounded(stack, mask),
        "mapped_stack": _bounded(mapped, mask),
    }


def _bounded(text: str, mask: Mask) -> str:
    """Masked before it is cut: no half of a secret is left."""
    return cut_middle(mask(without_colours(text)), ERROR_TEXT_BYTES)
