from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from runtime.cdp import BrowserGone, CdpError, CdpTimeout, Connection

Browser = Callable[[ServerConnection], Awaitable[None]]


def against(browser: Browser, client: Callable[[Connection], Awaitable[None]]) -> None:
    """Runs `client` against a browser that is played by `browser`."""

    async def run() -> None:
        async with serve(browser, "127.0.0.1", 0, max_size=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            connection = await Connection.open(f"ws://127.0.0.1:{port}/devtools/browser/1")
            try:
                await client(connection)
            finally:
                await connection.close()

    asyncio.run(asyncio.wait_for(run(), 20))


async def answering(socket: ServerConnection) -> None:
    """Gives back what it was asked, refuses "Refuse", and is silent on "Wait"."""
    async for text in socket:
        message: dict[str, Any] = json.loads(text)
        if message["method"] == "Refuse":
            await socket.send(json.dumps({"id": message["id"], "error": {"code": -32000, "message": "No such target"}}))
        elif message["method"] != "Wait":
            await socket.send(json.dumps({"method": "Said", "params": {"about": message["method"]}, "sessionId": "s"}))
            await socket.send(json.dumps({"id": message["id"], "result": {"asked": message}}))


async def hanging_up(socket: ServerConnection) -> None:
    await socket.recv()
    await socket.close()


def test_a_command_and_its_result() -> None:
    async def client(connection: Connection) -> None:
        answer = await connection.send("Page.enable", {"a": 1}, "session")
        assert answer["asked"] == {"id": 1, "method": "Page.enable", "params": {"a": 1}, "sessionId": "session"}

    against(answering, client)


def test_a_large_answer() -> None:
    async def client(connection: Connection) -> None:
        answer = await connection.send("Echo", {"text": "x" * 5_000_000})
        assert len(answer["asked"]["params"]["text"]) == 5_000_000

    against(answering, client)


def test_events_reach_their_handlers_even_if_one_fails() -> None:
    async def client(connection: Connection) -> None:
        heard: list[tuple[dict[str, Any], str | None]] = []
        connection.on("Said", lambda params, session: heard[99])  # type: ignore[arg-type]
        connection.on("Said", lambda params, session: heard.append((params, session)))
        await connection.send("Page.enable")
        assert heard == [({"about": "Page.enable"}, "s")]

    against(answering, client)


def test_a_refusal() -> None:
    async def client(connection: Connection) -> None:
        with pytest.raises(CdpError, match="Refuse: No such target") as caught:
            await connection.send("Refuse")
        assert caught.value.code == -32000
        connection.post("Refuse")  # is no news
        await connection.send("Page.enable")

    against(answering, client)


def test_no_answer_in_time() -> None:
    async def client(connection: Connection) -> None:
        with pytest.raises(CdpTimeout, match=r"Wait: no answer within 0\.1 s"):
            await connection.send("Wait", timeout_seconds=0.1)
        await connection.send("Page.enable")

    against(answering, client)


def test_a_lost_connection_fails_all_that_wait_and_all_that_follow() -> None:
    async def client(connection: Connection) -> None:
        lost: list[bool] = []
        connection.on_lost(lambda: lost.append(connection.lost))
        answers = await asyncio.gather(
            connection.send("Wait"), connection.send("Wait"), connection.send("Wait"), return_exceptions=True
        )
        assert [type(answer) for answer in answers] == [BrowserGone] * 3
        assert lost == [True]
        with pytest.raises(BrowserGone):
            await connection.send("Page.enable")
        connection.post("Page.enable")

    against(hanging_up, client)


def test_nobody_there() -> None:
    with pytest.raises(OSError, match="Connect"):
        asyncio.run(Connection.open("ws://127.0.0.1:9/devtools/browser/1"))
