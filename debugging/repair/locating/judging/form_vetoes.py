"""What speaks against taking one element for another: that it is in another form."""

from __future__ import annotations

from typing import Final

from debugging.relocation.elements import FIELDS
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.only_ones import is_the_only_text_area
from debugging.repair.locating.judging.said_alone import says_it_alone
from debugging.repair.locating.pages.forms import Form, form_of
from debugging.repair.locating.pages.kept_page import Found, KeptPage, are_pressed
from debugging.repair.locating.pages.places import nearest_heading, same_heading
from debugging.repair.locating.words.meaning import GRAVE, acts_of

OTHER_FORM: Final = 0.4  # less alike than that, and nothing vouches for it
LIKE_FORM: Final = 0.25
FEW_FIELDS: Final = 2
TITLE_LEAST: Final = 2  # words
BETTER_FORM: Final = 0.2


def other_form(match: Match) -> str:
    old, new = form_of(match.old.node), form_of(match.new.node)
    forms = match.counterparts
    if old is None:
        is_other = new is not None and not _was_asked_for(forms.news[new], match.new, match.before)
        is_other = is_other and not (match.same_text and _is_under_the_same_title(match))
        return "The element most like it is in a form, and it was in none." if is_other else ""
    others = max((forms.alike(old, one) for one in forms.news if one is not new), default=0.0)
    if new is None and (_is_written_the_same(match) or _leads_on_alone(match)):
        return ""
    if new is None:
        is_other = others >= LIKE_FORM or not _was_asked_for(forms.olds[old], match.old, match.now)
        return "The element most like it is outside of the form it was in." if is_other else ""
    if is_the_only_text_area(match):
        return ""
    mine = match.forms or 0.0
    is_other = forms.is_other(old, new) or mine < OTHER_FORM
    is_other = is_other or (forms.of(old) is not new and others > mine + BETTER_FORM)
    return "The element most like it is in another form." if is_other else ""


def _was_asked_for(form: Form, target: Found, page: KeptPage) -> bool:
    """Half of what a form asks for beside `target` is asked for on the other page, where no form is; or half of what
    that asks for, if it asks for less."""
    asked = {one.asked for one in form.fields if one is not target and one.asked}
    there = {one.asked for one in page.elements if one.kind in FIELDS and one.asked and one.asked != target.asked}
    fewer = min(len(asked), len(there) or len(asked))
    return len(asked) < FEW_FIELDS or 2 * len(asked & there) >= fewer


def _is_under_the_same_title(match: Match) -> bool:
    """A heading that is no site's name; and nobody is asked for a password where nobody was."""
    titles = [nearest_heading(one.node) for one, _ in match.sides]
    has_password = [any(one.described.type == "password" for one in page.elements) for _, page in match.sides]
    is_title = min(map(len, titles)) >= TITLE_LEAST and same_heading(match.old.node, match.new.node)
    return is_title and has_password[0] == has_password[1]


def _leads_on_alone(match: Match) -> bool:
    """A link is no part of a form that it stands in: nothing else on either page says "Create account"."""
    are_pressed_both = are_pressed(match.old, match.new) and match.old.kind == "link"
    says_enough = len(match.old.described.core) > 1 and not acts_of(match.old.does) & GRAVE
    return are_pressed_both and match.same_text and says_enough and says_it_alone(match)


def _is_written_the_same(match: Match) -> bool:
    """With the same id or name, the same label, and the same hint: it only has no form around it any more."""
    old, new = match.old.seen, match.new.seen
    is_same = bool(old.label) and all(old.get(name) == new.get(name) for name in ("type", "placeholder"))
    return is_same and old.label == new.label and old.tag == new.tag and bool(match.marks & {"id", "name"})
