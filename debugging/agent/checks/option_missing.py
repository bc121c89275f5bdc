"""The list does not hold the option that was to be chosen."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.name_likeness import alike
from debugging.agent.obstacles import Obstacle
from debugging.agent.page_element import Element
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page
from debugging.agent.wording import listed, quoted
from debugging.failure_classes import FailureClass

_SELECTS: Final = re.compile(r"Select (.*) in (?:get_by|locator|frame_locator|page\.|the element)")
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LIKE: Final = 0.5


def option_missing(case: Case) -> Finding | None:
    if case.error.obstacle is Obstacle.OPTION_MISSING:
        return _finding(case, 0.97, _asked(case), _options(case.found_now))
    return _in_a_list_of_its_own(case)


def _in_a_list_of_its_own(case: Case) -> Finding | None:
    """A page may draw its lists itself: the other options are shown, this one is not there."""
    call = case.locator[-1] if case.locator else None
    if call is None or call.name != "get_by_role" or call.text != "option" or case.found_it:
        return None
    shown = [one.name for one in case.page.shown if one.role == "option" and one.tag != "option" and one.name]
    name = call.options.get("name")
    return _finding(case, 0.85, [name] if isinstance(name, str) else [], shown) if shown else None


def _asked(case: Case) -> list[str]:
    found = _SELECTS.match(case.step.title) if case.step else None
    return _TEXT.findall(found[1]) if found else []


def _options(lists: list[Element] | None) -> list[str]:
    nodes = lists[0].node.iter("option") if lists else ()
    return [text for node in nodes if (text := Element(node).text or str(node.get("value") or ""))]


def _finding(case: Case, confidence: float, asked: list[str], there: list[str]) -> Finding:
    wanted = f"the option {quoted(asked[0], 60)}" if asked else "the option"
    nearest = _nearest(asked, there)
    why = [claim(f"Playwright found the list, but not {wanted} in it.", *to_failing_step(case))]
    if there:
        why.append(claim(f"Its options are {listed((quoted(one, 40) for one in there), most=10)}.", *to_page(case)))
    before = _options([case.target]) if case.target is not None else []
    if asked and asked[0] in before:
        why.append(claim("The last good run still had it.", *to_good_run(case)))
    advice = (
        f"Choose {quoted(nearest, 60)} instead, if that is the same." if nearest else "Choose one of those there are."
    )
    if not there:
        advice = "Find out which options the list has now, and whether it is filled only after another choice."
    return Finding(
        failure_class=FailureClass.OPTION_MISSING,
        confidence=confidence,
        cause=f"{wanted} is not in the list" + (f"; the nearest is {quoted(nearest, 60)}" if nearest else ""),
        why=tuple(why),
        advice=advice,
        suggestion=_suggestion(case, asked, nearest),
    )


def _nearest(asked: list[str], there: list[str]) -> str:
    rated = [(alike(asked[0], one), one) for one in there] if asked else []
    best = max(rated, default=(0.0, ""))
    return best[1] if best[0] >= _LIKE else ""


def _suggestion(case: Case, asked: list[str], nearest: str) -> str:
    written = f'"{asked[0]}"' if asked else ""
    if not nearest or '"' in nearest or case.source_line.count(written) != 1:
        return ""
    return case.source_line.replace(written, f'"{nearest}"')
