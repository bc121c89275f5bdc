"""Runs one workflow once: ``python -m runtime.host``. See libretto.protocol for what it reads and writes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Final

from libretto.protocol import ErrorCode, JobSpec
from runtime import endings
from runtime.clock import Clock
from runtime.commands import Commands
from runtime.endings import Ending
from runtime.events import EventWriter
from runtime.masking import Masker
from runtime.processes import become_subreaper
from runtime.run import Run
from runtime.stage import Stage
from runtime.teardown import tear_down

EXIT_NO_JOB: Final = 2
_STOPPED: Final = endings.failed(ErrorCode.WORKER_STOPPED, "The worker was stopped while the run was going on.")
_LOST: Final = endings.failed(ErrorCode.WORKER_LOST, "The worker that had started the run went away.")
_CANCELLED: Final = Ending("cancelled")


def main() -> None:
    output = os.dup(1)
    os.dup2(2, 1)  # whatever prints by mistake, prints to standard error
    commands = Commands(0)
    try:
        spec = JobSpec.from_json(commands.first())
    except (ValueError, TypeError) as error:
        print(f"The first line of standard input is not a job: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_NO_JOB)
    become_subreaper()
    asyncio.new_event_loop().run_until_complete(_host(spec, commands, output))
    sys.stderr.flush()
    os._exit(0)  # everything has been said; no thread that hangs in a file may keep us


async def _host(spec: JobSpec, commands: Commands, output: int) -> None:
    clock = Clock()
    masker = Masker(spec.credentials.values())
    events = EventWriter(output, clock=clock, masker=masker)
    stage = Stage.empty(spec, clock=clock, events=events, masker=masker)
    run = Run(stage)
    listening = _listen(run, commands, events)
    events.emit("session_started", wall_time_ms=clock.wall_time_ms, pid=os.getpid())
    ending = await run.ending()
    if ending.outcome == "completed":  # why it ended in another way, the worker tells
        stage.log.say("The workflow has finished.")
    await tear_down(stage, ending)
    _say_result(ending, events)
    events.emit("closed")
    await events.flushed()
    listening.cancel()


def _say_result(ending: Ending, events: EventWriter) -> None:
    try:
        if ending.outcome == "completed":
            events.emit("result", outcome=ending.outcome, value=ending.value)
        elif ending.outcome == "failed":
            events.emit("result", outcome=ending.outcome, error=ending.error)
        else:
            events.emit("result", outcome=ending.outcome)
    except (ValueError, RecursionError) as error:  # user code has written a result itself, with NaN or without end
        _say_result(endings.failed(ErrorCode.RESULT_NOT_JSON, f"The result cannot be written as JSON: {error}"), events)


def _listen(run: Run, commands: Commands, events: EventWriter) -> asyncio.Task[None]:
    """To whoever may end the run from outside. Keep the task."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, run.stop, _STOPPED)
    commands.follow(
        {"start": run.begin, "cancel": lambda: run.stop(_CANCELLED)},
        on_end=lambda: run.stop(_LOST),
    )
    return asyncio.create_task(_stop_when_unread(run, events))


async def _stop_when_unread(run: Run, events: EventWriter) -> None:
    await events.watch()
    run.stop(_LOST)


if __name__ == "__main__":
    main()
