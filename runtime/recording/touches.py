"""Where there are several pages, their documents tell which of them the workflow touches.

A page that is alone is the one in front. There nothing is asked for: a script in a world of its own costs every
document a few milliseconds, and every key a message.
"""

from __future__ import annotations

from typing import Any, Final

from runtime.cdp import Connection
from runtime.recording.listening import Command

_WORLD: Final = "libretto"  # an isolated world: the page sees nothing of ours
_TOUCHED: Final = "librettoTouched"
# Ten times a second at most: each costs a message, and typing is a lot of them.
_TELL_WHEN_TOUCHED: Final = f"""{{
  let told = -100;
  const touched = event => {{
    if (!event.isTrusted || event.timeStamp < told + 100) return;
    told = event.timeStamp;
    {_TOUCHED}(event.type);
  }};
  for (const kind of ["pointerdown", "keydown", "input"])
    addEventListener(kind, touched, {{capture: true, passive: true}});
}}"""
_TELL: Final[tuple[Command, ...]] = (
    ("Runtime.addBinding", {"name": _TOUCHED, "executionContextName": _WORLD}),
    (
        "Page.addScriptToEvaluateOnNewDocument",
        {"source": _TELL_WHEN_TOUCHED, "worldName": _WORLD, "runImmediately": True},
    ),
)


class Touches:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sessions: set[str] = set()
        self._asked = False
        connection.on("Target.detachedFromTarget", self._detached)

    def add(self, session: str) -> None:
        """Of a page or a frame, before it runs."""
        self._sessions.add(session)
        if self._asked:
            self._ask(session)

    def ask(self) -> None:
        """There are several pages now: from now on documents raise events that `is_touch` knows."""
        if not self._asked:
            self._asked = True
            for session in self._sessions:
                self._ask(session)

    def is_touch(self, params: dict[str, Any]) -> bool:
        """Of a Runtime.bindingCalled."""
        return bool(params["name"] == _TOUCHED)

    def _ask(self, session: str) -> None:
        for method, options in _TELL:
            self._connection.post(method, options, session)

    def _detached(self, params: dict[str, Any], _: str | None) -> None:
        self._sessions.discard(params["sessionId"])
