"""What the host and the workflow's process (the child) tell each other.

Starting it: ``command()`` in ``cwd=SOURCE_ROOT`` (the child moves into the bundle by itself), standard
input ``/dev/null``, standard output and error as plain pipes (they are the user's: print is info,
stderr is warn), and two more pipes whose numbers are in the environment: ``EVENTS_FD`` (the child
writes) and ``COMMANDS_FD`` (the child reads). The child takes both out of its environment and keeps
them from its own children. Set ``PYTHONDONTWRITEBYTECODE=1`` and ``FORCE_COLOR=0`` as well.

Both directions: one JSON object a line, UTF-8. The normal course:

    host                           child
    prepare            ->
                       <-          ready          (or failed)
    (starts Chromium)
    go                 ->
                       <-          started        (or failed: browser_not_started, start_url_failed)
    (the worker's start)
    run                ->          calls the user's function
                       <-          log ...
    where              ->                         (at any time; the host asks before it ends a slow run)
                       <-          stack
                       <-          result         (or failed)
    (captures the page)
    exit               ->          ends at once

* Nothing is sent after ``result`` or ``failed`` but ``log`` (threads of the user may go on).
* End of events without ``result`` or ``failed``: the child died (``ErrorCode.CHILD_DIED``).
* End of commands: the child ends itself at once. Without ``exit`` it ends ``EXIT_WAIT_SECONDS`` after its last word.
* A child busy in C code may never answer ``where``: the host must not wait for it longer than it wants to.
* User code runs in the child and can write anything into the events: ``read_event`` refuses what is not
  a message, and the host takes a line longer than ``most_line_bytes`` for a broken child.
* A ``log`` is sent after what was printed before it has been flushed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final, Literal, TypedDict

from libretto.protocol import LogLevel, RunError, WorkflowInfo

EVENTS_FD: Final = "LIBRETTO_CHILD_EVENTS"
COMMANDS_FD: Final = "LIBRETTO_CHILD_COMMANDS"
SOURCE_ROOT: Final = Path(__file__).resolve().parent.parent
EXIT_WAIT_SECONDS: Final = 30.0
TRACE_NAME: Final = "run"  # the live trace is run.trace and run.network in the trace folder
STACKS_NAME: Final = "run.calls"  # beside them: where each call was made, see runtime/tracing/stacks.py
ERROR_TEXT_BYTES: Final = 64 * 1024  # of each text of a RunError


def command(module: Literal["runtime.python_child", "runtime.python_child.discover"]) -> list[str]:
    """The argument list that starts a child, to be run in ``cwd=SOURCE_ROOT``."""
    return [sys.executable, "-m", module]


# --- host to child --------------------------------------------------------------------------------


class Prepare(TypedDict):
    """Import the bundle, find the workflow, check the input. Paths are absolute."""

    command: Literal["prepare"]
    session_id: str
    bundle: str
    entry_point: str  # relative to bundle
    dependencies: str | None
    workflow: str
    params: dict[str, Any]
    credentials: dict[str, str]
    start_url: str | None  # None: the workflow's own, if it has one
    result_bytes: int
    log_line_bytes: int


class Go(TypedDict):
    """Connect to the browser, open the start URL, say ``started`` and wait for ``run``."""

    command: Literal["go"]
    cdp_url: str
    trace: str  # folder for Playwright's artifacts: the live trace appears in it


class Run(TypedDict):
    """The answer to ``started``: call the workflow's function now. The child waits for it without bound."""

    command: Literal["run"]


class Where(TypedDict):
    """Say where user code is right now."""

    command: Literal["where"]


class Exit(TypedDict):
    """The page has been captured: end."""

    command: Literal["exit"]


Command = Prepare | Go | Run | Where | Exit

# --- child to host --------------------------------------------------------------------------------


class Ready(TypedDict):
    event: Literal["ready"]


class Started(TypedDict):
    """All is ready: the host says ``run`` when the database knows that user code begins."""

    event: Literal["started"]


class Log(TypedDict):
    """From ``ctx.log`` or Python's ``logging``; at most ``log_line_bytes`` plus a note."""

    event: Literal["log"]
    level: LogLevel
    message: str


class Stack(TypedDict):
    """The answer to ``where``; empty texts when no user code runs."""

    event: Literal["stack"]
    stack: str  # all frames, as Python prints them
    mapped_stack: str  # as in RunError


class Result(TypedDict):
    event: Literal["result"]
    value: Any  # JSON; no NUL, no lone surrogates, at most result_bytes


class Failed(TypedDict):
    event: Literal["failed"]
    error: RunError  # each text valid UTF-8, without NUL, at most ERROR_TEXT_BYTES


class Discovered(TypedDict):
    """The only good answer of ``runtime.python_child.discover``; it may also say ``log`` and ``failed``."""

    event: Literal["discovered"]
    workflows: list[WorkflowInfo]


Event = Ready | Started | Log | Stack | Result | Failed | Discovered

# Which keys an event must have, and of what type. `value` may be anything.
_EVENT_KEYS: Final[dict[str, dict[str, type]]] = {
    "ready": {},
    "started": {},
    "log": {"level": str, "message": str},
    "stack": {"stack": str, "mapped_stack": str},
    "result": {"value": object},
    "failed": {"error": dict},
    "discovered": {"workflows": list},
}
_ERROR_KEYS: Final = ("code", "type", "message", "stack", "mapped_stack")
_LEVELS: Final = ("info", "warn", "error")


class NotAMessage(Exception):
    """A line on the events pipe that the child's own code did not write."""


def write(message: Command | Event) -> bytes:
    """One line. NaN and lone surrogates are the writer's mistake and raise ValueError."""
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def read_event(line: bytes) -> Event:
    """The message in a line of the events pipe. Raises NotAMessage."""
    try:
        message: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotAMessage(f"not JSON: {error}") from None
    keys = _EVENT_KEYS.get(message["event"]) if isinstance(message, dict) and _is_text(message.get("event")) else None
    if keys is None:
        raise NotAMessage("not an event")
    for key, kind in keys.items():
        if key not in message or not isinstance(message[key], kind):
            raise NotAMessage(f"{key} is missing or of the wrong type")
    if message["event"] == "log" and message["level"] not in _LEVELS:
        raise NotAMessage("level is none of ours")
    if message["event"] == "failed" and not all(_is_text(message["error"].get(key)) for key in _ERROR_KEYS):
        raise NotAMessage("error lacks a text")
    event: Event = message
    return event


def most_line_bytes(*, result_bytes: int, log_line_bytes: int) -> int:
    """The longest line a well-behaved child writes; JSON may need six bytes for one character."""
    return 6 * max(result_bytes, log_line_bytes, 4 * ERROR_TEXT_BYTES) + 4096


def _is_text(value: object) -> bool:
    return isinstance(value, str)
