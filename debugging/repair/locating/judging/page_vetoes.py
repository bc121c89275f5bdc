"""What speaks against taking one element for another: what else is, and was, on the page."""

from __future__ import annotations

from typing import Final

from debugging.relocation.elements import is_nested
from debugging.repair.locating.judging.doubts import ELSEWHERE
from debugging.repair.locating.judging.groups import opens_entries
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.belonging import is_in_dialog
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.marks import leads_somewhere, toggled_by
from debugging.repair.locating.pages.places import Places

_MENUS: Final = frozenset({"dropdown", "collapse"})
_PARTS_OPENED: Final = frozenset({*_MENUS, "tab", "pill", "modal"})


def in_a_dialog(match: Match) -> str:
    """What a dialog asks is another question."""
    if match.marked or is_in_dialog(match.old.node) or not is_in_dialog(match.new.node):
        return ""
    return "The element most like it is in a dialog, where it was not."


def another_number(match: Match) -> str:
    """A number may count something ("Messages 3"), or tell it from others: "Chapter 3"."""
    old, new = match.old, match.new
    numbers = [sorted(word for word in one.described.words if word.isdigit()) for one in (old, new)]
    is_same = bool(numbers[0]) and numbers[0] == numbers[1]  # "404 Error" is "Error 404"
    is_same = is_same or sorted(old.described.words) == sorted(new.described.words)
    addresses = [one.described.text("href") for one in (old, new)]
    leads_there = bool(addresses[0]) and addresses[0] == addresses[1]
    if is_same or not match.same_text or "href" in match.marks or leads_there:
        return ""
    for page, said in ((match.before, old.described.said), (match.now, new.described.said)):
        others = (one.described for one in page.elements if one.kind == old.kind and one.described.said != said)
        if any(one.core == old.described.core for one in others):
            return "The element most like it has another number, and there are several such."
    return ""


def there_before(match: Match) -> str:
    """The old page had it, too, beside the old element: it is another one."""
    old, new = ((one.described.said, one.kind, one.seen.role) for one in (match.old, match.new))
    if old == new or not match.new.described.said:
        return ""
    for one in match.before.elements:
        is_same = (one.described.said, one.kind, one.seen.role if old[0] == new[0] else new[2]) == new
        if is_same and one is not match.old and not is_nested(one.described, match.old.described):
            return "The element most like it was there before, beside it."
    return ""


def of_another_part(match: Match) -> str:
    """What says the same where something else said the same before: "Ann Lee" in a menu, and beside it."""
    old, new = match.old, match.new
    said = old.described.said
    if not said or said != new.described.said or match.marked:
        return ""
    others = [one for one in match.before.elements if one.described.said == said and one.kind != old.kind]
    apart = [one.node for one in others if not is_nested(one.described, old.described)]
    if not apart:
        return ""
    places = Places([old.node, *apart], [new.node], frozenset())
    is_there = any(places.are_same(one, new.node) for one in apart) and not places.are_same(old.node, new.node)
    return ELSEWHERE if is_there else ""


def opens_a_menu(match: Match) -> str:
    """It led to a page."""
    opens = [_opens_a_menu(one) for one in (match.old, match.new)]
    leads = [leads_somewhere(one) for one in (match.old, match.new)]
    is_other = leads[0] and not leads[1] and opens[1] and not opens[0]
    return "The element most like it opens a menu, and led to a page." if is_other else ""


def leads_away(match: Match) -> str:
    """It opened a part of the page."""
    opened = toggled_by(match.old) in _PARTS_OPENED or match.old.seen.role == "tab"
    leads = leads_somewhere(match.new) and not match.new.seen.get("href").startswith("#")
    is_other = opened and leads and not match.marked
    return "The element most like it leads to another page, and opened a part of this one." if is_other else ""


def _opens_a_menu(one: Found) -> bool:
    return bool(one.seen.get("aria-haspopup")) or toggled_by(one) in _MENUS or opens_entries(one)
