"""Exit codes in words."""

from __future__ import annotations

import contextlib
import signal


def how_it_ended(code: int, *, in_bubblewrap: bool = False) -> str:
    """'was killed by signal 9 (SIGKILL)' or 'ended with exit code 3'; `code` as Popen.returncode.

    Bubblewrap, like a shell, turns a signal of its program into the exit code 128 + number.
    """
    number = -code if code < 0 else code - 128 if in_bubblewrap and code > 128 else 0
    with contextlib.suppress(ValueError):
        if number:
            return f"was killed by signal {number} ({signal.Signals(number).name})"
    return f"ended with exit code {code}"
