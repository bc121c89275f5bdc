"""What a run starts, in one place: whatever is in here has to be ended. See teardown.py for that."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from libretto.protocol import JobSpec
from runtime.browser import Browser, launch
from runtime.cdp import Connection
from runtime.child import Child
from runtime.child_start import start_child
from runtime.chromium import find_chromium
from runtime.clock import Clock
from runtime.events import EventWriter
from runtime.masking import Masker
from runtime.process_marks import started_marks
from runtime.recorder import Recorder
from runtime.reporter import Reporter
from runtime.run_folders import RunFolders
from runtime.run_log import RunLog
from runtime.sandbox import wrap_browser
from runtime.tracing.follower import TraceFollower
from runtime.tracing.sources import Sources
from runtime.tracing.stacks import Stacks
from runtime.watches import Watches, browser_end, excess

LAUNCH_SECONDS = 60.0
_POLL_SECONDS = 0.25


@dataclass
class Stage:
    spec: JobSpec
    folders: RunFolders
    clock: Clock
    events: EventWriter
    masker: Masker
    log: RunLog
    reporter: Reporter
    stacks: Stacks
    trace: TraceFollower
    watches: Watches = field(default_factory=Watches)
    child: Child | None = None
    browser: Browser | None = None
    connection: Connection | None = None
    recorder: Recorder | None = None
    _following: asyncio.Task[None] | None = None  # the trace
    _followed: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def empty(cls, spec: JobSpec, *, clock: Clock, events: EventWriter, masker: Masker) -> Stage:
        folders = RunFolders(Path(spec.output).resolve())
        log = RunLog(events, masker=masker, limits=spec.limits)
        bundle = Path(spec.bundle).resolve()
        stacks = Stacks(trace=folders.trace, bundle=bundle)
        trace = TraceFollower(
            trace=folders.trace, stacks=stacks, sources=Sources(bundle, masker=masker), clock=clock, masker=masker
        )
        return cls(
            spec=spec,
            folders=folders,
            clock=clock,
            events=events,
            masker=masker,
            log=log,
            reporter=Reporter(events),
            stacks=stacks,
            trace=trace,
        )

    async def start_child(self) -> Child:
        """The workflow's process, told to import the bundle and to check the input."""
        spec = self.spec
        self.folders.make()
        child = await start_child(spec, folder=self.folders.child, log=self.log)
        self.child = child
        self.watches.add(excess(spec.limits, child, lambda: self.browser.pid if self.browser else None))
        child.tell(
            {
                "command": "prepare",
                "session_id": spec.session_id,
                "bundle": spec.bundle,
                "entry_point": spec.entry_point,
                "dependencies": spec.dependencies,
                "workflow": spec.workflow,
                "params": spec.params,
                "credentials": spec.credentials,
                "start_url": spec.start_url,
                "result_bytes": spec.limits.result_bytes,
                "log_line_bytes": spec.limits.log_line_bytes,
            }
        )
        return child

    async def start_browser(self, child: Child) -> Browser:
        """Chromium, recorded. Raises ChromiumMissing, BrowserNotStarted, TimeoutError, and Stopped when it dies."""
        spec = self.spec
        browser = await launch(
            executable=find_chromium(spec.chromium),
            folder=self.folders.browser,
            viewport=spec.viewport,
            headless=spec.headless,
            environment=started_marks(spec.session_id),
            enclose=self._enclose_browser,
            timeout_seconds=LAUNCH_SECONDS,
        )
        self.browser = browser
        self.watches.add(browser_end(browser, child))
        self.events.emit("browser_started", pid=browser.pid, version=browser.version, viewport=spec.viewport)
        for note in browser.notes:
            self.log.say(note, "warn")
        self.connection = await Connection.open(browser.cdp_url)
        self.recorder = Recorder(
            connection=self.connection,
            folder=self.folders.recording,
            clock=self.clock,
            viewport=spec.viewport,
            on_fragment=self.reporter.fragment,
            on_page_event=self.reporter.page_event,
            on_console=self.log.console,
            masker=self.masker,
        )
        await self.watches.wait(self.recorder.start(), seconds=LAUNCH_SECONDS)
        return browser

    def _enclose_browser(self, argv: Sequence[str]) -> list[str]:
        """What the workflow cannot read, a page of its browser must not read either. Downloads and uploads work."""
        return wrap_browser(
            argv,
            readable=[Path(self.spec.bundle)],
            writable=[self.folders.browser, self.folders.child],
            hidden=[self.folders.output, *(Path(path) for path in self.spec.hidden_paths)],
        )

    def connect(self, child: Child, browser: Browser) -> None:
        """Tells the workflow's process to connect, and follows its trace from now on."""
        child.tell({"command": "go", "cdp_url": browser.cdp_url, "trace": str(self.folders.trace)})
        self._following = asyncio.create_task(self._follow_trace())

    async def last_steps(self) -> None:
        """Nothing more will be written into the trace: reports what is not reported yet."""
        if self._following is not None:
            self._followed.set()  # not cancelled: its thread would go on reading beside us
            await self._following
            await self.reporter.steps(await asyncio.to_thread(self.trace.finish))

    async def _follow_trace(self) -> None:
        while not self._followed.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._followed.wait(), _POLL_SECONDS)
            await self.reporter.steps(await asyncio.to_thread(self.trace.poll))
