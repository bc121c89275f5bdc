"""The frame that holds the element is gone or another one, or the element went into a frame or out of it."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.locators import Call, frames_in
from debugging.agent.page_documents import frame_name
from debugging.agent.page_search import find
from debugging.agent.pointers import claim, to_failing_step, to_good_run, to_page
from debugging.agent.replacement import replacement_of
from debugging.agent.wording import listed, quoted
from debugging.diagnosis import Claim
from debugging.failure_classes import FailureClass

_GONE: Final = re.compile(
    r"(?:Navigating )?[Ff]rame (?:was|has been) detached|.* <iframe> was expected|net::ERR_ABORTED; maybe frame"
)
_NONE_HAS_NO: Final = re.compile(r"'NoneType' object has no attribute '(\w+)'")
_ONLY_FRAMES_HAVE: Final = re.compile(r"locator|get_by_\w+|frame_locator|wait_for_selector|child_frames|goto|url")
_ASKS_FOR_FRAME: Final = re.compile(r"\.frame\(|content_frame\(|\.frames\b")


def frame_moved(case: Case) -> Finding | None:
    if _GONE.match(case.error.headline) and not case.error.is_of_page_script:
        return _finding(case, 0.95, "the frame that it is in was removed or replaced while it was used")
    if none := _no_frame(case):
        return none
    if case.found_it or not case.is_about_an_element or not case.ran_out_of_time:
        return None
    return _by_the_page(case)


def _no_frame(case: Case) -> Finding | None:
    """page.frame(…) gave None, and the workflow went on with that."""
    found = _NONE_HAS_NO.match(case.evidence.failure.message)
    of_line = bool(_ASKS_FOR_FRAME.search(case.source_line)) and "query_selector" not in case.source_line
    if of_line and (found or case.evidence.failure.type == "IndexError"):
        return _finding(case, 0.88, "the frame that it looked for is not there")
    if found is None or not _ONLY_FRAMES_HAVE.fullmatch(found[1]):
        return None
    source = case.evidence.source.text if case.evidence.source else ""
    asks = bool(_ASKS_FOR_FRAME.search(f"{case.source_line}\n{source}"))
    return _finding(case, 0.93 if asks else 0.78, "the frame that it looked for is not there")


def _by_the_page(case: Case) -> Finding | None:
    moved = replacement_of(case)
    if moved is not None and moved.how == "in a frame":
        frame = quoted(moved.element.frames[-1], 40)
        return _finding(case, 0.94, f"it is inside of the frame {frame} now")
    if moved is not None and moved.how in ("out of its frame", "in another frame"):
        where = f"in the frame {quoted(moved.element.frames[-1], 40)}" if moved.element.frames else "on the page itself"
        return _finding(case, 0.94, f"it is {where} now, not in the frame that the workflow looks into")
    missing = _missing_frame(case)
    if missing is None:
        return None
    if not case.has_page:
        return _finding(case, 0.65, "its frame or the element in it was not found")
    return _finding(case, 0.94 if _had_it(case, missing) else 0.9, f"the page has no frame {quoted(missing.text, 40)}")


def _missing_frame(case: Case) -> Call | None:
    """The locator of a frame that is not found on the page."""
    return next((one for one in frames_in(case.locator) if not find(case.page, (one,), anywhere=True)), None)


def _had_it(case: Case, frame: Call) -> bool:
    return bool(case.good_page and find(case.good_page, (frame,), anywhere=True))


def _finding(case: Case, confidence: float, cause: str) -> Finding:
    why: list[Claim] = [claim(f"Waited for the element: {cause}.", *to_failing_step(case))]
    names = [frame_name(frame.node) for frame in case.page.frames]
    if case.has_page:
        there = (
            f"The frames there are: {listed(quoted(name, 40) for name in names)}."
            if names
            else "The page has no frame."
        )
        why.append(claim(there, *to_page(case)))
    before = [frame_name(frame.node) for frame in case.good_page.frames] if case.good_page else []
    if before and before != names:
        told = listed(quoted(name, 40) for name in before)
        why.append(claim(f"In the last good run they were: {told}.", *to_good_run(case)))
    return Finding(
        failure_class=FailureClass.FRAME_MOVED,
        confidence=confidence,
        cause=cause,
        why=tuple(why),
        advice="Look the element up in the frame that it is in now (page.frame_locator), or on the page itself.",
    )
