"""Notes where the workflow makes each Playwright call, for the host: see runtime/tracing/stacks.py.

Playwright does so by itself, but its client sends them to its driver, which writes all of them anew at every call: that
took 1.3 ms of CPU a call in the first thousands, and ever more. So its client's stacks go to us instead.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any, Final

_MOST_FRAMES: Final = 50


def note_stacks(tracing: Any, path: Path) -> None:
    """From now on, until the process ends. `tracing` is that of a browser context, sync or async."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(message: dict[str, Any]) -> asyncio.Future[None]:
        call = message["callData"]
        frames = [[frame["file"], frame["line"], frame["function"]] for frame in call["stack"][:_MOST_FRAMES]]
        os.write(descriptor, json.dumps([call["id"], frames]).encode() + b"\n")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    tracing._impl_obj._connection.local_utils().add_stack_to_tracing_no_reply = note
