"""Compares a failed run with the last good one: where it first left what that one showed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from debugging.agent.addresses import address_of, addresses_of, same_place
from debugging.agent.case import Case
from debugging.agent.locators import noun
from debugging.agent.page_content import PageContent
from debugging.agent.pointers import claim, to_good_run, to_navigation, to_page, to_step
from debugging.agent.replacement import replacement_of
from debugging.agent.wording import address, listed, noun_and_name, plain, quoted, seconds
from debugging.diagnosis import Claim
from debugging.evidence import GoodRun, Navigation, Step

MOST: Final = 6
_SLOWER: Final = 5  # times
_SLOWER_MS: Final = 3_000


def what_changed(case: Case) -> tuple[Claim, ...]:
    """The earliest change first. () when there is nothing to compare with, or nothing changed."""
    good = case.evidence.good
    if good is None:
        return ()
    at_times = [*_steps(case, good), *_navigations(case, good)]
    told = [one for _, one in sorted(at_times, key=lambda pair: pair[0])[:3]]
    told += [*_page(case), *_element(case)]
    if not good.same_deployment:
        told.append(claim("The workflow's code is another version than in the last good run.", *to_good_run(case)[:1]))
    return tuple(told[:MOST])


def _steps(case: Case, good: GoodRun) -> Iterator[tuple[int, Claim]]:
    """The first step that was made on another page, and the first that is missing or took far longer."""
    left, job_id = False, str(good.job_id)
    for mine, theirs in paired(case.evidence.steps, good):
        if not left and _is_on_another_page(case, mine, good, theirs):
            left = True
            now, then = address_of(mine, case.evidence.navigations), address_of(theirs, good.navigations)
            text = f"At {quoted(mine.title, 60)} the page was {address(now)}, before it was {address(then)}."
            yield mine.t_ms, claim(text, to_step(mine), to_step(theirs, job_id))
        took, before = _duration(mine), _duration(theirs)
        if took > _SLOWER * before and took - before > _SLOWER_MS and mine.outcome == "ok":
            text = f"{quoted(mine.title, 60)} took {seconds(took)}, before {seconds(before)}."
            yield mine.t_ms, claim(text, to_step(mine), to_step(theirs, job_id))


def _is_on_another_page(case: Case, mine: Step, good: GoodRun, theirs: Step) -> bool:
    now = addresses_of(mine, case.evidence.navigations)
    before = addresses_of(theirs, good.navigations)
    return bool(now and before) and not now & before


def paired(steps: tuple[Step, ...], good: GoodRun) -> Iterator[tuple[Step, Step]]:
    """Steps with those of the good run that are the same call, in their order."""
    place = 0
    for step in steps:
        for number in range(place, len(good.steps)):
            if _is_same_call(step, good.steps[number], good.same_deployment):
                yield step, good.steps[number]
                place = number + 1
                break


def _is_same_call(one: Step, other: Step, same_source: bool) -> bool:
    if one.api != other.api:
        return False
    if same_source and one.site and other.site:
        return one.site == other.site
    return one.selector == other.selector if one.selector else one.title == other.title


def _duration(step: Step) -> int:
    return step.end_ms - step.t_ms if step.end_ms is not None else 0


def _navigations(case: Case, good: GoodRun) -> Iterator[tuple[int, Claim]]:
    """The first page opened that the good run had not opened, and the first that answered otherwise."""
    job_id = str(good.job_id)
    strange = next((one for one in case.evidence.navigations if good.navigations and not _like(one, good)), None)
    if strange is not None:
        text = f"{address(strange.url)} was opened; the last good run was never there."
        yield strange.t_ms, claim(text, to_navigation(strange))
    for mine in case.evidence.navigations:
        theirs = _like(mine, good)
        if theirs is not None and mine.status and theirs.status and mine.status != theirs.status:
            text = f"{address(mine.url)} answered with {mine.status}, before with {theirs.status}."
            yield mine.t_ms, claim(text, to_navigation(mine), to_navigation(theirs, job_id))
            return


def _like(navigation: Navigation, good: GoodRun) -> Navigation | None:
    return next((one for one in good.navigations if same_place(one.url, navigation.url)), None)


def _page(case: Case) -> Iterator[Claim]:
    """Title, headings and dialogs of the page as the failure left it, against those before the step in the good run."""
    good, now = case.good_page, case.page
    if good is None or not case.has_page:
        return
    pointers = (*to_page(case)[:1], *to_good_run(case))
    if good.title and now.title and good.title != now.title:
        yield claim(f"The page's title is {quoted(now.title, 60)}, before it was {quoted(good.title, 60)}.", *pointers)
    elif good.headings and now.headings and good.headings[0] != now.headings[0]:
        text = f"The page's heading is {quoted(now.headings[0], 60)}, before it was {quoted(good.headings[0], 60)}."
        yield claim(text, *pointers)
    if new := _new_dialogs(now, good):
        yield claim(f"There is something over the page that was not there: {quoted(new)}.", *pointers)


def _new_dialogs(now: PageContent, good: PageContent) -> str:
    known = {dialog.text for dialog in good.dialogs}
    return next((dialog.text for dialog in now.dialogs if dialog.text and dialog.text not in known), "")


def _element(case: Case) -> Iterator[Claim]:
    """The element that the step acted on, and what of the same kind there is now."""
    target = case.target
    if target is None or not case.has_page or case.is_elsewhere or case.found_it or case.found_now:
        return
    before = noun_and_name(noun(target.role or target.tag), target.name)
    now = replacement_of(case)
    if now is not None:
        where = f" in the frame {quoted(now.element.frames[-1], 40)}" if now.element.frames else ""
        yield claim(f"The {before} is gone; instead there is the {plain(now.in_words, 90)}{where}.", *to_good_run(case))
        return
    alike = [one.name for one in case.page.controls if one.role == target.role and one.name]
    there = f" Of that kind there are {listed(quoted(name, 40) for name in alike)}." if alike else ""
    yield claim(f"The {before} is gone.{there}", *to_page(case)[:1], *to_good_run(case))
