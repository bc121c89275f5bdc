"""Proofs for what says nothing: its picture, its row, its options, or that it is the only one of its form."""

from __future__ import annotations

from debugging.relocation.deciding import AHEAD
from debugging.relocation.properties import Agreement
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.doubts import BESIDE
from debugging.repair.locating.judging.equals import are_alone
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.only_ones import has_its_options_alone, is_alone_in_row, sends_the_same_form
from debugging.repair.locating.pages.pictures import icon_words
from debugging.repair.locating.pages.places import Places, share_a_part


def of_what_is_silent(match: Match, agreement: Agreement, margin: float) -> str:
    if match.same_picture and match.old.is_control and (match.told_apart or _shows_it_alone(match, agreement)):
        return "picture"
    if has_its_options_alone(match):
        return "options"
    if sends_the_same_form(match):
        return "form"
    return _of_both_silent(match, agreement, margin) if match.both_silent else ""


def _of_both_silent(match: Match, agreement: Agreement, margin: float) -> str:
    if match.told_apart and match.old.name and match.old.name == match.new.name and _is_in_its_part(match):
        return "text"
    if match.told_apart and is_alone_in_row(match):
        return "row"
    same_icon = bool(icon_words(match.old.node)) and icon_words(match.old.node) == icon_words(match.new.node)
    around = agreement.get("around_equal", 0.0) >= 1 and margin >= AHEAD
    held = agreement.get("attributes", 0.0) >= 0.5 and agreement.get("classes", 0.0) >= 0.5
    return "picture and surroundings" if around and (same_icon or held) else ""


def _is_in_its_part(match: Match) -> bool:
    """A sign, a cross for example: where it is, and none of its equals, is called the same."""
    olds, news = ([found.node for found in page.equals_of(one)] for one, page in match.sides)
    return Places(olds, news, frozenset()).share_what_tells(match.old.node, match.new.node)


def _shows_it_alone(match: Match, agreement: Agreement) -> bool:
    """Nothing else on either page has its picture, and it is where it was, or near what it was near."""
    is_near = agreement.get("around_shared", 0.0) >= BESIDE or (match.forms or 0.0) >= SAME_FORM
    is_near = is_near or share_a_part(match.old.node, match.new.node)
    return is_near and are_alone(match.old, match.new, match.before, match.now)
