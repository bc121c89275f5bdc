"""What a control does, and whether nothing else does it: by its name, or else by its picture."""

from __future__ import annotations

from typing import Final

from debugging.relocation.elements import is_nested
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.neighbours import controls_with
from debugging.repair.locating.pages.forms import form_of
from debugging.repair.locating.words.asking import asked
from debugging.repair.locating.words.meaning import GRAVE, acts_of, same_act, things_of

_GRAVE: Final = GRAVE - {"send", "book", "publish"}
_OF_ANY_FORM: Final = frozenset({"form", "changes", "request", "data", "details", "information", "info"})


def does_it_alone(match: Match) -> bool:
    """Nothing else in the form does what it does, on both pages."""
    for one, page in match.sides:
        acts = acts_of(one.does)
        if not acts or any(acts & acts_of(other.does) for other in controls_with(one, page) if other is not one):
            return False
    return True


def does_the_same_alone(match: Match) -> bool:
    """Nothing else on either page does what it does, to the same, or does not say to what."""
    acts, things = acts_of(match.old.does), things_of(match.old.does)
    if not same_act(match.old.does, match.new.does):
        return False
    others = (
        other
        for one, page in match.sides
        for other in page.elements
        if other.is_control and not is_nested(other.described, one.described)
    )
    return not any(acts & acts_of(one.does) and _are_shared(things, things_of(one.does)) for one in others)


def _are_shared(things: frozenset[str], others: frozenset[str]) -> bool:
    return not things or not others or bool(things & others)


def says_what_the_form_is_about(match: Match) -> bool:
    """What only one of them says, beside the act: "Send message" in a form that asks for a message. Not of what is
    grave: there is more than one way to delete something."""
    about = set(_OF_ANY_FORM)
    for one, forms in ((match.old, match.counterparts.olds), (match.new, match.counterparts.news)):
        form = form_of(one.node)
        if form is not None and not acts_of(match.old.does) & _GRAVE:
            about |= forms[form].title.union(*(field.asked for field in forms[form].fields))
    said = things_of(match.old.does) ^ things_of(match.new.does)
    return asked(" ".join(sorted(said))) <= about
