"""Where the element that a failed call meant is on the page of the failure, and what finds it there."""

from __future__ import annotations

from typing import Final

from debugging.agent.addresses import same_place
from debugging.agent.case import Case
from debugging.agent.page_content import PageContent
from debugging.agent.page_search import find
from debugging.evidence import Evidence, Page
from debugging.relocation.agreement import agreement, score
from debugging.relocation.deciding import Ranked, Relocation, relocate
from debugging.relocation.elements import is_nested
from debugging.relocation.properties import Agreement
from debugging.repair.locating.answers import candidate, in_words
from debugging.repair.locating.judging.counterparts import Counterparts
from debugging.repair.locating.judging.equals import showing_it_alone, told_apart
from debugging.repair.locating.judging.fixtures import same_fixture
from debugging.repair.locating.judging.intent import Intent
from debugging.repair.locating.judging.match import Match
from debugging.repair.locating.judging.neighbours import in_its_form
from debugging.repair.locating.judging.only_ones import with_its_options
from debugging.repair.locating.judging.proving import Verdict, verdict
from debugging.repair.locating.pages.kept_page import Found, KeptPage
from debugging.repair.locating.pages.marks import marked_like
from debugging.repair.locating.pressed import is_pressed, pressed
from debugging.repair.locating.writing.writing import frame_of, locator_for
from debugging.repair.proposal import Located

CANDIDATES_SHOWN: Final = 5


def locate(evidence: Evidence) -> Located:
    """Never guesses: without a proof there is no winner, and `why_not` says why."""
    case = Case(evidence)
    page = page_of_good_run(evidence)
    if page is None:
        return Located(why_not="No page of an earlier good run is kept that shows the element.")
    if evidence.page is None or not case.has_page:
        return Located(why_not="The page of the failure was not kept.")
    intent = Intent(case.locator)
    before = KeptPage(PageContent(page), intent.attributes)
    now = KeptPage(case.page, intent.attributes)
    old = before.target or _found_then(before, case)
    if old is None:
        return Located(why_not="The kept page of the good run does not tell which element it was.")
    if is_pressed(evidence):
        old = pressed(old, before)
    if said := _wrong_page(case, page, before, now) or intent.objection(old, before, now):
        return Located(was=in_words(old), why_not=said)
    return _located(old, before, now, case, intent)


def page_of_good_run(evidence: Evidence) -> Page | None:
    """One that shows what the step acted on, if there is one."""
    pages = [evidence.good.page if evidence.good else None, evidence.remembered.page if evidence.remembered else None]
    kept = [page for page in pages if page is not None and page.html.strip()]
    return next((page for page in kept if page.target_xpath), kept[0] if kept else None)


def _found_then(before: KeptPage, case: Case) -> Found | None:
    """What the locator finds alone on the old page: a call that only waits marks nothing there."""
    found = find(before.content, case.locator) or []
    return before.of(found[0].node) if len(found) == 1 else None


def _wrong_page(case: Case, page: Page, before: KeptPage, now: KeptPage) -> str:
    if case.page.page.html_is_cut:
        return "The page is too long to be looked at as a whole."
    if page.url and case.url and not same_place(page.url, case.url):
        held = {one.described.said for one in before.elements if one.is_control and one.described.said}
        there = {one.described.said for one in now.elements if one.is_control}
        if 2 * len(held & there) < len(held):
            return "The page is at another address than in the good run, and shows other things."
    return ""


def _located(old: Found, before: KeptPage, now: KeptPage, case: Case, intent: Intent) -> Located:
    ranking = relocate(old.described, now.ranks)
    if not ranking.ranked:
        return Located(was=in_words(old), why_not=ranking.why_not)
    marked, marks = marked_like(old, before, now)
    forms = Counterparts(before, now)
    apart = told_apart(old, before, now, forms, intent) or with_its_options(old, before, now)
    inside = in_its_form(old, forms, before, now)
    best = marked or apart or inside or showing_it_alone(old, before, now) or same_fixture(old, before, now)
    best = best or _of_its_kind(old, now.elements[ranking.ranked[0].place], now)
    ranked = _with(best, ranking, old, now)
    margin = _margin(best, ranked, now)
    match = Match(old, best, before, now, forms, marks, best in (apart, inside))
    said = _contradiction(match, intent, case) or _rivals(match)
    judged = Verdict(why_not=said) if said else verdict(match, _agreement(best, ranked, now), margin=margin)
    frame = frame_of(match, case.locator) if judged.proof else ""
    locator = locator_for(match, frame, case.locator) if judged.proof else ""
    if judged.proof and not locator:
        judged = Verdict(why_not="The element was found, but nothing that lasts tells it from the others on the page.")
    return Located(
        candidates=tuple(
            candidate(one, now, taken=bool(judged.proof) and now.elements[one.place] is best) for one in ranked
        ),
        margin=round(margin, 2),
        proof=judged.proof,
        why_not=judged.why_not,
        locator=locator,
        frame=frame if judged.proof else "",
        was=in_words(old),
    )


def _of_its_kind(old: Found, best: Found, now: KeptPage) -> Found:
    """A button and the text in it are one answer: the one that is what the old was."""
    if best.kind == old.kind:
        return best
    nested = (now.of(node) for node in (*best.node.iterancestors(), *best.node.iterdescendants()))
    same = [one for one in nested if one is not None and one.described.said == best.described.said]
    was_control = (old.is_control or _looks_pressed(old)) and not best.is_control
    controls = [one for one in same if was_control and one.is_control]
    return next((one for one in (*(one for one in same if one.kind == old.kind), *controls)), best)


def _looks_pressed(one: Found) -> bool:
    """ "btn", say: what its author calls a button."""
    return any(name.split("-")[0] in ("btn", "button") for name in one.seen.get("class").split())


def _contradiction(match: Match, intent: Intent, case: Case) -> str:
    """What the broken locator still finds alone is no other element. A path of numbers may lead anywhere."""
    found = case.found_now
    alone = match.now.of(found[0].node) if found is not None and len(found) == 1 else None
    if alone is None or is_nested(alone.described, match.new.described) or (match.marked and intent.is_by_position):
        return ""
    return "The locator finds an element on the page, and the one most like the old is another one."


def _rivals(match: Match) -> str:
    """What says exactly the same, and is of the same kind, is not passed by for what says something else."""
    if match.same_text or not match.old.described.words:
        return ""
    same = [one for one in match.now.equals_of(match.old) if not is_nested(one.described, match.new.described)]
    return "Another element of the page says what it said." if same else ""


def _with(best: Found, ranking: Relocation, old: Found, now: KeptPage) -> list[Ranked]:
    """The ranking, with `best` in it, the highest score first."""
    ranked = list(ranking.ranked)
    if all(now.elements[one.place] is not best for one in ranked):
        place = now.elements.index(best)
        agrees = agreement(old.described, now.ranks, place)
        ranked = [one for one in ranked if not is_nested(now.elements[one.place].described, best.described)]
        ranked = [*ranked[: CANDIDATES_SHOWN - 1], Ranked(place, score(agrees), agrees)]
    return sorted(ranked, key=lambda one: -one.score)


def _margin(best: Found, ranked: list[Ranked], now: KeptPage) -> float:
    mine = next(one.score for one in ranked if now.elements[one.place] is best)
    others = [one.score for one in ranked if now.elements[one.place] is not best]
    return mine - max(others) if others else mine


def _agreement(best: Found, ranked: list[Ranked], now: KeptPage) -> Agreement:
    return next(one.agreement for one in ranked if now.elements[one.place] is best)
