"""Reads the host's commands in a thread of its own, whatever user code is doing meanwhile."""

from __future__ import annotations

import queue
import threading
from typing import Any, Literal, cast

from runtime.child_protocol import Command, Go, Prepare, Stack
from runtime.python_child.channel import EXIT_HOST_GONE, Channel, end
from runtime.python_child.whereabouts import Whereabouts

NOWHERE: Stack = {"event": "stack", "stack": "", "mapped_stack": ""}


class Inbox:
    """Answers `where` and `exit` at once, keeps the other commands until they are waited for."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.whereabouts: Whereabouts | None = None  # from the import of the bundle on
        threading.Thread(target=self._read, name="libretto-commands", daemon=True).start()

    def wait_for_prepare(self) -> Prepare:
        return cast(Prepare, self._wait("prepare"))

    def wait_for_go(self) -> Go:
        return cast(Go, self._wait("go"))

    def wait_for_run(self) -> None:
        self._wait("run")

    def _wait(self, name: Literal["prepare", "go", "run"]) -> Any:
        command = self._commands.get()
        if command["command"] != name:
            raise RuntimeError(f"The host said {command['command']}, but it is time for {name}.")
        return command

    def _read(self) -> None:
        try:
            for command in self._channel.commands():
                if command["command"] == "where":
                    self._channel.send(self._stack())
                elif command["command"] == "exit":
                    end()
                else:
                    self._commands.put(command)
        finally:
            end(EXIT_HOST_GONE)

    def _stack(self) -> Stack:
        try:
            return self.whereabouts.describe() if self.whereabouts else NOWHERE
        except Exception:  # noqa: BLE001 - user code moves on while it is looked at; no answer is no reason to end
            return NOWHERE
