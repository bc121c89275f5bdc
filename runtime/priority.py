"""Who goes first on a busy machine: the workflow and its page. What watches them can wait a moment without harm."""

from __future__ import annotations

import os
import threading
from typing import Final

STEPS: Final = 5
LOWEST: Final = 19


def give_way() -> None:
    """Lowers the priority of the calling thread, and of threads and processes that it starts from now on."""
    thread = threading.get_native_id()
    niceness = os.getpriority(os.PRIO_PROCESS, thread)
    os.setpriority(os.PRIO_PROCESS, thread, min(LOWEST, niceness + STEPS))
