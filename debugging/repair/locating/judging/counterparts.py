"""Which form of the new page each form of the old page became, where that is clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from debugging.repair.locating.pages.forms import Form, common, form_of, forms_alike, forms_in, is_for_another
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.places import place_of

THERE: Final = 0.15  # for what stands where the other stood, as nothing else does
LEAD: Final = 0.1  # before all others that neither of two forms has been found for
FORMS_MOST: Final = 40
VOUCH_LEAST: Final = 2
VOUCH_SHARE: Final = 1 / 3  # of the fields of the smaller form
SAME_FORM: Final = 0.5


class Counterparts:
    def __init__(self, before: KeptPage, now: KeptPage) -> None:
        self.olds, self.news = _forms(before), _forms(now)
        self._places = {**_own_places(self.olds), **_own_places(self.news)}
        self._alike: dict[tuple[HtmlElement, HtmlElement], float] = {}

    def alike(self, old: HtmlElement, new: HtmlElement) -> float:
        """0 to 1."""
        known = self._alike.get((old, new))
        if known is None:
            known = self._alike[old, new] = forms_alike(self.olds[old], self.news[new])
        return known

    def is_there(self, old: HtmlElement, new: HtmlElement) -> bool:
        """Where the old one was, and no other form is or was."""
        return bool(self._places[old] & self._places[new])

    def _nearness(self, old: HtmlElement, new: HtmlElement) -> float:
        alike = self.alike(old, new)
        return alike + THERE if alike and self.is_there(old, new) else alike

    def of(self, old: HtmlElement) -> HtmlElement | None:
        return self._found.get(old)

    def is_other(self, old: HtmlElement, new: HtmlElement) -> bool:
        """One of them became another form, or was one, or they are for different purposes."""
        if self.of(old) is new:
            return is_for_another(self.olds[old], self.news[new])
        return is_for_another(self.olds[old], self.news[new]) or self.of(old) is not None or new in self._found.values()

    def standing(self, old: Found, new: Found) -> float | None:
        """How alike the forms are that they are in; None when one of them is in none."""
        one, other = form_of(old.node), form_of(new.node)
        if one is None or other is None:
            return None
        is_same = self.of(one) is other and self._are_vouched_for(one, other, frozenset({old, new}))
        return max(self.alike(one, other), SAME_FORM if is_same else 0.0)

    def _are_vouched_for(self, old: HtmlElement, new: HtmlElement, asked: frozenset[Found]) -> bool:
        """By what else is in them than the elements that are asked about."""
        one, other = self.olds[old], self.news[new]
        same = common(one, other, asked)
        left = [len([field for field in form.fields if field not in asked]) for form in (one, other)]
        number = same.number + self.is_there(old, new)
        return number >= min(VOUCH_LEAST, 1 + max(left)) and same.fields >= VOUCH_SHARE * min(left)

    @cached_property
    def _found(self) -> dict[HtmlElement, HtmlElement]:
        """The likest first. What has been found for one is no rival of another."""
        olds, news = list(self.olds), list(self.news)
        found: dict[HtmlElement, HtmlElement] = {}
        if len(olds) > FORMS_MOST or len(news) > FORMS_MOST:
            return found
        while olds and news:
            old, new = max(((one, other) for one in olds for other in news), key=lambda pair: self._nearness(*pair))
            least = self._nearness(old, new) - LEAD
            if least < 0:
                break
            near = [one for one in olds if self._nearness(one, new) > least]
            nearer = [one for one in news if self._nearness(old, one) > least]
            if near == [old] and nearer == [new]:
                found[old] = new
            olds = [one for one in olds if one not in near]
            news = [one for one in news if one not in nearer]
        return found


def _own_places(forms: Iterable[HtmlElement]) -> dict[HtmlElement, frozenset[str]]:
    """What tells where each form is, and no other one of the page; nothing when there is no other."""
    places = {form: place_of(form) for form in forms}
    counted = Counter(word for place in places.values() for word in place)
    if len(places) < 2:
        return dict.fromkeys(places, frozenset())
    return {form: frozenset(one for one in place if counted[one] == 1) for form, place in places.items()}


def _forms(page: KeptPage) -> dict[HtmlElement, Form]:
    documents = page.content.documents
    return forms_in(documents[0].root.iter("form"), page.elements) if documents else {}
