"""What is the only one of its sort, in its form, its row or on the page: there is nothing else it could be."""

from __future__ import annotations

from typing import Final

from debugging.relocation.elements import FIELDS, words_of
from debugging.repair.locating.judging.counterparts import SAME_FORM
from debugging.repair.locating.judging.file_fields import ask_for_any_file, is_the_only_file_field
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.neighbours import controls_with
from debugging.repair.locating.judging.ticking import is_the_only_box
from debugging.repair.locating.pages.belonging import telling_row
from debugging.repair.locating.pages.forms import form_of
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.labels import title_of
from debugging.repair.locating.pages.places import is_in_menu
from debugging.repair.locating.words.act_words import MUCH
from debugging.repair.locating.words.asking import asked
from debugging.repair.locating.words.field_words import ASKED
from debugging.repair.locating.words.meaning import acts_of

OPTIONS_LEAST: Final = 3
SAME_BUTTON: Final = 0.25  # of forms that have one field, and the same button
_ASKS_FOR_ONE_THING: Final = frozenset({"email", "tel", "url"})
_SENDS_ANY: Final = frozenset({"send"})
_SENDS: Final = _SENDS_ANY | {"sign up", "sign in", "join", "search", "next", "recover"}
_NOT_YET: Final = frozenset({"test", "preview", "draft", "later", "template", "copy", *MUCH})


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


def is_the_only_text_area(match: Match) -> bool:
    """Of either page, and it asks for what the other asks for, or what the form is called that it is alone in."""
    is_alone = match.are_the_only(lambda one: one.seen.tag == "textarea")
    return is_alone and bool(_wanted(match.old) & _wanted(match.new) & ASKED)


def is_the_only_field(match: Match) -> bool:
    """That is written in, of either page, and they ask for the same, or one does not say for what. A page has more
    than one place to search in: there both have to be in a menu."""
    is_alone = match.are_the_only(_is_written_in)
    one, other = match.old.asked, match.new.asked
    are_in_menus = all(is_in_menu(side.node) for side, _ in match.sides)
    return is_alone and (one == other or not one or not other) and ("search" not in one | other or are_in_menus)


def _is_written_in(one: Found) -> bool:
    return one.kind == "field" and one.described.type in ("", "text", "search", "email", "tel", "url", "password")


def _wanted(one: Found) -> frozenset[str]:
    form = form_of(one.node)
    return one.asked or (asked(title_of(form)) if form is not None else frozenset())


def is_the_only_file_or_box(match: Match) -> bool:
    """Of either page, and what is said of it is the same, or says more."""
    return is_the_only_file_field(match) or is_the_only_box(match)


def is_alone_in_form(match: Match) -> bool:
    """The only thing of its kind in the form, on both pages: there is nothing else it could be."""
    for one, page in match.sides:
        form = form_of(one.node)
        kind = [other for other in page.elements if other.kind == one.kind and form_of(other.node) is form]
        if len(kind) != 1:
            return False
    return True


def is_alone_in_row(match: Match) -> bool:
    """The only field of its kind in its row, on both pages."""
    if match.old.kind not in FIELDS or match.old.kind != match.new.kind:
        return False
    return all(_of_row(one, page) == [one] for one, page in match.sides)


def _of_row(one: Found, page: KeptPage) -> list[Found]:
    row = telling_row(one.node)
    same = (other for other in page.controls if other.kind == one.kind)
    return [other for other in same if row is not None and row in other.node.iterancestors()]


def _have_one_field_and_button(olds: list[Found], news: list[Found]) -> bool:
    if any(sum(one.kind in FIELDS for one in form) != 1 for form in (olds, news)):
        return False
    said = [
        {one.described.core for one in form if one.kind not in FIELDS and one.described.core} for form in (olds, news)
    ]
    return bool(said[0] & said[1])


def has_its_options_alone(match: Match) -> bool:
    return with_its_options(match.old, match.before, match.now) is match.new


def with_its_options(old: Found, before: KeptPage, now: KeptPage) -> Found | None:
    """A list of the same options, as no other one on either page."""
    options = _options(old)
    if len(options) < OPTIONS_LEAST or _offering(options, before) != [old]:
        return None
    found = _offering(options, now)
    return found[0] if len(found) == 1 else None


def _offering(options: frozenset[str], page: KeptPage) -> list[Found]:
    return [one for one in page.controls if one.kind == "select" and _options(one) == options]


def _options(one: Found) -> frozenset[str]:
    if one.kind != "select":
        return frozenset()
    return frozenset(" ".join(option.text_content().split()) for option in one.node.iter("option"))


def sends_the_same_form(match: Match) -> bool:
    """The only button of a form, which says something else now that is no other act: "Sign up", "Submit". Not of what
    is grave: that has to be said."""
    is_same_form = (match.forms or 0.0) >= SAME_FORM
    if not is_same_form or match.old.kind != "button" or match.new.kind != "button" or not is_alone_in_form(match):
        return False
    before, now = acts_of(match.old.does), acts_of(match.new.does)
    is_known = before <= _SENDS and now <= _SENDS and before != now and (before <= _SENDS_ANY or now <= _SENDS_ANY)
    is_whole = not _NOT_YET & (set(words_of(match.old.does)) ^ set(words_of(match.new.does)))
    return is_known and is_whole and all(_sends(one) for one, _ in match.sides) and _asks_for_anything(match)


def _sends(one: Found) -> bool:
    return one.described.type == "submit" or (one.seen.tag == "button" and not one.described.type)


def _asks_for_anything(match: Match) -> bool:
    return all(any(other.kind in FIELDS for other in controls_with(one, page)) for one, page in match.sides)
