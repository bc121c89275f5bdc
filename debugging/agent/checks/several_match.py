"""The locator fits several elements, and Playwright does not guess."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.page_element import Element
from debugging.agent.page_search import find
from debugging.agent.pointers import claim, to_failing_step, to_good_run
from debugging.agent.suggesting import changed_line
from debugging.agent.wording import listed, plain
from debugging.failure_classes import FailureClass

_HEAD: Final = re.compile(r"strict mode violation: (.*?) resolved to (\d+) elements", re.DOTALL)
_CANDIDATE: Final = re.compile(r"^\s*\d+\) (<.*>)(?: aka (.*))?$", re.MULTILINE)


class Candidate(NamedTuple):
    preview: str
    locator: str  # that Playwright proposes


def several_match(case: Case) -> Finding | None:
    if case.error.headline.startswith("frameLocator() matched elements in multiple frames"):
        return _finding(case, "several frames", ())
    found = _HEAD.match(case.error.headline)
    if found is None:
        return None
    return _finding(case, f"{found[2]} elements", candidates(case.error.headline))


def candidates(headline: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(found[1], found[2] or "") for found in _CANDIDATE.finditer(headline))


def _finding(case: Case, count: str, given: tuple[Candidate, ...]) -> Finding:
    told = listed((f"{number}) {plain(one.preview, 60)}" for number, one in enumerate(given, 1)), most=5)
    why = [claim(f"The locator fits {count}{': ' + told if told else ''}.", *to_failing_step(case))]
    if _was_one(case):
        why.append(claim("On the page of the last good run it fitted one.", *to_good_run(case)))
    wanted = _wanted(case, given)
    advice = "Say which one is meant: by its exact name, or within the part of the page that it belongs to."
    if wanted:
        advice += f" The one the last good run used is most likely {plain(wanted.locator, 100)}."
    return Finding(
        failure_class=FailureClass.SEVERAL_MATCH,
        confidence=0.96,
        cause=f"{count} fit the locator, and it has to be one",
        why=tuple(why),
        advice=advice,
        suggestion=changed_line(case, wanted.locator) if wanted else "",
    )


def _was_one(case: Case) -> bool:
    found = find(case.good_page, case.locator) if case.good_page else None
    return found is not None and len(found) == 1


def _wanted(case: Case, given: tuple[Candidate, ...]) -> Candidate | None:
    """The candidate that alone is like the element of the last good run, by id, test id or text."""
    target = case.target
    if target is None:
        return None
    fitting = [one for one in given if one.locator and _fits(target, one.preview)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(target: Element, preview: str) -> bool:
    marks = [target.get(name) for name in ("id", "data-testid", "name", "href", "class") if target.get(name)]
    return any(f'="{mark}"' in preview for mark in marks) or (bool(target.text) and f">{target.text}<" in preview)
