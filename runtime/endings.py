"""How a run ended, in the words people read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from libretto.protocol import ErrorCode, RunError
from runtime import child_protocol as protocol
from runtime.child import Death, LastWord

NOWHERE: protocol.Stack = {"event": "stack", "stack": "", "mapped_stack": ""}


@dataclass(frozen=True)
class Ending:
    outcome: Literal["completed", "failed", "cancelled"]
    value: Any = None
    error: RunError | None = None

    def seen_from(self, error: RunError) -> Ending:
        """The same ending, with the place in user code that `error` names, unless its own is known."""
        if self.error is None or self.error["mapped_stack"]:
            return self
        return replace(self, error={**self.error, "stack": error["stack"], "mapped_stack": error["mapped_stack"]})


class Stopped(Exception):
    """The run ends here."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.error["message"] if ending.error else ending.outcome)
        self.ending = ending


def failed(code: ErrorCode, message: str, *, where: protocol.Stack = NOWHERE, kind: str = "") -> Ending:
    """`kind` is the class of an exception; `where` is where user code was."""
    error: RunError = {
        "code": code,
        "type": kind,
        "message": message,
        "stack": where["stack"],
        "mapped_stack": where["mapped_stack"],
    }
    return Ending("failed", error=error)


def ending_of(last_word: LastWord, *, result_bytes: int) -> Ending:
    """What the workflow's process said last, or that it died."""
    if isinstance(last_word, Death):
        return failed(ErrorCode.CHILD_DIED, f"The workflow's process {last_word.how} before the workflow had finished.")
    if last_word["event"] == "failed":
        return Ending("failed", error=_checked(last_word["error"]))
    size = len(json.dumps(last_word["value"], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    if size > result_bytes:  # our part of the child has checked it; user code may have written this itself
        return failed(ErrorCode.RESULT_TOO_LARGE, f"The result has {size:,} bytes, more than {result_bytes:,}.")
    return Ending("completed", value=last_word["value"])


def _checked(error: RunError) -> RunError:
    """Our part of the child has made it well; user code may have written it itself."""
    code = error["code"] if error["code"] in set(ErrorCode) else ErrorCode.WORKFLOW_ERROR
    most = protocol.ERROR_TEXT_BYTES
    return {
        "code": code,
        "type": error["type"][:most],
        "message": error["message"][:most],
        "stack": error["stack"][:most],
        "mapped_stack": error["mapped_stack"][:most],
    }


def out_of_time(seconds: float, where: protocol.Stack) -> Ending:
    message = f"The run took longer than its time limit of {seconds:g} second{'' if seconds == 1 else 's'}."
    return failed(ErrorCode.TIMEOUT, message, where=where)


def too_much(sentence: str, where: protocol.Stack = NOWHERE) -> Ending:
    return failed(ErrorCode.CHILD_DIED, f"The workflow's process {sentence}, so it was ended.", where=where)


def browser_died(how: str, where: protocol.Stack) -> Ending:
    return failed(ErrorCode.BROWSER_DIED, f"The browser {how} while the run was going on.", where=where)
