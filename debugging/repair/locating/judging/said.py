"""Proofs by what is said: the same text, a part of it, the same act in other words, or what is asked for alone."""

from __future__ import annotations

from typing import Final

from debugging.relocation.deciding import AHEAD, FAR_AHEAD
from debugging.relocation.elements import FIELDS
from debugging.relocation.properties import Agreement
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.doing import does_it_alone, does_the_same_alone, says_what_the_form_is_about
from debugging.repair.locating.judging.doubts import BESIDE
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.menus import are_in_the_same_menu
from debugging.repair.locating.judging.neighbours import is_after_the_same_field, is_beside_the_same_field
from debugging.repair.locating.judging.only_ones import (
    is_alone_in_form,
    is_the_only_field,
    is_the_only_file_or_box,
    is_the_only_one_of_its_type,
    is_the_only_text_area,
)
from debugging.repair.locating.judging.said_alone import is_counted_alone, says_it_alone
from debugging.repair.locating.judging.searching import is_of_the_whole_page, is_searched_alone
from debugging.repair.locating.judging.ticking import says_more_of_the_only_box
from debugging.repair.locating.pages.marks import lead_to_other_pages
from debugging.repair.locating.pages.places import is_in_menu, same_heading, share_a_part
from debugging.repair.locating.words.meaning import (
    GRAVE,
    acts_of,
    same_act,
    same_act_on_more,
    same_act_said_shorter,
    says_how_much,
    says_little,
)

AROUND: Final = 0.5
PART_AROUND: Final = 0.4
_OF_THE_SITE: Final = frozenset({"sign out", "recover"})  # wherever it is on a page
_ASKING: Final = frozenset({"field", "select"})  # "Password" is no "Password hint"


def surroundings_hold(match: Match, agreement: Agreement) -> bool:
    if match.forms is not None:
        return match.forms >= SAME_FORM and is_alone_in_form(match)
    return agreement.get("around_shared", 0.0) >= AROUND and agreement.get("path_end", 0.0) >= 0.5


def by_text(match: Match, agreement: Agreement, margin: float, told_apart: bool) -> str:
    ahead = told_apart or margin >= AHEAD or says_it_alone(match)
    if match.same_text and ahead and _is_supported(match, agreement):
        return "text"
    if match.old.is_control and ahead and _means_the_same(match, agreement):
        return "meaning"
    if match.old.kind in FIELDS and margin >= AHEAD and _is_the_only_one(match, agreement):
        return "surroundings"
    is_label = match.old.described.is_interactive and match.old.kind not in FIELDS
    is_part = is_label and says_part(match)
    is_part = is_part or (says_more_of_the_only_box(match) and not _says_what_is_done(match))
    near = (match.forms or 0.0) >= SAME_FORM or agreement.get("around_shared", 0.0) >= PART_AROUND
    says_less = match.new.described.core <= match.old.described.core  # "Top menu and sidebar" is not "Top menu"
    near = near or (says_less and are_in_the_same_menu(match))
    return "part of the text" if is_part and near and margin >= FAR_AHEAD else ""


def _is_the_only_one(match: Match, agreement: Agreement) -> bool:
    is_near = agreement.get("around_shared", 0.0) >= BESIDE or is_of_the_whole_page(match.new)
    is_near = is_near or share_a_part(match.old.node, match.new.node)
    is_one = is_the_only_one_of_its_type(match) or is_the_only_text_area(match) or is_the_only_field(match)
    is_one = is_one or is_the_only_file_or_box(match)
    return is_one or (is_searched_alone(match) and is_near)


def _means_the_same(match: Match, agreement: Agreement) -> bool:
    old, new = match.old.does, match.new.does
    if (match.forms or 0.0) >= SAME_FORM and does_it_alone(match):
        is_choice = match.old.kind == match.new.kind == "checkbox"
        is_shorter = same_act_said_shorter(old, new) and says_what_the_form_is_about(match)
        return same_act(old, new) or is_shorter or (is_choice and same_act_on_more(old, new))
    if not same_act(old, new):
        return False
    if match.told_apart or surroundings_hold(match, agreement) or agreement.get("path_equal"):
        return True
    is_beside = agreement.get("around_shared", 0.0) >= AROUND or is_after_the_same_field(match)
    is_beside = is_beside or are_in_the_same_menu(match)
    return does_the_same_alone(match) and (
        is_beside or bool(acts_of(old) & _OF_THE_SITE) or _is_said_of_one_thing(match)
    )


def _is_said_of_one_thing(match: Match) -> bool:
    """ "See all alerts", "Show all alerts": nothing else does it to them. Not of what is grave."""
    if says_little(match.old.does) or acts_of(match.old.does) & GRAVE:
        return False
    return is_in_menu(match.old.node) == is_in_menu(match.new.node)


def says_part(match: Match) -> bool:
    """Not of an act, unless there is nothing else it could be: "Delete all" is not "Delete"."""
    if not match.part_of_text or match.old.kind in _ASKING or says_how_much(match.old.name, match.new.name):
        return False
    if match.old.described.core < match.new.described.core and lead_to_other_pages(match.old, match.new):
        return False
    is_same_form = (match.forms or 0.0) >= SAME_FORM
    return not _says_what_is_done(match) or (
        is_same_form and is_alone_in_form(match) and says_what_the_form_is_about(match)
    )


def _says_what_is_done(match: Match) -> bool:
    return bool(acts_of(match.old.name) | acts_of(match.new.name))


def _is_supported(match: Match, agreement: Agreement) -> bool:
    """What people press says what it does. Other texts are what the page is about: those need their place, too."""
    if match.old.kind in FIELDS:
        around = agreement.get("around_shared", 0.0) >= 0.25 or (match.forms or 0.0) >= SAME_FORM
        beside = around or (match.forms is None and is_beside_the_same_field(match))
        beside = beside or is_the_only_field(match) or same_heading(match.old.node, match.new.node)
        return beside or bool(match.old.seen.label and match.old.seen.label == match.new.seen.label)
    counts = any(word.isdigit() for word in match.old.described.words)
    if match.old.described.is_interactive and (not counts or is_counted_alone(match)):
        return True
    return agreement.get("path_end", 0.0) >= 0.5 or agreement.get("around_shared", 0.0) >= 0.25
