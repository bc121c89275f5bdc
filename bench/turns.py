"""Lets several runs go on side by side, of which one at a time is at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from bench.server import Handler, serving

GO: Final = "go"


class Turns:
    """Each asks for its turn, works, and asks again, until there is none left for it."""

    def __init__(self, order: Sequence[str]) -> None:
        self._order = list(order)
        self._at_work: str | None = None
        self._changed = threading.Condition()

    def ask(self, name: str) -> bool:
        """Whether `name` may work now. Returns when it may, or when it never will again."""
        with self._changed:
            if self._at_work == name:
                self._at_work = None
                self._changed.notify_all()
            self._changed.wait_for(lambda: name not in self._order or self._is_next(name))
            if name not in self._order:
                return False
            self._at_work = self._order.pop(0)
            return True

    def leave(self, name: str) -> None:
        """It will not ask again: nobody waits for it."""
        with self._changed:
            self._order = [one for one in self._order if one != name]
            if self._at_work == name:
                self._at_work = None
            self._changed.notify_all()

    def _is_next(self, name: str) -> bool:
        return self._at_work is None and self._order[0] == name


@contextmanager
def asked_for(turns: Turns) -> Iterator[str]:
    """An address: GET <address>/<name> answers `GO` when it is that one's turn, and nothing after the last."""

    class Asked(Handler):
        def do_GET(self) -> None:
            self.answer(GO if turns.ask(self.path.strip("/")) else "")

    with serving(Asked) as address:
        yield address
