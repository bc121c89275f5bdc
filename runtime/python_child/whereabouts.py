"""Where user code is right now, asked from another thread while it runs."""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import greenlet

from runtime.child_protocol import ERROR_TEXT_BYTES, Stack
from runtime.python_child.places import Places
from runtime.python_child.wire_text import cut_middle

OTHER_TASKS = 10

Frames = list[traceback.FrameSummary]  # outermost first


class Whereabouts:
    """Says nothing until the runner tells how the workflow runs."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._frames: Callable[[], list[tuple[str, Frames]]] = list

    def watch_sync(self) -> None:
        """Called in the greenlet that will run user code: Playwright's sync API parks it while a call waits."""
        own = greenlet.getcurrent()
        thread = threading.get_ident()
        self._frames = lambda: [("", _of_frame(own.gr_frame or sys._current_frames().get(thread)))]

    def watch_async(self, task: asyncio.Task[Any]) -> None:
        """Called in the loop's thread; `task` runs the workflow."""
        thread = threading.get_ident()
        self._frames = lambda: _of_tasks(task, thread)

    def describe(self) -> Stack:
        """First the workflow; then, of an async one, its other tasks that stand in the bundle."""
        texts: list[str] = []
        mapped: list[str] = []
        for heading, frames in self._frames():
            places = self._places.mapped(frames)
            if heading and places:
                texts.append(f"{heading}\n")
                mapped.append(heading)
            if places or not heading:
                texts += self._places.tidied(frames).format()
                mapped += places
        return {
            "event": "stack",
            "stack": cut_middle("".join(texts), ERROR_TEXT_BYTES),
            "mapped_stack": cut_middle("\n".join(mapped), ERROR_TEXT_BYTES),
        }


def _of_tasks(workflow: asyncio.Task[Any], thread: int) -> list[tuple[str, Frames]]:
    loop = workflow.get_loop()
    running = asyncio.current_task(loop)
    others = [task for task in asyncio.all_tasks(loop) if task is not workflow]
    stacks = []
    for task in [workflow, *others]:
        heading = "" if task is workflow else f"also running, {task.get_name()}:"
        frames = _of_frame(sys._current_frames().get(thread)) if task is running else _of_coroutine(task.get_coro())
        stacks.append((heading, frames))
    return stacks


def _of_frame(frame: FrameType | None) -> Frames:
    return list(reversed(traceback.StackSummary.extract(traceback.walk_stack(frame)))) if frame else []


def _of_coroutine(coroutine: object) -> Frames:
    """A task that waits shows one frame only; the rest hangs on what each coroutine awaits."""
    return list(traceback.StackSummary.extract((frame, frame.f_lineno) for frame in _awaited(coroutine)))


def _awaited(waiting: object) -> Iterator[FrameType]:
    while waiting is not None:
        for kind, awaits in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            frame = getattr(waiting, f"{kind}_frame", None)
            if frame is not None:
                yield frame
                waiting = getattr(waiting, awaits)
                break
        else:
            return
