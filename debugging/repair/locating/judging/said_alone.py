"""What says something that nothing else of its kind says, on either page, numbers and all or but for a count."""

from __future__ import annotations

from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.marks import leads_somewhere


def says_it_alone(match: Match) -> bool:
    """The same words and numbers, as nothing else of its kind on either page: "Error 500" is "500 Error"."""
    words = sorted(match.old.described.words)
    return bool(words) and all(
        [other for other in page.elements if other.kind == one.kind and sorted(other.described.words) == words] == [one]
        for one, page in match.sides
    )


def is_counted_alone(match: Match) -> bool:
    """ "Messages 3", and nothing else on either page that is "Messages" with a number: no "Chapter 3" of several."""
    core = match.old.described.core
    leads = leads_somewhere(match.old) == leads_somewhere(match.new)
    return (
        leads
        and bool(core)
        and all(
            [other for other in page.elements if other.kind == one.kind and other.described.core == core] == [one]
            for one, page in match.sides
        )
    )
