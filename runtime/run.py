"""One run, from the start of its processes to the moment it is known how it ended."""

from __future__ import annotations

import asyncio
import sys
import traceback
from typing import Final

from libretto.protocol import ErrorCode
from runtime import endings
from runtime.browser import Browser, BrowserNotStarted
from runtime.cdp import CdpError
from runtime.child import Child, ChildEnded, LastWord
from runtime.chromium import ChromiumMissing
from runtime.endings import Ending, Stopped
from runtime.priority import give_way
from runtime.sandbox import SandboxMissing
from runtime.stage import LAUNCH_SECONDS, Stage
from runtime.watches import WHERE_SECONDS

PREPARE_SECONDS: Final = 60.0  # to import the bundle
CONNECT_SECONDS: Final = 60.0  # to open the start URL
START_SECONDS: Final = 60.0  # for the worker to answer `workflow_started`


class Run:
    """`ending()` once, which starts what the stage then holds. The others are for the worker's commands."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._spec = stage.spec
        self._stopped: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self._may_begin = asyncio.Event()
        self._doing = ""

    def begin(self) -> None:
        """User code may begin: the database knows."""
        self._may_begin.set()

    def stop(self, ending: Ending) -> None:
        """Ends the run from outside, unless it has already ended."""
        if not self._stopped.done():
            self._stopped.set_result(ending)

    async def ending(self) -> Ending:
        """Runs the workflow. Whatever happens, it gives a true ending and raises nothing."""
        story = asyncio.create_task(self._ended_story())
        await asyncio.wait({story, self._stopped}, return_when=asyncio.FIRST_COMPLETED)
        if story.done():
            return story.result()
        story.cancel()
        await asyncio.wait({story})
        return self._stopped.result()

    async def _ended_story(self) -> Ending:
        try:
            return await self._story()
        except Stopped as stopped:
            return stopped.ending
        except ChildEnded as ended:
            return await self._judged(ended.last_word)
        except (BrowserNotStarted, ChromiumMissing) as error:
            return await self._stage.watches.cause(endings.failed(ErrorCode.BROWSER_NOT_STARTED, str(error)))
        except SandboxMissing as error:
            return endings.failed(ErrorCode.PLATFORM_ERROR, str(error))
        except Exception as error:  # noqa: BLE001 - a mistake of ours ends the run like any other reason
            traceback.print_exc(file=sys.stderr)
            what = f"The runner failed while {self._doing}: {type(error).__name__}: {error}"
            return endings.failed(ErrorCode.PLATFORM_ERROR, what)

    async def _story(self) -> Ending:
        child = await self._prepare()
        browser = await self._start_browser(child)
        await self._connect(child, browser)
        await self._wait_for_start()
        return await self._run_workflow(child)

    async def _prepare(self) -> Child:
        self._say("preparing the workflow", f"Importing workflow {self._spec.workflow} and checking its input.")
        child = await self._stage.start_child()
        try:
            await self._stage.watches.wait(child.answer("ready"), seconds=PREPARE_SECONDS)
        except TimeoutError:
            what = f"Importing the workflow took longer than {PREPARE_SECONDS:g} seconds."
            where = await child.where(seconds=WHERE_SECONDS)
            raise Stopped(endings.failed(ErrorCode.TIMEOUT, what, where=where)) from None
        return child

    async def _start_browser(self, child: Child) -> Browser:
        self._say("starting the browser", "The input is valid. Starting the browser.")
        try:
            browser = await self._stage.watches.wait(self._stage.start_browser(child), seconds=LAUNCH_SECONDS)
        except TimeoutError:
            raise BrowserNotStarted(f"The browser was not ready within {LAUNCH_SECONDS:g} seconds.") from None
        except CdpError as error:
            raise BrowserNotStarted(f"The browser does not do what it is told: {error}.") from error
        self._stage.log.say(f"{browser.version} runs and is being recorded.")
        return browser

    async def _connect(self, child: Child, browser: Browser) -> None:
        self._doing = "connecting the workflow to the browser"
        self._stage.connect(child, browser)
        try:
            await self._stage.watches.wait(child.answer("started"), seconds=CONNECT_SECONDS)
        except TimeoutError:
            code = ErrorCode.START_URL_FAILED if self._spec.start_url else ErrorCode.BROWSER_NOT_STARTED
            what = f"The page was not ready for the workflow within {CONNECT_SECONDS:g} seconds."
            raise Stopped(endings.failed(code, what)) from None

    async def _wait_for_start(self) -> None:
        self._doing = "waiting for the word that the workflow may begin"
        self._stage.events.emit("workflow_started")
        try:
            await self._stage.watches.wait(self._began(), seconds=START_SECONDS)
        except TimeoutError:
            what = f"The worker did not say within {START_SECONDS:g} seconds that the workflow may begin."
            raise Stopped(endings.failed(ErrorCode.WORKER_LOST, what)) from None

    async def _run_workflow(self, child: Child) -> Ending:
        seconds = self._spec.timeout_seconds
        self._doing = "running the workflow"
        give_way()  # browser and workflow were started before, and keep theirs
        child.tell({"command": "run"})
        try:
            return await self._judged(await self._stage.watches.wait(child.last(), seconds=seconds))
        except TimeoutError:
            return endings.out_of_time(seconds, await child.where(seconds=WHERE_SECONDS))

    async def _judged(self, last_word: LastWord) -> Ending:
        ending = endings.ending_of(last_word, result_bytes=self._spec.limits.result_bytes)
        return await self._stage.watches.cause(ending)

    async def _began(self) -> None:
        await self._may_begin.wait()

    def _say(self, doing: str, message: str) -> None:
        self._doing = doing
        self._stage.log.say(message)
