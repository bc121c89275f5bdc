"""What speaks against taking one element for another. Each says why in a sentence, or "" when it has no objection.

One objection is enough, however alike the two are otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from debugging.agent.name_likeness import alike
from debugging.relocation.elements import FIELDS, is_nested, word_set
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.doing import does_it_alone, does_the_same_alone
from debugging.repair.locating.judging.doubts import ELSEWHERE
from debugging.repair.locating.judging.file_fields import ask_for_any_file, is_the_only_file_field
from debugging.repair.locating.judging.form_vetoes import other_form
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.only_ones import (
    is_the_only_one_of_its_type,
    is_the_only_text_area,
    sends_the_same_form,
)
from debugging.repair.locating.judging.searching import is_searched_alone
from debugging.repair.locating.pages.belonging import is_in_dialog
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.pictures import icon_words
from debugging.repair.locating.pages.places import Places
from debugging.repair.locating.words.asking import asks_for_another, asks_for_the_same, is_the_other_side
from debugging.repair.locating.words.meaning import opposed, says_the_contrary

_WRITTEN_IN: Final = frozenset({"", "text", "email", "tel", "search", "url", "number", "textarea"})
_ASK_FOR_ONE_THING: Final = frozenset({"email", "tel", "password", "search", "url", "file"})
_DATES: Final = frozenset({"date", "datetime-local", "month", "week", "time"})
_LOOKS_PRESSED: Final = frozenset({"button", "link", "span", "div", "label", "i", "svg", "li", "summary", "p"})
_ASKED: Final = frozenset({"field", "select"})  # "Leave a comment" is what it asks for
LABEL_ALIKE: Final = 0.6


def objection(match: Match) -> str:
    return next((said for veto in _VETOES if (said := veto(match))), "")


def _kind(match: Match) -> str:
    old, new = match.old, match.new
    if old.kind == new.kind:
        types = old.described.type, new.described.type
        same = types[0] == types[1] or set(types) <= _WRITTEN_IN or old.kind not in FIELDS
        same = same or (match.same_text and set(types) <= _WRITTEN_IN | _DATES)
        return "" if same else "The element most like it is a field for something else."
    pressed = {old.kind, new.kind} <= _LOOKS_PRESSED and (new.is_control or not old.is_control)
    says_so = match.same_text or match.same_picture or does_the_same_alone(match)
    says_so = says_so or match.is_fixture
    says_so = says_so or ((match.forms or 0.0) >= SAME_FORM and does_it_alone(match))
    return "" if pressed and says_so else "The element most like it is of another kind."


def _act(match: Match) -> str:
    """Submit is not cancel. Of what says nothing, its picture and what its author calls it are asked."""
    if sends_the_same_form(match) or match.is_fixture:
        return ""
    if match.both_silent:
        one, other = _silent_words(match.old), _silent_words(match.new)
        icons = icon_words(match.old.node), icon_words(match.new.node)
        if all(icons) and not icons[0] & icons[1]:
            return "The element most like it shows another picture."
        return "The element most like it does something else." if opposed(one, other) else ""
    if match.same_text or match.old.kind in _ASKED:
        return ""
    said = match.old.does, match.new.does
    if opposed(*said) or says_the_contrary(*said):
        return "The element most like it does something else."
    return ""


def _silent_words(one: Found) -> str:
    told = (str(node.get("class") or "") for node in one.node.iter() if isinstance(node.tag, str))
    marks = (one.seen.get(name) for name in ("id", "name", "data-action", "data-testid", "data-icon", "title"))
    return " ".join((*told, *marks))


def _label(match: Match) -> str:
    """A field's placeholder is no label: it counts where there is none, and no mark stands for the field."""
    if match.old.kind not in FIELDS or match.same_text:
        return ""
    labels = match.old.label, match.new.label
    if is_the_other_side(labels[0] or match.old.name, labels[1] or match.new.name):
        return "The field most like it asks for something else."
    if not all(labels):
        labels = (match.old.name, match.new.name) if not match.marked else ("", "")
    old, new = labels
    is_like = alike(old, new) >= LABEL_ALIKE and not asks_for_another(old, new)
    is_like = is_like or not (old and new) or word_set(old) == word_set(new) or asks_for_the_same(old, new)
    if is_searched_alone(match) or is_the_only_text_area(match) or is_the_only_file_field(match):
        return ""
    is_plain = match.marked and match.old.described.type == match.new.described.type in _ASK_FOR_ONE_THING
    says_no_more = not (match.old.label and match.new.label) or ask_for_any_file(match)
    is_plain = is_plain or (says_no_more and is_the_only_one_of_its_type(match))
    return "" if is_like or is_plain else "The field most like it asks for something else."


def _dialog(match: Match) -> str:
    """What a dialog asks is another question."""
    if match.marked or is_in_dialog(match.old.node) or not is_in_dialog(match.new.node):
        return ""
    return "The element most like it is in a dialog, where it was not."


def _number(match: Match) -> str:
    """A number may count something ("Messages 3"), or tell it from others: "Chapter 3"."""
    old, new = match.old, match.new
    is_same = sorted(old.described.words) == sorted(new.described.words)  # "404 Error" is "Error 404"
    addresses = [one.described.text("href") for one in (old, new)]
    leads_there = bool(addresses[0]) and addresses[0] == addresses[1]
    if is_same or not match.same_text or "href" in match.marks or leads_there:
        return ""
    for page, said in ((match.before, old.described.said), (match.now, new.described.said)):
        others = (one.described for one in page.elements if one.kind == old.kind and one.described.said != said)
        if any(one.core == old.described.core for one in others):
            return "The element most like it has another number, and there are several such."
    return ""


def _beside(match: Match) -> str:
    """The old page had it, too, beside the old element: it is another one."""
    old, new = ((one.described.said, one.kind, one.seen.role) for one in (match.old, match.new))
    if old == new or not match.new.described.said:
        return ""
    for one in match.before.elements:
        is_same = (one.described.said, one.kind, one.seen.role if old[0] == new[0] else new[2]) == new
        if is_same and one is not match.old and not is_nested(one.described, match.old.described):
            return "The element most like it was there before, beside it."
    return ""


def _of_another_part(match: Match) -> str:
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


_VETOES: Final[Sequence[Callable[[Match], str]]] = (
    *(_kind, _act, _label, other_form, _dialog, _number, _beside, _of_another_part),
)
