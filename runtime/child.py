"""The workflow's process, seen from the host: started in the sandbox, asked, listened to, ended."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict
from dataclasses import dataclass
from subprocess import Popen
from typing import Final, Literal, cast

from runtime import child_protocol as protocol
from runtime.exit_codes import how_it_ended
from runtime.processes import end_tree
from runtime.run_log import RunLog

LAST_WORDS_SECONDS: Final = 2.0  # for what is still in the pipes of a process that has ended


@dataclass(frozen=True)
class Death:
    """The process ended without `result` or `failed`."""

    how: str  # 'was killed by signal 9 (SIGKILL)', 'ended with exit code 3'


class ChildEnded(Exception):
    """The process said `failed`, or died, when something else was expected of it."""

    def __init__(self, last_word: protocol.Result | protocol.Failed | Death) -> None:
        super().__init__(str(last_word))
        self.last_word = last_word


Answer = Literal["ready", "started", "stack"]
LastWord = protocol.Result | protocol.Failed | Death


class Child:
    """Made by child_start. `last_word` comes in any case; call `stop` and `heard_out` in any case."""

    def __init__(self, process: Popen[bytes], *, commands: asyncio.WriteTransport, in_bubblewrap: bool) -> None:
        self.pid = process.pid
        self.last_word: asyncio.Future[LastWord] = asyncio.get_running_loop().create_future()
        self._process = process
        self._ended = _ended(process)
        self._tasks: list[asyncio.Task[None]] = []  # what reads the process's pipes; they end with it
        self._commands = commands
        self._in_bubblewrap = in_bubblewrap
        self._answers: dict[str, asyncio.Queue[protocol.Event]] = defaultdict(asyncio.Queue)

    def tell(self, command: protocol.Command) -> None:
        if not self._commands.is_closing():
            self._commands.write(protocol.write(command))

    async def answer(self, name: Answer) -> protocol.Event:
        """The next `name`. Raises ChildEnded when the last word comes instead."""
        waiting = asyncio.ensure_future(self._answers[name].get())
        self.last_word.add_done_callback(lambda _: waiting.cancel())
        try:
            return await waiting
        except asyncio.CancelledError:
            if self.last_word.done():
                raise ChildEnded(self.last_word.result()) from None
            raise
        finally:
            waiting.cancel()

    async def last(self) -> LastWord:
        return await asyncio.shield(self.last_word)

    async def where(self, *, seconds: float) -> protocol.Stack:
        """Where user code is, or was when it failed; empty texts when the process does not tell in time."""
        self.tell({"command": "where"})
        stack: protocol.Stack = {"event": "stack", "stack": "", "mapped_stack": ""}
        with contextlib.suppress(TimeoutError, ChildEnded):
            async with asyncio.timeout(seconds):
                stack = cast(protocol.Stack, await self.answer("stack"))
                if not stack["mapped_stack"]:
                    await self.last()  # it has left user code; for what reason and where is said next
        return stack if stack["mapped_stack"] else self._where_it_failed() or stack

    def _where_it_failed(self) -> protocol.Stack | None:
        word = self.last_word.result() if self.last_word.done() else None
        if word is None or isinstance(word, Death) or word["event"] != "failed":
            return None
        return {"event": "stack", "stack": word["error"]["stack"], "mapped_stack": word["error"]["mapped_stack"]}

    async def stop(self, *, grace_seconds: float) -> None:
        """Tells the process to end, kills it if it does not, and all it started."""
        self.tell({"command": "exit"})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await asyncio.shield(self._ended)
        self._commands.close()
        await asyncio.to_thread(end_tree, self.pid, grace_seconds=0)

    async def heard_out(self) -> None:
        """Waits until all it printed has been passed on: call it when whoever could keep its output open has ended."""
        await asyncio.gather(*self._tasks)

    def listen(
        self,
        messages: asyncio.StreamReader,
        *,
        printed: asyncio.StreamReader,
        warned: asyncio.StreamReader,
        log: RunLog,
    ) -> None:
        """Begins to read the process's pipes, and to wait for its end."""
        hearing = asyncio.create_task(self._hear(messages, log))
        self._tasks += [
            hearing,
            asyncio.create_task(self._watch(hearing)),
            asyncio.create_task(log.follow(printed, "info")),
            asyncio.create_task(log.follow(warned, "warn")),
        ]

    async def _hear(self, messages: asyncio.StreamReader, log: RunLog) -> None:
        while True:
            try:
                line = await messages.readline()
            except ValueError:  # longer than any message
                log.say(
                    "The workflow wrote into the pipe that belongs to the runner, so its process was ended.", "error"
                )
                self._process.kill()
                return
            if not line:
                return
            try:
                await self._take(protocol.read_event(line), log)
            except protocol.NotAMessage as problem:
                log.say(f"The workflow wrote into the pipe that belongs to the runner: {problem}.", "warn")

    async def _watch(self, hearing: asyncio.Task[None]) -> None:
        """Until the process has ended; then its last word is known, whatever it is."""
        code = await asyncio.shield(self._ended)
        await asyncio.wait({hearing}, timeout=LAST_WORDS_SECONDS)
        if not self.last_word.done():
            self.last_word.set_result(Death(how_it_ended(code, in_bubblewrap=self._in_bubblewrap)))

    async def _take(self, event: protocol.Event, log: RunLog) -> None:
        if event["event"] == "log":
            await log.workflow(event["level"], event["message"])
        elif event["event"] == "result" or event["event"] == "failed":
            if not self.last_word.done():
                self.last_word.set_result(event)
        else:
            self._answers[event["event"]].put_nowait(event)


def _ended(process: Popen[bytes]) -> asyncio.Future[int]:
    """Its exit code. asyncio's own processes tell only when nobody holds their output open any more."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[int] = loop.create_future()

    def wait() -> None:
        code = process.wait()
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(future.set_result, code)

    threading.Thread(target=wait, name="workflow's process", daemon=True).start()
    return future
