"""What the browser is asked to tell of a page, its frames and its workers."""

from __future__ import annotations

from typing import Any, Final

Command = tuple[str, dict[str, Any]]  # method and parameters

# The browser need not keep bodies for us.
_NETWORK_ENABLE: Final = {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0, "maxPostDataSize": 0}


def _attach_to(*kinds: str) -> Command:
    options = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
    return "Target.setAutoAttach", {**options, "filter": [{"type": kind} for kind in kinds]}


ATTACH_TO_PAGES: Final = _attach_to("page")  # of the browser
LISTEN_TO_WORKER: Final[tuple[Command, ...]] = (
    ("Runtime.enable", {}),
    ("Log.enable", {}),
    ("Network.enable", _NETWORK_ENABLE),
    _attach_to("iframe", "worker"),  # what it keeps in other processes
)
LISTEN_TO_DOCUMENT: Final[tuple[Command, ...]] = (  # of a page or a frame
    ("Page.enable", {}),
    ("Inspector.enable", {}),
    *LISTEN_TO_WORKER,
)
RUN: Final[Command] = ("Runtime.runIfWaitingForDebugger", {})
