from __future__ import annotations

from accounts.access import Access
from accounts.models import User


def acting_person(access: Access) -> User:
    """Whoever does something on a page: its gate takes people only."""
    if access.user is None:
        raise TypeError("A key cannot act on a page.")
    return access.user
