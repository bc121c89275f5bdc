"""What workflows import: ``from libretto import workflow, Context, HasCredentials``.

Loaded on first use, so that `libretto.protocol` stays importable with the standard library alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libretto.context import Context as Context
    from libretto.credentials import Credentials as Credentials
    from libretto.credentials import HasCredentials as HasCredentials
    from libretto.workflows import workflow as workflow

_HOMES = {
    "workflow": "libretto.workflows",
    "Context": "libretto.context",
    "Credentials": "libretto.credentials",
    "HasCredentials": "libretto.credentials",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'libretto' has no attribute {name!r}. It has: {', '.join(sorted(_HOMES))}.")
    return getattr(import_module(_HOMES[name]), name)
