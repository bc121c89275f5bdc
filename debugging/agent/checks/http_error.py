"""The page answered 4xx or 5xx, or says that it is not there or out of order."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from debugging.agent.addresses import same_place
from debugging.agent.case import Case
from debugging.agent.error_pages import SAYS, says
from debugging.agent.finding import Finding
from debugging.agent.own_words import status_told
from debugging.agent.pointers import claim, to_good_run, to_page, to_request, to_source
from debugging.agent.requests_behind import failed_behind, failed_frame, is_script, lacks_content
from debugging.agent.wording import address, path_of, quoted
from debugging.diagnosis import Claim
from debugging.evidence import Request
from debugging.failure_classes import FailureClass

_SHORT: Final = 1_200
_OF_AN_ANSWER: Final = re.compile(r"Response status expected to be within .* was (\d{3})", re.DOTALL)
_IN_VAIN: Final = frozenset(
    (
        *("TimeoutError", "AssertionError", "IndexError", "KeyError", "AttributeError", "TypeError", "StopIteration"),
        *("ValueError", "ZeroDivisionError", "InvalidOperation", "RuntimeError"),
    )
)
_ADVICE: Final = {
    404: "Check the address: the page was moved or removed. Correct the link in the workflow.",
    410: "The page was removed for good. Find what took its place.",
    403: "Check whether the account may see the page, and whether the site blocks the worker's address.",
    429: "Run less often, or wait between the steps: the site counts requests.",
}
_LATER: Final = "Nothing is wrong with the workflow: run it again when the site is back, and tell the site's owner."


def http_error(case: Case) -> Finding | None:
    if case.error.headline.startswith("net::ERR_HTTP_RESPONSE_CODE_FAILURE"):
        return _finding(case, 0.96, _last_status(case))
    if (case.status or 0) >= 400 and not _was_so_before(case, case.status):
        sure = 0.6 if case.met_the_element and not case.is_elsewhere and not says(case.page) else 0.96
        return _finding(case, sure, case.status)
    if (told := status_told(case)) is not None:
        return _told_by_the_workflow(case, told)
    found = _OF_AN_ANSWER.match(case.error.headline) if case.evidence.failure.type == "AssertionError" else None
    if found:
        return _finding(case, 0.9, int(found[1]))
    return _said_on_the_page(case) or _in_its_frame(case) or _behind_the_page(case) or _said_in_a_message(case)


def _told_by_the_workflow(case: Case, status: int) -> Finding:
    answer = f"{status} ({_phrase(status)})"
    return Finding(
        failure_class=FailureClass.HTTP_ERROR,
        confidence=0.87,
        cause=f"a request of the workflow was answered with {answer}",
        why=(claim(f"It raised {quoted(case.evidence.failure.message, 120)}.", *to_source(case)),),
        advice=_ADVICE.get(status, _LATER),
    )


def _behind_the_page(case: Case) -> Finding | None:
    """The page is there, and what it asked its server for was answered with an error."""
    failed = [one for one in failed_behind(case) if one.status != 401 and (one.status != 404 or is_script(one))]
    in_vain = case.evidence.failure.type in _IN_VAIN or case.ran_out_of_time
    if not failed or not lacks_content(case) or not in_vain:
        return None
    server = (failed[-1].status or 0) >= 500 or is_script(failed[-1])
    return _of_requests(case, failed, "a request of the page", 0.87 if server else 0.76)


def _in_its_frame(case: Case) -> Finding | None:
    frame = failed_frame(case)
    return _of_requests(case, [frame], "the frame that it is in", 0.92) if frame and frame.status else None


def _of_requests(case: Case, failed: list[Request], what: str, sure: float) -> Finding:
    last = failed[-1]
    answer = f"{last.status} ({_phrase(last.status or 0)})"
    said = claim(f"The page asked for {path_of(last.url)} and got {answer}.", *(to_request(one) for one in failed[-3:]))
    return Finding(
        failure_class=FailureClass.HTTP_ERROR,
        confidence=sure,
        cause=f"{what}, {path_of(last.url)}, was answered with {answer}",
        why=(said, *(claim(f"The page says {quoted(text)}.", *to_page(case)) for text in case.page.alerts[:1])),
        advice=_LATER if (last.status or 0) >= 500 else _ADVICE.get(last.status or 0, _LATER),
    )


def _said_on_the_page(case: Case) -> Finding | None:
    """Sites show such pages with the status 200, too."""
    words = says(case.page)
    if not words or (case.good_page is not None and says(case.good_page)):
        return None
    if case.met_the_element and not case.is_elsewhere:
        return None
    is_bare = len(case.page.text) < _SHORT and len(case.page.controls) <= 6
    in_title = bool(SAYS.search(case.page.title))
    sure = 0.93 if is_bare and (in_title or case.good_page) else 0.86 if is_bare else 0.6
    return _finding(case, sure, None, words)


def _said_in_a_message(case: Case) -> Finding | None:
    """A suspicion: a message on the page that it could not do its part."""
    before = case.good_page.alerts if case.good_page else ()
    said = next((text for text in case.page.alerts if SAYS.search(text) and text not in before), "")
    return _finding(case, 0.55, None, said) if said and not case.met_the_element else None


def _was_so_before(case: Case, status: int | None) -> bool:
    good = case.evidence.good
    seen = [one for one in good.navigations if same_place(one.url, case.url)] if good else []
    return any(one.status == status for one in seen)


def _last_status(case: Case) -> int | None:
    return next((one.status for one in reversed(case.documents) if (one.status or 0) >= 400), None)


def _finding(case: Case, confidence: float, status: int | None, words: str = "") -> Finding:
    said = words or says(case.page)
    answer = f"{status} ({_phrase(status)})" if status else "an error page"
    documents = [to_request(one) for one in case.documents if one.status == status or one.url == case.url][-1:]
    why: list[Claim] = [claim(f"{address(case.url) or 'The page'} answered with {answer}.", *documents, *to_page(case))]
    if said:
        why.append(claim(f"The page says {quoted(said)}.", *to_page(case)))
    if good := to_good_run(case):
        why.append(claim("The last good run got past this step.", *good))
    cause = f"the site answered with {answer}" if status else f"the site showed an error page, {quoted(said)}"
    return Finding(
        failure_class=FailureClass.HTTP_ERROR,
        confidence=confidence,
        cause=cause,
        why=tuple(why),
        advice=_ADVICE.get(status or 0, _LATER),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no standard status"
