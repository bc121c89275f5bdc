"""The process a Python workflow runs in. See runtime/child_protocol.py for what it says and hears.

All that we need is imported before the bundle comes first on the import path.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from time import sleep
from typing import Any

from runtime.child_protocol import EXIT_WAIT_SECONDS, Event, Prepare
from runtime.masking import Masker
from runtime.python_child import async_run, sync_run
from runtime.python_child.channel import Channel, end
from runtime.python_child.failures import RunFailed, describe_error, describe_failure
from runtime.python_child.inbox import Inbox
from runtime.python_child.output import prepare_streams
from runtime.python_child.places import Places
from runtime.python_child.results import result_value
from runtime.python_child.task import prepare


def main() -> None:
    prepare_streams()
    channel = Channel()
    inbox = Inbox(channel)
    outcome = _outcome(inbox.wait_for_prepare(), channel, inbox)
    if channel.abandoned:  # a process the user forked came back from the workflow
        end()
    channel.send(outcome)
    sleep(EXIT_WAIT_SECONDS)  # the page stays as it is until the host has captured it
    end()


def _outcome(order: Prepare, channel: Channel, inbox: Inbox) -> Event:
    mask = Masker(order["credentials"].values()).text
    try:
        return {"event": "result", "value": _run(order, channel, inbox)}
    except RunFailed as failure:
        error = describe_failure(failure, _places(order), mask=mask)
    except BaseException as raised:  # noqa: BLE001 - sys.exit() and cancellation are outcomes of user code as well
        error = describe_error(raised, _places(order), mask=mask)
        if channel.abandoned:
            traceback.print_exc()
    return {"event": "failed", "error": error}


def _run(order: Prepare, channel: Channel, inbox: Inbox) -> Any:
    task = prepare(order, channel, inbox)
    channel.send({"event": "ready"})
    returned = (async_run if task.definition.is_async else sync_run).run(task)
    return result_value(task.definition, returned, order["result_bytes"])


def _places(order: Prepare) -> Places:
    return Places(Path(order["bundle"]).resolve())


if __name__ == "__main__":
    main()
