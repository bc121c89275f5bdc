"""Page, context or browser was closed: by the site, or by the workflow itself."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_happening, to_step
from debugging.diagnosis import Claim
from debugging.evidence import Happening, Step
from debugging.failure_classes import FailureClass

_CLOSED: Final = re.compile(
    r"(?:Target page, context or browser has been closed|Target closed|Page closed|Browser closed"
    r"|Browser has been closed"
    r"|Context closed|Page has been closed|The page has closed|Navigation failed because page was closed"
    r"|Navigation failed because browser has disconnected)"
)
_CLOSES: Final = ("page.close", "context.close", "browser.close")


def page_closed(case: Case) -> Finding | None:
    raised = case.evidence.failure.type == "TargetClosedError"
    if not raised and (case.error.is_of_page_script or not _CLOSED.match(case.error.headline)):
        return None
    own = next((step for step in reversed(case.steps_before) if step.api in _CLOSES), None)
    closed = next((one for one in reversed(case.evidence.happenings) if _was_closed(one)), None)
    if own is not None:
        cause = "the workflow itself had closed the page"
        advice = "Move the call before the close, or open a new page."
    else:
        cause = "the page had been closed"
        advice = (
            "Find out what closes it: a popup that closes itself, or a script of the site. Work on the page that stays."
        )
    return Finding(
        failure_class=FailureClass.PAGE_CLOSED,
        confidence=0.95,
        cause=cause,
        why=_why(case, own, closed),
        advice=advice,
    )


def _why(case: Case, own: Step | None, closed: Happening | None) -> tuple[Claim, ...]:
    claims = [claim("Playwright says that the page, context or browser is closed.", *to_failing_step(case))]
    if own is not None:
        claims.append(claim("The workflow made the call that closes it.", to_step(own)))
    elif closed is not None:
        claims.append(claim("The page was closed during the run.", to_happening(closed)))
    return tuple(claims)


def _was_closed(happening: Happening) -> bool:
    return happening.kind in ("page", "popup") and happening.end_ms is not None
