"""The fields and buttons of the form that a field is in, and those next to it."""

from __future__ import annotations

from typing import Final

from debugging.relocation.elements import FIELDS
from debugging.repair.locating.judging.counterparts import SAME_FORM, Counterparts
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.pages.forms import form_of
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.words.meaning import acts_of

_SEARCH: Final = "searchbox"  # stands anywhere


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


def is_after_the_same_field(match: Match) -> bool:
    """The last field before it asks for the same."""
    return _is_same(_last_field(match.old, match.before), _last_field(match.new, match.now))


def _last_field(one: Found, page: KeptPage) -> Found | None:
    place = page.elements.index(one)
    return next((other for other in reversed(page.elements[:place]) if other.kind in FIELDS), None)


def in_its_form(old: Found, forms: Counterparts, before: KeptPage, now: KeptPage) -> Found | None:
    """What alone asks for the same, or does the same, in the form that its form became."""
    form = form_of(old.node)
    new_form = forms.of(form) if form is not None else None
    if new_form is None:
        return None
    pages = ((form, before), (new_form, now))
    same = [
        [one for one in page.elements if form_of(one.node) is node and one.is_control and _means_as_much(old, one)]
        for node, page in pages
    ]
    if len(same[0]) != 1 or len(same[1]) != 1:
        return None
    new = same[1][0]
    return new if (forms.standing(old, new) or 0.0) >= SAME_FORM else None


def _means_as_much(old: Found, new: Found) -> bool:
    if old.kind in FIELDS or new.kind in FIELDS:
        return old.kind == new.kind and bool(old.asked) and old.asked == new.asked
    return bool(acts_of(old.does)) and acts_of(old.does) == acts_of(new.does)


def controls_with(one: Found, page: KeptPage) -> list[Found]:
    form = form_of(one.node)
    return [other for other in page.elements if other.is_control and form_of(other.node) is form]
