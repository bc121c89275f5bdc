"""Of several elements with one kind and name, which: only what is said in their rows, or around them, can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product, takewhile
from typing import Final

from lxml.html import HtmlElement

from debugging.agent.page_element import text_of
from debugging.relocation.elements import FIELDS, word_set
from debugging.repair.locating.judging.copies import are_copies
from debugging.repair.locating.judging.counterparts import Counterparts
from debugging.repair.locating.judging.intent import Intent
from debugging.repair.locating.pages.belonging import distinct_words, row_words, telling_row
from debugging.repair.locating.pages.forms import form_of, shared
from debugging.repair.locating.pages.kept_page import Found, KeptPage, are_pressed
from debugging.repair.locating.pages.places import Places, is_in_menu
from debugging.repair.locating.words.meaning import TOGGLES, acts_of, same_act

HELD_LEAST: Final = 0.6  # of the words that only the old row said
AHEAD: Final = 0.3
ALIKE_LEAST: Final = 0.25  # of forms that became each other
AROUND_LEAST: Final = 3


def told_apart(old: Found, before: KeptPage, now: KeptPage, forms: Counterparts, intent: Intent) -> Found | None:
    """Of what has its kind and name now, the one that is said to be it; None when none is, clearly. The parts that
    the locator looks in count: by their ids and classes, or by what they say."""
    olds, news = before.equals_of(old), _likes(old, now)
    same = [one for one in news if one.kind == old.kind]
    if len(same) == 1 and are_copies(olds, before):
        return same[0]
    if (said := _in_the_part_that_says(intent.said_of_parts, news)) is not None:
        return said
    equals = _Equals(olds, news, forms, intent.parts)
    rated = sorted(((equals.likeness(old, one), one) for one in news), key=lambda pair: -pair[0])
    if not rated or rated[0][0] < HELD_LEAST or (len(rated) > 1 and rated[0][0] - rated[1][0] < AHEAD):
        return None
    likeness, best = rated[0]
    others = (equals.likeness(one, best) for one in olds if one is not old)
    is_ahead = equals.places.are_told_by_name(old.node) or likeness - max(others, default=0.0) >= AHEAD
    return best if is_ahead or (len(rated) == 1 and equals.places.are_same(old.node, best.node)) else None


def _in_the_part_that_says(texts: Sequence[str], news: Sequence[Found]) -> Found | None:
    """Of several the only one in the smallest part of the page that says so."""
    found: set[Found] = set()
    for text, one in product(texts, news) if len(news) > 1 else ():
        parts = takewhile(lambda above: above.tag not in ("body", "html"), one.node.iterancestors())
        part = next((above for above in parts if text.casefold() in text_of(above).casefold()), None)
        if part is not None and sum(part in other.node.iterancestors() for other in news) == 1:
            found.add(one)
    return found.pop() if len(found) == 1 else None


def _likes(old: Found, now: KeptPage) -> list[Found]:
    if not old.name and old.picture:
        return showing_the_same(old, now) or [
            one for one in now.controls if one.kind == old.kind and one.picture > old.picture
        ]
    return now.equals_of(old) or _saying_the_same(old, now) or _doing_the_same(old, now)


def showing_the_same(old: Found, page: KeptPage) -> list[Found]:
    """With its picture, whatever they are called."""
    return [one for one in page.controls if are_pressed(old, one) and one.picture == old.picture]


def showing_it_alone(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """Of what says nothing: the only one with its picture, which it had alone."""
    if old.name or not old.picture:
        return None
    olds, news = showing_the_same(old, before), showing_the_same(old, now)
    silent = [[one for one in page if not one.name] for page in (olds, news)]
    if silent[0] == [old] and len(silent[1]) == 1:
        return silent[1][0]
    return news[0] if olds == [old] and len(news) == 1 else None


def _saying_the_same(old: Found, now: KeptPage) -> list[Found]:
    """A link that is a button now."""
    said = old.described.said
    return [one for one in now.controls if said and are_pressed(old, one) and one.described.said == said]


def _doing_the_same(old: Found, now: KeptPage) -> list[Found]:
    """Where nothing is called so any more: "Remove" and "Delete". What opens a menu is another matter."""
    does = acts_of(old.does) - TOGGLES
    return [one for one in now.controls if does and are_pressed(old, one) and same_act(old.does, one.does)]


def are_alone(old: Found, new: Found, before: KeptPage, now: KeptPage) -> bool:
    """With their names, each on its page: nothing is to be told apart. Nor is a button that says Delete to be told
    from a picture with that title."""
    if not old.name and old.picture and old.picture == new.picture:
        return showing_it_alone(old, before, now) is not None
    olds, news = before.equals_of(old), now.equals_of(new)
    if len(olds) == len(news) == 1:
        return True
    if old.kind in FIELDS and _are_called_so_alone(old, new, olds, news):
        return True
    return _is_said(old) and _is_said(new) and sum(map(_is_said, olds)) == sum(map(_is_said, news)) == 1


def _are_called_so_alone(old: Found, new: Found, olds: Sequence[Found], news: Sequence[Found]) -> bool:
    """Others ask for the same, in other words."""
    name = old.seen.name.casefold()
    is_same = bool(name) and name == new.seen.name.casefold()
    return is_same and sum(one.seen.name.casefold() == name for one in (*olds, *news)) == 2


def _is_said(one: Found) -> bool:
    """Its name can be read in it."""
    return bool(one.seen.text.strip())


@dataclass(frozen=True, eq=False)
class _Equals:
    olds: Sequence[Found]
    news: Sequence[Found]
    forms: Counterparts
    named: frozenset[str]

    @cached_property
    def places(self) -> Places:
        return Places([one.node for one in self.olds], [one.node for one in self.news], self.named)

    def likeness(self, old: Found, new: Found) -> float:
        """How much of what tells the old one apart from its equals is said beside `new`, too."""
        if self.places.are_told_by_name(old.node):
            return float(self.places.are_same(old.node, new.node))
        old_form, new_form = form_of(old.node), form_of(new.node)
        if old_form is not None and new_form is not None and _is_alone(old, self.olds) and _is_alone(new, self.news):
            return _forms_likeness(old_form, new_form, self.forms)
        old_row, new_row = telling_row(old.node), telling_row(new.node)
        if old_row is not None and new_row is not None:
            key = distinct_words(old_row, (telling_row(one.node) for one in self.olds if one is not old))
            held = len(key & row_words(new_row)) / len(key) if key else 0.0
            return 1.0 if held < HELD_LEAST and self._are_the_entry_of_a_menu(old, new) else held
        if (old_form is None) != (new_form is None) or (old_row is None) != (new_row is None):
            return 0.0
        are_several = len(self.olds) > 1 or len(self.news) > 1
        if are_several and self.places.is_known(old.node):
            return float(self.places.are_same(old.node, new.node))
        return _around(old, new, self.olds)

    def _are_the_entry_of_a_menu(self, old: Found, new: Found) -> bool:
        """What is below an entry may change: it is the one in a menu with its name."""
        in_menus = is_in_menu(old.node) and is_in_menu(new.node)
        return bool(old.name) and in_menus and self.places.are_same(old.node, new.node)


def _around(old: Found, new: Found, olds: Sequence[Found]) -> float:
    before, now = word_set(old.described.around_said), word_set(new.described.around_said)
    key = before.difference(*(word_set(one.described.around_said) for one in olds if one is not old))
    held = len(key & now) / len(key) if len(key) >= AROUND_LEAST else 0.0
    return max(shared(before, now) if len(before | now) >= AROUND_LEAST else 0.0, held)


def _forms_likeness(old: HtmlElement, new: HtmlElement, forms: Counterparts) -> float:
    if forms.is_other(old, new):
        return 0.0
    alike = forms.alike(old, new)
    return max(alike, HELD_LEAST) if forms.of(old) is new and alike >= ALIKE_LEAST else alike


def _is_alone(one: Found, equals: Sequence[Found]) -> bool:
    """In its form."""
    return sum(form_of(other.node) is form_of(one.node) for other in equals) == 1
