"""Event lines: whole, in order, masked, storable; and what happens when nobody reads them."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from runtime.clock import Clock
from runtime.events import ROOM_BYTES, EventWriter
from runtime.masking import Masker


def read_all(descriptor: int) -> list[dict[str, Any]]:
    with os.fdopen(descriptor, "rb") as stream:
        return [json.loads(line) for line in stream]


def test_events_are_masked_and_storable() -> None:
    reading, writing = os.pipe()

    async def write() -> None:
        events = EventWriter(writing, clock=Clock(), masker=Masker(["secret123"]))
        events.emit("log", t_ms=7, message="a secret123\0 and a lone \ud800 surrogate, \U0001f600")
        events.emit("result", value={"secret123": ["x\0", 1.5, None]})
        await events.flushed()
        events.close()

    asyncio.run(write())
    os.close(writing)
    first, second = read_all(reading)
    assert first == {
        "event": "log",
        "t_ms": 7,
        "message": "a [credential]\ufffd and a lone \ufffd surrogate, \U0001f600",
    }
    assert second["value"] == {"[credential]": ["x\ufffd", 1.5, None]}
    assert second["t_ms"] >= 0


def test_nothing_that_people_read_holds_what_looks_like_a_secret_and_results_stay_as_they_are() -> None:
    reading, writing = os.pipe()
    error = {"code": "workflow_error", "message": "no login: password=hunter2", "stack": "", "mapped_stack": ""}

    async def write() -> None:
        events = EventWriter(writing, clock=Clock(), masker=Masker(["jane"]))
        events.emit("timeline", kind="step", data={"id": "1", "title": "Go", "call_log": ["jane: token=hunter2"]})
        events.emit("result", outcome="failed", error=error)
        events.emit("result", outcome="completed", value="password=hunter2")
        await events.flushed()
        events.close()

    asyncio.run(write())
    os.close(writing)
    step, failed, completed = read_all(reading)
    assert step["data"] == {"id": "1", "title": "Go", "call_log": ["[credential]: token=[hidden]"]}
    assert failed["error"]["message"] == "no login: password=[hidden]"
    assert completed["value"] == "password=hunter2"


def test_a_slow_reader_slows_the_writer_down_and_loses_nothing() -> None:
    reading, writing = os.pipe()
    lines = 3 * ROOM_BYTES // 1000

    async def write() -> int:
        events = EventWriter(writing, clock=Clock(), masker=Masker([]))
        received = asyncio.create_task(asyncio.to_thread(read_all, reading))
        for number in range(lines):
            events.emit("log", message=f"{number:01000}")
            await events.room()
        await events.flushed()
        events.close()
        os.close(writing)
        return sum(1 for number, event in enumerate(await received) if int(event["message"]) == number)

    assert asyncio.run(write()) == lines


def test_a_reader_that_is_gone_is_noticed() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    async def write() -> None:
        events = EventWriter(writing, clock=Clock(), masker=Masker([]))
        events.emit("log", message="x")
        await asyncio.wait_for(events.watch(), 5)
        events.emit("log", message="dropped")
        await asyncio.wait_for(events.flushed(), 5)

    asyncio.run(write())
    os.close(writing)


def test_a_reader_that_reads_no_more_is_noticed() -> None:
    reading, writing = os.pipe()

    async def write() -> None:
        events = EventWriter(writing, clock=Clock(), masker=Masker([]), patience_seconds=0.2)
        events.emit("log", message="x" * 1024**2 * 2)
        waiting = asyncio.create_task(events.room())
        await asyncio.wait_for(events.watch(), 5)
        await asyncio.wait_for(waiting, 5)
        os.close(reading)  # lets the thread end

    asyncio.run(write())
    os.close(writing)
