"""The fields and buttons of the form that a field is in, and those next to it."""

from __future__ import annotations

from itertools import islice
from typing import Final

from debugging.relocation.elements import FIELDS, word_set
from debugging.repair.locating.asking import asks_for_another
from debugging.repair.locating.counterparts import SAME_FORM, Counterparts
from debugging.repair.locating.field_words import AROUND
from debugging.repair.locating.forms import form_of
from debugging.repair.locating.kept_page import Found, KeptPage
from debugging.repair.locating.match import Match
from debugging.repair.locating.meaning import acts_of
from debugging.repair.locating.pictures import icon_words

SAME_BUTTON: Final = 0.25  # of forms that have one field, and the same button
_WHERE_SITES_SEARCH: Final = frozenset({"search", "banner", "navigation"})
_GLASS: Final = frozenset({"search", "magnify", "magnifying", "loupe"})
GLASS_WITHIN: Final = 2
_SEARCH: Final = "searchbox"  # stands anywhere
_ASKS_FOR_ONE_THING: Final = frozenset({"email", "tel", "url"})
_FILE: Final = frozenset(
    {"file", "files", "input", "browse", "datei", "dateien", "fichier", "archivo", "bestand", "plik"}
)


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


def is_the_only_one_of_its_type(match: Match) -> bool:
    """The one field for a mail address, say, of a form that is otherwise much as it was."""
    kinds = match.old.described.type, match.new.described.type
    asks_for_one = kinds[0] in _ASKS_FOR_ONE_THING or ask_for_any_file(match)
    if kinds[0] != kinds[1] or not asks_for_one or match.forms is None:
        return False
    olds, news = controls_with(match.old, match.before), controls_with(match.new, match.now)
    if any(sum(one.described.type == kinds[0] for one in form) != 1 for form in (olds, news)):
        return False
    return match.forms >= SAME_FORM or (match.forms >= SAME_BUTTON and _have_one_field_and_button(olds, news))


def ask_for_any_file(match: Match) -> bool:
    """Both only say that a file is chosen: "File input", "Upload"."""
    said = [word_set((one.label or one.name).lower()) for one in (match.old, match.new)]
    types = match.old.described.type, match.new.described.type
    return types == ("file", "file") and all(words <= AROUND | _FILE for words in said)


def is_alone_in_form(match: Match) -> bool:
    """The only thing of its kind in the form, on both pages: there is nothing else it could be."""
    for one, page in ((match.old, match.before), (match.new, match.now)):
        form = form_of(one.node)
        kind = [other for other in page.elements if other.kind == one.kind and form_of(other.node) is form]
        if len(kind) != 1:
            return False
    return True


def is_after_the_same_field(match: Match) -> bool:
    """The last field before it asks for the same."""
    return _is_same(_last_field(match.old, match.before), _last_field(match.new, match.now))


def _last_field(one: Found, page: KeptPage) -> Found | None:
    place = page.elements.index(one)
    return next((other for other in reversed(page.elements[:place]) if other.kind in FIELDS), None)


def is_searched_alone(match: Match) -> bool:
    """The only field of the page that searches, before and now."""
    if asks_for_another(match.old.label or match.old.seen.name, match.new.label or match.new.seen.name):
        return False
    return all(
        one.kind in FIELDS and [other for other in page.elements if _searches(other)] == [one]
        for one, page in ((match.old, match.before), (match.new, match.now))
    )


def is_of_the_whole_page(search: Found) -> bool:
    """Where pages have the search of the whole site, or what is marked as that."""
    above = (search.node, *search.node.iterancestors())
    return any(node.get("role") in _WHERE_SITES_SEARCH or node.tag in ("header", "nav", "search") for node in above)


def _searches(one: Found) -> bool:
    if one.kind not in FIELDS:
        return False
    return one.described.type == "search" or "search" in one.asked or (not one.asked and _is_beside_a_glass(one))


def _is_beside_a_glass(one: Found) -> bool:
    """A magnifying glass, and no other field with it."""
    if one.described.type not in ("", "text"):
        return False
    for above in islice(one.node.iterancestors(), GLASS_WITHIN):
        if list(above.iter("input", "select", "textarea", "button")) != [one.node]:
            return False
        if icon_words(above) & _GLASS:
            return True
    return False


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


def _have_one_field_and_button(olds: list[Found], news: list[Found]) -> bool:
    if any(sum(one.kind in FIELDS for one in form) != 1 for form in (olds, news)):
        return False
    said = [
        {one.described.core for one in form if one.kind not in FIELDS and one.described.core} for form in (olds, news)
    ]
    return bool(said[0] & said[1])
