"""What speaks against taking one element for another. Each says why in a sentence, or "" when it has no objection.

One objection is enough, however alike the two are otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from debugging.agent.name_likeness import alike
from debugging.relocation.elements import FIELDS, word_set
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.doing import does_it_alone, does_the_same_alone
from debugging.repair.locating.judging.file_fields import ask_for_any_file
from debugging.repair.locating.judging.form_vetoes import other_form
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.only_ones import (
    is_the_only_file_or_box,
    is_the_only_one_of_its_type,
    is_the_only_text_area,
    sends_the_same_form,
)
from debugging.repair.locating.judging.page_vetoes import (
    another_number,
    in_a_dialog,
    leads_away,
    of_another_part,
    opens_a_menu,
    there_before,
)
from debugging.repair.locating.judging.searching import is_searched_alone
from debugging.repair.locating.pages.kept_page import Found
from debugging.repair.locating.pages.marks import DOES, HINT
from debugging.repair.locating.pages.pictures import icon_words
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
        if all(icons) and not icons[0] & icons[1] and DOES not in match.marks:
            return "The element most like it shows another picture."
        return "The element most like it does something else." if opposed(one, other) else ""
    if match.same_text or match.old.kind in _ASKED or HINT in match.marks:
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
    if is_searched_alone(match) or is_the_only_text_area(match) or is_the_only_file_or_box(match):
        return ""
    is_plain = match.marked and match.old.described.type == match.new.described.type in _ASK_FOR_ONE_THING
    says_no_more = not (match.old.label and match.new.label) or ask_for_any_file(match)
    is_plain = is_plain or (says_no_more and is_the_only_one_of_its_type(match))
    return "" if is_like or is_plain else "The field most like it asks for something else."


_VETOES: Final[Sequence[Callable[[Match], str]]] = (
    *(_kind, _act, _label, other_form, in_a_dialog, another_number, there_before, of_another_part, opens_a_menu),
    leads_away,
)
