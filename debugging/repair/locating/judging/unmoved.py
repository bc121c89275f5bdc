"""What is where it was, among what it was among: the same path, the same texts around it, and itself as it was."""

from __future__ import annotations

from typing import Final

from debugging.relocation.deciding import FAR_AHEAD, contradicts
from debugging.relocation.elements import FIELDS
from debugging.relocation.properties import Agreement
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.belonging import row_words, telling_row
from debugging.repair.locating.pages.pictures import icon_words

CLEARLY_AHEAD: Final = 2.0  # of what is like it, in points of the score
_OTHER_ACTS: Final = frozenset({"plus", "minus", "slash", "times", "check", "lock", "off", "ban", "download", "upload"})


def is_unmoved(match: Match, agreement: Agreement, margin: float) -> bool:
    """The next one takes the place of what was taken away: so what it says, or shows, has to agree as well."""
    is_there = agreement.get("path_equal", 0.0) >= 1 and agreement.get("type", 0.0) >= 1
    if not is_there or match.old.kind != match.new.kind or margin < FAR_AHEAD:
        return False
    is_among_the_same = agreement.get("around_equal", 0.0) >= 1
    if match.both_silent:
        return is_among_the_same and _shows_the_same(match)
    if match.same_text:
        rows = [row_words(telling_row(one.node)) for one, _ in match.sides]
        is_itself = agreement.get("attributes", 0.0) >= 1 and rows[0] == rows[1]
        return is_itself and (is_among_the_same or margin >= CLEARLY_AHEAD)
    says_part = match.old.kind not in FIELDS and not contradicts(agreement)
    return is_among_the_same and says_part and agreement.get("href", 0.0) >= 1 and margin >= CLEARLY_AHEAD


def _shows_the_same(match: Match) -> bool:
    """One picture says all that the other says: an arrow to the right may have a box now, and be none to the left."""
    before, now = icon_words(match.old.node), icon_words(match.new.node)
    if not before or not now:
        return not before and not now
    return (before <= now or now <= before) and not (before ^ now) & _OTHER_ACTS
