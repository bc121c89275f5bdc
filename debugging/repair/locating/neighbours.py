"""The fields next to a field: what it is filled in after, and before."""

from __future__ import annotations

from debugging.relocation.elements import FIELDS
from debugging.repair.locating.kept_page import Found, KeptPage
from debugging.repair.locating.match import Match

_SEARCH = "searchbox"  # stands anywhere


def is_beside_the_same_field(match: Match) -> bool:
    """Where no form tells which field it is: the one before or after it is called the same as before."""
    return any(
        _is_same(_beside(match.old, match.before, step), _beside(match.new, match.now, step)) for step in (-1, 1)
    )


def _beside(one: Found, page: KeptPage, step: int) -> Found | None:
    fields = [other for other in page.elements if other.kind in FIELDS]
    place = fields.index(one) + step
    return fields[place] if 0 <= place < len(fields) else None


def _is_same(old: Found | None, new: Found | None) -> bool:
    if old is None or new is None or _SEARCH in (old.seen.role, new.seen.role):
        return False
    return old.kind == new.kind and bool(old.described.core) and old.described.core == new.described.core
