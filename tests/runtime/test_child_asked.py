"""What the host learns of where a workflow is, whichever of its process's words comes first."""

from __future__ import annotations

import asyncio
import subprocess
from typing import cast

import pytest

from libretto.protocol import ErrorCode
from runtime import child_protocol as protocol
from runtime.child import Child
from runtime.run_log import RunLog

NOWHERE: protocol.Stack = {"event": "stack", "stack": "", "mapped_stack": ""}
HERE: protocol.Stack = {"event": "stack", "stack": "line 3", "mapped_stack": "workflows.py:3 in w"}
FAILED: protocol.Failed = {
    "event": "failed",
    "error": {
        "code": ErrorCode.WORKFLOW_ERROR,
        "type": "TargetClosedError",
        "message": "The browser has been closed.",
        "stack": "line 4",
        "mapped_stack": "workflows.py:4 in w",
    },
}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ([HERE], "workflows.py:3 in w"),
        ([HERE, FAILED], "workflows.py:3 in w"),
        ([FAILED], "workflows.py:4 in w"),
        ([NOWHERE, FAILED], "workflows.py:4 in w"),  # it has left user code, and did not say yet why
        ([NOWHERE], ""),
        ([], ""),
    ],
)
def test_where_it_is_or_was(words: list[protocol.Event], place: str) -> None:
    with subprocess.Popen(["sleep", "100"]) as process:
        try:
            assert asyncio.run(_asked(process, words))["mapped_stack"] == place
        finally:
            process.kill()


async def _asked(process: subprocess.Popen[bytes], words: list[protocol.Event]) -> protocol.Stack:
    child = Child(process, commands=cast(asyncio.WriteTransport, _NoPipe()), in_bubblewrap=False)
    messages, nothing = asyncio.StreamReader(), asyncio.StreamReader()
    nothing.feed_eof()
    child.listen(messages, printed=nothing, warned=nothing, log=cast(RunLog, _NoLog()))
    asked = asyncio.create_task(child.where(seconds=0.5))
    for word in words:
        await asyncio.sleep(0.01)
        messages.feed_data(protocol.write(word))
    return await asked


class _NoPipe:
    def is_closing(self) -> bool:
        return True


class _NoLog:
    async def follow(self, *_: object) -> None:
        pass
