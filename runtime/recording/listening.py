"""What the browser is asked to tell of a page, its frames and its workers."""

from __future__ import annotations

from typing import Any, Final

WORLD = "libretto"  # an isolated world: the page sees nothing of ours
TOUCHED = "librettoTouched"
# Ten times a second at most: each costs a message, and typing is a lot of them.
TELL_WHEN_TOUCHED = f"""{{
  let told = -100;
  const touched = event => {{
    if (!event.isTrusted || event.timeStamp < told + 100) return;
    told = event.timeStamp;
    {TOUCHED}(event.type);
  }};
  for (const kind of ["pointerdown", "keydown", "input"])
    addEventListener(kind, touched, {{capture: true, passive: true}});
}}"""
TELL_TOUCHES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("Runtime.addBinding", {"name": TOUCHED, "executionContextName": WORLD}),
    (
        "Page.addScriptToEvaluateOnNewDocument",
        {"source": TELL_WHEN_TOUCHED, "worldName": WORLD, "runImmediately": True},
    ),
)
FRAMES_AND_WORKERS: Final = {  # of Target.setAutoAttach, for what a page keeps in other processes
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [{"type": "iframe"}, {"type": "worker"}],
}
# The browser need not keep bodies for us.
NETWORK_ENABLE: Final = {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0, "maxPostDataSize": 0}
