"""What says something that nothing else of its kind says, on either page, numbers and all or but for a count."""

from __future__ import annotations

from collections.abc import Callable

from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.marks import leads_somewhere


def says_it_alone(match: Match) -> bool:
    """The same words and numbers, as nothing else of its kind on either page: "Error 500" is "500 Error"."""
    return bool(match.old.described.words) and _is_alone_by(match, lambda one: sorted(one.described.words))


def is_counted_alone(match: Match) -> bool:
    """ "Messages 3", and nothing else on either page that is "Messages" with a number: no "Chapter 3" of several."""
    leads = leads_somewhere(match.old) == leads_somewhere(match.new)
    return leads and bool(match.old.described.core) and _is_alone_by(match, lambda one: one.described.core)


def _is_alone_by(match: Match, key: Callable[[Found], object]) -> bool:
    said = key(match.old)
    return all(
        [other for other in page.elements if other.kind == one.kind and key(other) == said] == [one]
        for one, page in match.sides
    )
