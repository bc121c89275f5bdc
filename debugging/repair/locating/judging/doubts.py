"""What makes it doubtful that two elements are one, although nothing speaks against it."""

from __future__ import annotations

from typing import Final

from debugging.agent.page_finders import TEST_IDS
from debugging.relocation.agreement import agreement, score
from debugging.relocation.deciding import relocate
from debugging.relocation.elements import FIELDS, is_nested
from debugging.relocation.properties import Agreement
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.doing import does_the_same_alone
from debugging.repair.locating.judging.equals import are_alone, showing_it_alone
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.menus import are_in_the_same_menu
from debugging.repair.locating.judging.only_ones import (
    has_its_options_alone,
    is_the_only_field,
    is_the_only_file_or_box,
    sends_the_same_form,
)
from debugging.repair.locating.judging.searching import is_searched_alone
from debugging.repair.locating.pages.belonging import telling_row
from debugging.repair.locating.pages.kept_page import are_pressed
from debugging.repair.locating.pages.marks import PAGE, leads_somewhere
from debugging.repair.locating.pages.places import is_in_another_part, is_in_menu, same_heading
from debugging.repair.locating.words.meaning import GRAVE, acts_of, says_little

SAME_ATTRIBUTES: Final = 0.7
CONTROLS_LEAST: Final = 5
STAYED: Final = 0.5
BESIDE: Final = 0.25
LASTING: Final = frozenset({*TEST_IDS, "data-cy", "data-qa", "href"})  # made to tell it apart, or what it is for
ELSEWHERE: Final = "Something on the page says the same, but it is elsewhere, and may do it to something else."
SEVERAL: Final = "Several elements are like it, and nothing tells which one it is."


def doubt(match: Match, agreement: Agreement) -> str:
    if match.is_fixture:
        return ""
    is_alone = are_alone(match.old, match.new, match.before, match.now) or does_the_same_alone(match)
    is_alone = is_alone or has_its_options_alone(match) or sends_the_same_form(match) or is_the_only_field(match)
    is_alone = is_alone or is_searched_alone(match) or is_the_only_file_or_box(match)
    if not (match.marked or match.told_apart or is_alone):
        return SEVERAL
    is_known = match.told_apart or match.marks & {*LASTING, PAGE} or (match.marked and match.same_text)
    is_known = is_known or is_the_only_file_or_box(match)
    is_known = is_known or showing_it_alone(match.old, match.before, match.now) is match.new
    is_known = is_known or (match.old.kind != match.new.kind and _is_pressed_alone(match))
    if not is_known and not is_mutual(match):
        return "On the page of the good run, another element is more like the one found now."
    says_enough = not says_little(match.old.name) and (_is_said_here(match) or _is_named_alone(match))
    return "" if match.marked or says_enough or _is_among_the_same(match, agreement) else ELSEWHERE


def _is_said_here(match: Match) -> bool:
    """A single word has to be in a menu again, or in none; and what led to a page leads to one in another part."""
    if match.old.kind != match.new.kind:
        return False
    leads = leads_somewhere(match.old) == leads_somewhere(match.new)
    is_here = leads or not is_in_another_part(match.old.node, match.new.node)
    return is_here and (len(match.old.described.core) > 1 or _are_both_in_menus_or_none(match))


def _is_named_alone(match: Match) -> bool:
    """A link that became a button, wherever: nothing else on either page says "Toggle menu". Not of what is grave."""
    if _is_grave(match) or not _is_pressed_alone(match):
        return False
    return len(match.old.described.core) > 1 or _are_both_in_menus_or_none(match)


def _is_pressed_alone(match: Match) -> bool:
    """What is pressed, and nothing else on either page says the same."""
    are_both_pressed = are_pressed(match.old, match.new) and match.old.is_control and match.new.is_control
    return match.same_text and are_both_pressed and are_alone(match.old, match.new, match.before, match.now)


def is_mutual(match: Match) -> bool:
    """Looked for on the old page, the new element is the old one, too."""
    back = relocate(match.new.described, match.before.ranks)
    if back.best is None:
        return False
    likest = match.before.elements[back.best].described
    if is_nested(likest, match.old.described):
        return True
    mine = score(agreement(match.new.described, match.before.ranks, match.before.elements.index(match.old)))
    return back.ranked[0].score - mine < 0.01


def _is_among_the_same(match: Match, agreement: Agreement) -> bool:
    """In its form, or row, or beside what it was beside: "Edit" alone may edit anything."""
    if match.told_apart or match.old.kind in FIELDS:
        return True
    if match.both_silent and are_pressed(match.old, match.new):
        return not is_in_another_part(match.old.node, match.new.node)
    if match.forms is not None:
        return match.forms >= SAME_FORM
    if are_in_the_same_menu(match) or _is_under_the_same_heading(match):
        return True
    if _is_in_a_row_now(match):
        return False
    held = agreement.get("attributes", 0.0) >= SAME_ATTRIBUTES and bool(match.old.described.attributes)
    held = held or agreement.get("href", 0.0) > 0 or agreement.get("around_shared", 0.0) >= BESIDE
    return held or _is_alone_on_a_page_that_stayed(match)


def _is_alone_on_a_page_that_stayed(match: Match) -> bool:
    """Most other controls are still there: what says the same alone is no other part's. Not of what is grave."""
    if _is_grave(match) or not _is_pressed_alone(match) or telling_row(match.new.node) is not None:
        return False
    there, now = ({one.described.said for one in page.controls if one.described.said} for _, page in match.sides)
    return (
        _are_both_in_menus_or_none(match) and len(there) >= CONTROLS_LEAST and len(there & now) >= STAYED * len(there)
    )


def _is_in_a_row_now(match: Match) -> bool:
    """What is grave, and was in none: there it is done to that row alone."""
    was, now = (telling_row(one.node) is not None for one in (match.old, match.new))
    return now and not was and _is_grave(match)


def _is_under_the_same_heading(match: Match) -> bool:
    """Both in a row, or none. Not of what is grave: the heading over a list is that over all of its rows."""
    are_in_rows = {telling_row(one.node) is None for one in (match.old, match.new)}
    return len(are_in_rows) == 1 and not _is_grave(match) and same_heading(match.old.node, match.new.node)


def _are_both_in_menus_or_none(match: Match) -> bool:
    return is_in_menu(match.old.node) == is_in_menu(match.new.node)


def _is_grave(match: Match) -> bool:
    return bool(acts_of(match.old.does) & GRAVE)
