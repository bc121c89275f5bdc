"""Starts the workflow's process in the sandbox, with the pipes it talks over."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import IO, Self

from libretto.protocol import JobSpec
from runtime import child_protocol as protocol
from runtime import sandbox
from runtime.child import Child
from runtime.process_marks import started_marks
from runtime.run_log import RunLog


async def start_child(spec: JobSpec, *, folder: Path, log: RunLog) -> Child:
    """`folder` becomes the only place the workflow can write to, with its home, temporary folder and trace.

    Raises SandboxMissing.
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
        process = _start(argv, _environment(spec, folder), events=events.entry, commands=commands.exit)
        limits = spec.limits
        most_bytes = protocol.most_line_bytes(result_bytes=limits.result_bytes, log_line_bytes=limits.log_line_bytes)
        messages = await _reader(events.take_exit(), limit=most_bytes)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_write_pipe(asyncio.Protocol, commands.take_entry())
    child = Child(process, commands=transport, in_bubblewrap=sandbox.uses_bubblewrap(mode))
    child.listen(messages, printed=await _reader(process.stdout), warned=await _reader(process.stderr), log=log)
    return child


async def _reader(pipe: IO[bytes] | None, *, limit: int = 64 * 1024) -> asyncio.StreamReader:
    stream = asyncio.StreamReader(limit=limit)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
    return stream


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


def _start(argv: list[str], environment: dict[str, str], *, events: int, commands: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        argv,
        cwd=protocol.SOURCE_ROOT,
        env={**environment, protocol.EVENTS_FD: str(events), protocol.COMMANDS_FD: str(commands)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        pass_fds=(events, commands),
        start_new_session=True,
    )


def _environment(spec: JobSpec, folder: Path) -> dict[str, str]:
    home, temporary = folder / "home", folder / "tmp"
    for path in (home, temporary):
        path.mkdir(parents=True, exist_ok=True)
    return sandbox.environment(home=home, temporary=temporary, added=started_marks(spec.session_id))
