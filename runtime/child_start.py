"""Starts the workflow's process in the sandbox, with the pipes it talks over."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import IO, Self

from libretto.protocol import JobSpec
from runtime import child_protocol as protocol
from runtime import sandbox
from runtime.child import Child
from runtime.process_marks import started_marks
from runtime.run_log import RunLog


async def start_child(spec: JobSpec, *, folder: Path, log: RunLog, longest_line: int) -> Child:
    """`folder` becomes the only place the workflow can write to, with its home, temporary folder and trace.

    `longest_line` is how many bytes of one log message the child may send. Raises SandboxMissing.
    """
    mode = sandbox.configured_mode()
    argv = sandbox.wrap(
        protocol.command("runtime.python_child"),
        readable=[Path(spec.bundle), *([Path(spec.dependencies)] if spec.dependencies else [])],
        writable=[folder],
        hidden=[Path(spec.output), *(Path(path) for path in spec.hidden_paths)],
        mode=mode,
        processes=spec.limits.child_processes,
    )
    with _Pipe() as events, _Pipe() as commands:
        process = await asyncio.create_subprocess_exec(
            *argv,
            cwd=protocol.SOURCE_ROOT,
            env=_environment(spec, folder, events=events.entry, commands=commands.exit),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=(events.entry, commands.exit),
            start_new_session=True,
        )
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader(
            limit=protocol.most_line_bytes(result_bytes=spec.limits.result_bytes, log_line_bytes=longest_line)
        )
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), events.take_exit())
        transport, _ = await loop.connect_write_pipe(asyncio.Protocol, commands.take_entry())
    child = Child(process, commands=transport, in_bubblewrap=sandbox.uses_bubblewrap(mode))
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    assert process.stderr is not None  # noqa: S101
    listening = asyncio.create_task(child.listen(stream, log))
    child.tasks += [
        listening,
        asyncio.create_task(child.watch(listening)),
        asyncio.create_task(log.follow(process.stdout, "info")),
        asyncio.create_task(log.follow(process.stderr, "warn")),
    ]
    return child


class _Pipe:
    """A pipe whose ends are closed at the end of the block, unless they were taken."""

    def __enter__(self) -> Self:
        self.exit, self.entry = os.pipe()  # where bytes come out, where they go in
        self._open = {self.exit, self.entry}
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    def take_exit(self) -> IO[bytes]:
        self._open.remove(self.exit)
        return os.fdopen(self.exit, "rb", 0)

    def take_entry(self) -> IO[bytes]:
        self._open.remove(self.entry)
        return os.fdopen(self.entry, "wb", 0)


def _environment(spec: JobSpec, folder: Path, *, events: int, commands: int) -> dict[str, str]:
    home, temporary = folder / "home", folder / "tmp"
    for path in (home, temporary):
        path.mkdir(parents=True, exist_ok=True)
    pipes = {protocol.EVENTS_FD: str(events), protocol.COMMANDS_FD: str(commands)}
    return sandbox.environment(home=home, temporary=temporary, added={**started_marks(spec.session_id), **pipes})
