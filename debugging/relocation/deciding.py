"""Which element of a changed page is the old one, or none. A wrong answer clicks the wrong button: in doubt, none.

The best-scored element is only a candidate. It is taken when one of four kinds of proof holds, and nothing denies it:

* place: the same path, and nothing else was written on it;
* surroundings: exactly the same texts around it;
* text: the same text, clearly ahead of every other element, with attributes that do not contradict. What is written in
  a field is a placeholder and proves little: its surroundings must agree, too;
* part of the text: much of it, far ahead of every other element; of links and buttons only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from debugging.relocation.agreement import agreements, score
from debugging.relocation.elements import FIELDS, Element, is_nested
from debugging.relocation.page import Page
from debugging.relocation.properties import Agreement

Proof = Literal["place", "surroundings", "text", "part of the text"]
RANKED_MOST: Final = 5
AHEAD: Final = 0.5  # of the next element that is not nested with it, in points of the score
FAR_AHEAD: Final = 1.2


@dataclass(frozen=True)
class Ranked:
    place: int  # in the page's elements
    score: float
    agreement: Agreement


@dataclass(frozen=True)
class Relocation:
    """`ranked`: the best first, those nested with a better one left out. `proof` is None when none is taken."""

    ranked: tuple[Ranked, ...]
    margin: float
    proof: Proof | None
    why_not: str = ""  # a sentence, when none is taken

    @property
    def best(self) -> int | None:
        """The answer to somebody who wants one, whatever it is worth."""
        return self.ranked[0].place if self.ranked else None

    @property
    def answer(self) -> int | None:
        return self.best if self.proof else None


def relocate(old: Element, page: Page) -> Relocation:
    if not page.elements:
        return Relocation((), 0.0, None, "The page has no elements.")
    found = agreements(old, page)
    scores = {place: score(agreement) for place, agreement in found.items()}
    order = sorted(scores, key=lambda place: (-scores[place], place))
    ranked = tuple(Ranked(place, scores[place], found[place]) for place in _apart(order, page.elements))
    margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else ranked[0].score
    best = ranked[0]
    proof = proof_of(old, page.elements[best.place], best.agreement, margin=margin)
    return Relocation(ranked, margin, proof, "" if proof else _why_not(old, best.agreement, margin))


def proof_of(old: Element, new: Element, agreement: Agreement, *, margin: float) -> Proof | None:
    def says(name: str, least: float) -> bool:
        return agreement.get(name, 0.0) >= least

    if not contradicts(agreement):
        if says("path_equal", 1):
            return "place"
        if says("around_equal", 1) and margin >= AHEAD:
            return "surroundings"
    if not says("kind", 1) or not says("attributes", 0.5):
        return None
    if says("text_equal", 0.9) and margin >= AHEAD:
        if old.kind in FIELDS:
            return "text" if says("around_shared", 0.25) else None
        return "text" if old.is_interactive or says("path_end", 0.5) else None
    is_label = old.is_interactive and old.kind not in FIELDS
    return "part of the text" if is_label and says("text_shared", 0.3) and margin >= FAR_AHEAD else None


def contradicts(agreement: Agreement) -> bool:
    """What is written on it is something else: a place is taken by others."""
    if "both_silent" in agreement:
        return False
    if "one_silent" in agreement:
        return True
    return agreement["text_shared"] < 0.3 and agreement["text_alike"] < 0.6


def _apart(order: Sequence[int], elements: Sequence[Element]) -> list[int]:
    """The first few of `order` of which none holds another: a link and the icon in it are one answer."""
    kept: list[int] = []
    for place in order:
        if not any(is_nested(elements[place], elements[other]) for other in kept):
            kept.append(place)
        if len(kept) == RANKED_MOST:
            break
    return kept


def _why_not(old: Element, agreement: Agreement, margin: float) -> str:
    if contradicts(agreement) and old.words:
        return "The element most like it says something else."
    if not agreement.get("kind"):
        return "The element most like it is of another kind."
    if margin < AHEAD:
        return "Several elements are like it, and nothing tells which one it is."
    return "The element most like it does not agree with it in enough ways."
