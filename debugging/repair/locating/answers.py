"""What was found, for people: candidates, and what each way of agreeing counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from debugging.agent.locators import noun
from debugging.agent.wording import noun_and_name, plain
from debugging.relocation.agreement import WEIGHTS
from debugging.relocation.deciding import Ranked
from debugging.relocation.properties import Agreement
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.proposal import Candidate

_CONTRIBUTIONS_LEAST: Final = 0.05


def in_words(one: Found) -> str:
    return plain(noun_and_name(noun(one.seen.role or one.seen.tag), one.name), 90)


def candidate(one: Ranked, now: KeptPage, *, taken: bool) -> Candidate:
    found = now.elements[one.place]
    return Candidate(
        element=in_words(found),
        xpath=found.described.path,
        score=round(one.score, 2),
        why=dict(_counted(one.agreement)),
        taken=taken,
    )


def _counted(agreement: Agreement) -> Iterator[tuple[str, float]]:
    for name, value in sorted(agreement.items(), key=lambda pair: -abs(WEIGHTS[pair[0]] * pair[1])):
        counts = WEIGHTS[name] * value
        if abs(counts) >= _CONTRIBUTIONS_LEAST:
            yield name, round(counts, 2)
