"""One `python -m runtime.host`: its pipes, the threads that serve them, and its certain end."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import IO, Any, Literal, Self

from jobs.event_buffer import EventBuffer
from jobs.host_events import parse
from libretto.protocol import Event, JobSpec
from runtime.child_protocol import SOURCE_ROOT
from runtime.masking import Masker
from runtime.processes import end_marked, end_tree

log = logging.getLogger(__name__)

LINE_MOST_BYTES = 16 * 1024**2
LAST_WORDS_BYTES = 16 * 1024
PIPE_GRACE_SECONDS = 3.0
JOIN_SECONDS = 5.0
EXIT_SECONDS = 1.0
MOST_REPORTED_LINES = 20
SHOWN_OF_A_LINE = 200
SHOWN_LAST_WORDS = 4_000


class HostProcess:
    """A started host. Leaving the `with` block ends every process it brought along."""

    def __init__(self, spec: JobSpec, *, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._buffer = EventBuffer()
        self._to_write: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._t_ms = 0
        self._odd_lines = 0
        self._exit_seen_at: float | None = None
        self._last_events_at = monotonic()
        self._standard_error = b""  # the end of it
        self._session_id = spec.session_id
        self._masker = Masker(spec.credentials.values())
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=SOURCE_ROOT,
            start_new_session=True,  # a signal to the worker's group is not for the host: we tell it ourselves
        )
        self._last_words_reader = Thread(target=self._read_last_words, args=[self._process.stderr], daemon=True)
        self._threads = [
            Thread(target=self._write_lines, args=[self._process.stdin], daemon=True),
            Thread(target=self._read_events, args=[self._process.stdout], daemon=True),
            self._last_words_reader,
        ]
        for thread in self._threads:
            thread.start()
        self._to_write.put(spec.to_json())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()
        self._buffer.close()
        self._to_write.put(None)
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
            if thread.is_alive():
                log.error("Something that outlived host %s holds its pipes open.", self._process.pid)

    def has_finished(self) -> bool:
        """Whether the host has ended and all it said has been taken."""
        if self.exit_code is not None and not self._buffer.finished:
            self._exit_seen_at = self._exit_seen_at or monotonic()
            if monotonic() - max(self._exit_seen_at, self._last_events_at) > PIPE_GRACE_SECONDS:
                self.end()  # what holds its output open has nothing more to say
                self._buffer.close()
        return self._buffer.finished

    @property
    def exit_code(self) -> int | None:
        """Negative: the signal that ended it."""
        return self._process.poll()

    @property
    def final_exit_code(self) -> int | None:
        """To be asked when its output has ended: the process itself may need a moment more. None: it needs longer."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(EXIT_SECONDS)
        return self.exit_code

    @property
    def last_words(self) -> str:
        """The end of its standard error. To be asked when its output has ended: this may end a moment later."""
        self._last_words_reader.join(EXIT_SECONDS)
        return self._shown(self._standard_error)[-SHOWN_LAST_WORDS:]

    def take(self, *, seconds: float) -> list[Event]:
        """The next events, as soon as there are any; none after `seconds`."""
        events = self._buffer.take(seconds=seconds)
        if events:
            self._last_events_at = monotonic()
        return events

    def send(self, command: Literal["start", "cancel"]) -> None:
        self._to_write.put({"command": command})

    def end(self) -> None:
        """Ends the host and all that it started. Harmless when they are gone."""
        try:
            if self.exit_code is None:  # else its number may already be somebody else's
                end_tree(self._process.pid)
            end_marked(self._session_id)
            self._process.wait(JOIN_SECONDS)
        except (TimeoutError, subprocess.TimeoutExpired):
            log.exception("Host %s does not end", self._process.pid)

    def _write_lines(self, pipe: IO[bytes]) -> None:
        # A thread of its own: a host that does not read must not hold up the run's heartbeat and end.
        try:
            with pipe:
                while (line := self._to_write.get()) is not None:
                    pipe.write(json.dumps(line).encode() + b"\n")
                    pipe.flush()
        except BrokenPipeError:
            pass  # it has ended; the run learns that from its output

    def _read_events(self, pipe: IO[bytes]) -> None:
        with pipe:
            while line := pipe.readline(LINE_MOST_BYTES):
                event = parse(line) or self._oddity(line)
                if event is not None:
                    self._t_ms = event["t_ms"]
                    self._buffer.put(event, len(line))
        self._buffer.close()

    def _read_last_words(self, pipe: IO[bytes]) -> None:
        with pipe:
            while piece := pipe.read1(LAST_WORDS_BYTES):  # type: ignore[attr-defined]
                self._standard_error = (self._standard_error + piece)[-LAST_WORDS_BYTES:]

    def _oddity(self, line: bytes) -> Event | None:
        """A line that is no event, as a line of the run's log; the first few only."""
        self._odd_lines += 1
        if self._odd_lines > MOST_REPORTED_LINES:
            return None
        shown = self._shown(line[:LAST_WORDS_BYTES])[:SHOWN_OF_A_LINE]
        return {
            "event": "log",
            "t_ms": self._t_ms,
            "source": "executor",
            "level": "warn",
            "message": f"The engine said something that is not an event: {shown}",
        }

    def _shown(self, output: bytes) -> str:
        text = output.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        return self._masker.text(text).strip()
