"""A DevTools connection to the whole browser: one WebSocket, flattened sessions, all of asyncio."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from typing import Any, Self

import websockets
from websockets.asyncio.client import ClientConnection, connect

EVENT = '{"method":"'

logger = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any], str | None], None]
"""Called in the event loop with an event's parameters and the session it came from (None: the browser itself)."""


class CdpError(Exception):
    """The browser refused a command: unknown session, vanished target, wrong parameters."""

    def __init__(self, method: str, message: str, code: int = 0) -> None:
        super().__init__(f"{method}: {message}")
        self.method = method
        self.code = code


class CdpTimeout(CdpError):
    """The browser gave no answer in time: the page hangs, or shows a dialog."""


class BrowserGone(CdpError):
    """The connection is lost: the browser has ended or crashed."""


class Connection:
    """Use ``await Connection.open(url)``. Commands may be sent from the event loop only."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last_id = 0
        self._pending: dict[int, tuple[str, asyncio.Future[dict[str, Any]]]] = {}
        self._handlers: dict[str, list[Handler]] = {}
        self._on_lost: list[Callable[[], None]] = []
        self._lost = False
        self._posted: set[asyncio.Task[None]] = set()
        self._reader = asyncio.create_task(self._read(), name="cdp reader")

    @classmethod
    async def open(cls, url: str, *, timeout_seconds: float = 10) -> Self:
        """`url` is the browser's own: ws://127.0.0.1:<port>/devtools/browser/<id>."""
        socket = await connect(
            url,
            max_size=None,
            compression=None,
            ping_interval=None,
            open_timeout=timeout_seconds,
            close_timeout=1,
            proxy=None,
        )
        return cls(socket)

    @property
    def lost(self) -> bool:
        return self._lost

    async def send(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        session_id: str | None = None,
        *,
        timeout_seconds: float = 30,
    ) -> dict[str, Any]:
        """The command's result. Raises CdpError, CdpTimeout or BrowserGone."""
        if self._lost:
            raise BrowserGone(method, "the browser is gone")
        self._last_id += 1
        number = self._last_id
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._pending[number] = (method, answer)
        message: dict[str, Any] = {"id": number, "method": method, "params": params or {}}
        if session_id is not None:
            message["sessionId"] = session_id
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._socket.send(json.dumps(message))
                return await answer
        except TimeoutError:
            raise CdpTimeout(method, f"no answer within {timeout_seconds:.1f} s") from None
        except websockets.ConnectionClosed:
            raise BrowserGone(method, "the browser is gone") from None
        finally:
            self._pending.pop(number, None)

    def post(self, method: str, params: dict[str, Any] | None = None, session_id: str | None = None) -> None:
        """Sends without waiting for the answer; a refusal means the target has gone and is no news."""
        task = asyncio.create_task(self._send_quietly(method, params, session_id))
        self._posted.add(task)
        task.add_done_callback(self._posted.discard)

    async def _send_quietly(self, method: str, params: dict[str, Any] | None, session_id: str | None) -> None:
        with contextlib.suppress(CdpError):
            await self.send(method, params, session_id)

    def on(self, method: str, handler: Handler) -> None:
        """Calls `handler` for every event `method`, in the order they come."""
        self._handlers.setdefault(method, []).append(handler)

    def on_lost(self, callback: Callable[[], None]) -> None:
        """Calls back once when the connection ends, whoever ended it."""
        self._on_lost.append(callback)

    async def close(self) -> None:
        await self._socket.close()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if self._is_heard(message):
                    self._dispatch(json.loads(message))
        except websockets.ConnectionClosed:
            pass
        finally:
            self._end()

    def _is_heard(self, message: str | bytes) -> bool:
        """Most of what a busy page tells interests nobody, and Chromium says first what it is."""
        if not isinstance(message, str) or not message.startswith(EVENT):
            return True
        return message[len(EVENT) : message.find('"', len(EVENT))] in self._handlers

    def _dispatch(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answer(message)
            return
        for handler in self._handlers.get(message["method"], ()):
            try:
                handler(message.get("params", {}), message.get("sessionId"))
            except Exception:
                logger.exception("A handler of %s failed", message["method"])

    def _answer(self, message: dict[str, Any]) -> None:
        method, answer = self._pending.get(message["id"], ("", None))
        if answer is None or answer.done():
            return
        if "error" in message:
            error = message["error"]
            answer.set_exception(CdpError(method, error.get("message", "refused"), error.get("code", 0)))
        else:
            answer.set_result(message.get("result", {}))

    def _end(self) -> None:
        self._lost = True
        for method, answer in self._pending.values():
            if not answer.done():
                answer.set_exception(BrowserGone(method, "the browser is gone"))
                answer.exception()  # its sender may have stopped waiting
        for callback in self._on_lost:
            callback()
