"""Whether the element most like the old one is the old one. In doubt it is not: a wrong answer clicks something else.

A proof is one of

* mark: its author gave it the same id, test id, name or address, and nothing else on either page has it;
* text: it says the same, and either nothing else does or its row or form tells it from what else does;
* place, surroundings, part of the text: as relocation says, where both pages agree that they are each other's likest;
* picture: what had no words shows the same picture, and its row or place tells it from what shows it, too;
* meaning: it says the same in other words ("Sign in", "Log in"), in the same form or the same surroundings.

What it says may have changed altogether where a test id or an address stands for it, or else both another mark and
the surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from debugging.relocation.deciding import AHEAD
from debugging.relocation.elements import FIELDS
from debugging.relocation.properties import Agreement
from debugging.repair.locating.judging.doubts import LASTING, SEVERAL, doubt, is_mutual
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.said import by_text, says_part, surroundings_hold
from debugging.repair.locating.judging.silent import of_what_is_silent
from debugging.repair.locating.judging.unmoved import is_unmoved
from debugging.repair.locating.judging.vetoes import objection
from debugging.repair.locating.pages.marks import PAGE
from debugging.repair.locating.words.meaning import (
    same_act,
)

MISSPELT: Final = 0.85
NOT_SURE: Final = "The element most like it does not agree with it in enough ways."


@dataclass(frozen=True)
class Verdict:
    proof: str = ""
    why_not: str = ""


def verdict(match: Match, agreement: Agreement, *, margin: float) -> Verdict:
    """`margin`: to the next one like it, in points of the score."""
    said = objection(match)
    if not said and is_unmoved(match, agreement, margin) and is_mutual(match):
        return Verdict("place")
    if said := said or doubt(match, agreement):
        return Verdict(why_not=said)
    if proof := _proof(match, agreement, margin):
        return Verdict(proof)
    return Verdict(why_not=NOT_SURE if margin >= AHEAD else SEVERAL)


def _proof(match: Match, agreement: Agreement, margin: float) -> str:
    if match.is_fixture:
        return "what it does"
    if match.marked and (proof := _by_mark(match, agreement)):
        return proof
    if proof := of_what_is_silent(match, agreement, margin):
        return proof
    return by_text(match, agreement, margin, match.told_apart) or _by_place(match, agreement, margin)


def _by_mark(match: Match, agreement: Agreement) -> str:
    if match.marks & LASTING or PAGE in match.marks:
        return "mark"
    says_like = match.same_text or match.both_silent or agreement.get("text_shared", 0.0) >= 0.3
    if says_like or match.old.kind in FIELDS or same_act(match.old.name, match.new.name):
        return "mark"
    return "mark and surroundings" if surroundings_hold(match, agreement) else ""


def _by_place(match: Match, agreement: Agreement, margin: float) -> str:
    if match.both_silent:
        return ""
    alike = match.same_text or says_part(match) or agreement.get("text_alike", 0.0) >= MISSPELT
    if alike and agreement.get("path_equal"):
        return "place"
    return "surroundings" if alike and agreement.get("around_equal", 0.0) >= 1 and margin >= AHEAD else ""
