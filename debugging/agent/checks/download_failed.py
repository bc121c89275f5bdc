"""A download did not begin, was not completed, or began where a page was expected."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_happening
from debugging.agent.wording import plain, quoted
from debugging.evidence import Happening
from debugging.failure_classes import FailureClass

_STARTS: Final = re.compile(r"Download is starting|net::ERR_ABORTED")
_WAITS: Final = re.compile(r'.*while waiting for event "download"')
_OF_DOWNLOADS: Final = re.compile(r"download\b", re.IGNORECASE)


def download_failed(case: Case) -> Finding | None:
    headline, downloads = case.error.headline, [one for one in case.evidence.happenings if one.kind == "download"]
    broken = next((one for one in reversed(downloads) if one.error or one.outcome == "failed"), None)
    if headline.startswith("Download is starting") or (_STARTS.match(headline) and downloads):
        advice = (
            "Open such an address within page.expect_download(), by a click on its link, or fetch it with page.request."
        )
        return _finding(case, 0.96, "the address is a download, not a page", advice, downloads[-1:])
    if case.error.api.startswith("download."):
        return _finding(case, 0.95, "the download was not completed", _again(), [broken] if broken else downloads[-1:])
    waits = case.error.method == "expect_download" or _WAITS.match(headline) or _awaits(case)
    if waits and case.ran_out_of_time:
        advice = "Look at what the click led to: a message, a new tab, or a file that the browser shows instead."
        return _finding(case, 0.95, "no download began", advice, downloads[-1:])
    if broken is not None and broken.t_ms >= case.recent_ms and not case.met_the_element:
        is_about_it = _OF_DOWNLOADS.search(f"{case.evidence.failure.message} {case.source_line}") or not case.error.api
        return _finding(case, 0.92 if is_about_it else 0.7, "a download was not completed", _again(), [broken])
    return _instead_of_a_page(case, downloads[-1:])


def _instead_of_a_page(case: Case, downloads: list[Happening]) -> Finding | None:
    """The step before led to a file, and the workflow goes on as if it had led to a page."""
    before = case.steps_before[-1:]
    if not downloads or not before or downloads[0].t_ms < before[0].t_ms or case.met_the_element:
        return None
    if any(_OF_DOWNLOADS.search(step.title) for step in case.evidence.steps) or not case.ran_out_of_time:
        return None
    sure = 0.92 if case.is_elsewhere else 0.6 if case.evidence.good else 0.78
    advice = (
        "Await the file with page.expect_download() around the step that leads to it, or find out why it is one now."
    )
    return _finding(case, sure, "the step before led to a download, not to a page", advice, downloads)


def _awaits(case: Case) -> bool:
    step = case.step
    return bool(step and step.api.endswith("wait_for_event") and "download" in step.title)


def _again() -> str:
    return "Run it again. If it happens again, open the file's address by hand: does the site send all of it?"


def _finding(case: Case, confidence: float, cause: str, advice: str, downloads: list[Happening]) -> Finding:
    why = [claim(f"Playwright says: {plain(case.error.headline or cause, 160)}", *to_failing_step(case))]
    for download in downloads:
        said = f": {plain(download.error, 100)}" if download.error else "."
        why.append(claim(f"The download of {quoted(download.name, 60)} began{said}", to_happening(download)))
    return Finding(
        failure_class=FailureClass.DOWNLOAD_FAILED, confidence=confidence, cause=cause, why=tuple(why), advice=advice
    )
