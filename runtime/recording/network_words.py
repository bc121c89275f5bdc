"""What DevTools says of a request's time and of its failure, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BLOCKED = {
    "csp": "blocked by the page's content security policy",
    "mixed-content": "blocked: not secure enough for this page",
    "origin": "blocked by the browser",
    "inspector": "blocked by the workflow",
    "subresource-filter": "blocked by the browser",
    "content-type": "blocked: not the type it should be",
    "coop-sandboxed-iframe-cannot-navigate-to-coop-page": "blocked in its frame",
}


def timing(known: Mapping[str, float] | None, sent: float, ended: float) -> dict[str, float]:
    """Milliseconds of each phase; they follow each other. `known` is DevTools' ResourceTiming, the others seconds."""
    if not known or known["sendStart"] < 0:
        return {"receive": round((ended - sent) * 1000, 1)} if ended else {}
    lasted = {
        "dns": known["dnsEnd"] - known["dnsStart"],
        "connect": (known["sslStart"] if known["sslStart"] >= 0 else known["connectEnd"]) - known["connectStart"],
        "tls": known["sslEnd"] - known["sslStart"],
        "send": known["sendEnd"] - known["sendStart"],
        "wait": known["receiveHeadersEnd"] - known["sendEnd"],
    }
    starts = {"dns": "dnsStart", "connect": "connectStart", "tls": "sslStart", "send": "sendStart", "wait": "sendEnd"}
    found = {phase: lasted[phase] for phase, start in starts.items() if known[start] >= 0}
    first = min(known[starts[phase]] for phase in found)
    found = {"queued": (known["requestTime"] - sent) * 1000 + first, **found}
    if ended:
        found["receive"] = (ended - known["requestTime"]) * 1000 - known["receiveHeadersEnd"]
    return {phase: round(max(0.0, ms), 1) for phase, ms in found.items()}


def failure_of(failed: Mapping[str, Any]) -> str:
    """Of a Network.loadingFailed: why, in words where there are some."""
    if reason := failed.get("blockedReason"):
        return BLOCKED.get(reason, f"blocked ({reason})")
    if cors := failed.get("corsErrorStatus"):
        return f"blocked by CORS ({cors['corsError']})"
    if failed.get("canceled"):
        return "cancelled"
    return str(failed.get("errorText") or "failed")
