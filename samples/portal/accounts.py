"""Who may sign in, and who is signed in. Every sign-in starts with fresh data: visitors never meet."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field

from samples.portal.data import ORDERS, Order
from samples.portal.order_form import placed_order

USER = "demo"
PASSWORD = "try-the-portal"
FIRST_CONFIRMATION = 20001
MOST_VISITORS = 1000


@dataclass
class Visitor:
    """One sign-in: the orders everybody sees, and those placed since."""

    placed: list[Order] = field(default_factory=list)

    @property
    def orders(self) -> list[Order]:
        return [*reversed(self.placed), *ORDERS]

    def order(self, number: str) -> Order | None:
        return next((order for order in self.orders if order.number == number), None)

    def place(self, form: dict[str, str]) -> Order:
        order = placed_order(form, f"HF-{FIRST_CONFIRMATION + len(self.placed)}")
        self.placed.append(order)
        return order


class Visitors:
    """By session cookie. The oldest are forgotten, so that a portal that runs for weeks stays small."""

    def __init__(self) -> None:
        self._visitors: dict[str, Visitor] = {}
        self._lock = threading.Lock()

    def sign_in(self, user: str, password: str) -> str | None:
        """A new session, or None when the name or the password is wrong."""
        if (user.strip().casefold(), password) != (USER, PASSWORD):
            return None
        session = secrets.token_urlsafe(16)
        with self._lock:
            self._visitors[session] = Visitor()
            if len(self._visitors) > MOST_VISITORS:
                del self._visitors[next(iter(self._visitors))]
        return session

    def find(self, session: str) -> Visitor | None:
        return self._visitors.get(session)

    def sign_out(self, session: str) -> None:
        with self._lock:
            self._visitors.pop(session, None)
