"""Something outside of the workflow and the site: no browser, a worker lost, a file or a credential missing."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step
from debugging.agent.wording import plain, quoted
from debugging.failure_classes import FailureClass
from libretto.protocol import ErrorCode

_BY_CODE: Final = {
    ErrorCode.INVALID_INPUT: (
        "its params do not fit its input model",
        "Send params that fit the workflow's input model; the message names the field.",
    ),
    ErrorCode.MISSING_CREDENTIALS: (
        "a credential that it declares is not stored",
        "Store the credential under the name the workflow declares, then run it again.",
    ),
    ErrorCode.WORKFLOW_NOT_FOUND: (
        "the deployment does not define the workflow",
        "Deploy the bundle again with the workflow in its entry point, or correct the name.",
    ),
    ErrorCode.BROWSER_NOT_STARTED: (
        "the browser could not be started",
        "Run it again. If it happens again, look at the worker: is Chromium there, is memory or disk full?",
    ),
    ErrorCode.HOST_DIED: (
        "the process that drives the browser ended",
        "Run it again. If it happens again, look at the worker's memory and its log.",
    ),
    ErrorCode.WORKER_LOST: ("the worker stopped reporting", "Run it again, and look at the worker's machine."),
    ErrorCode.WORKER_STOPPED: ("the worker was stopped meanwhile", "Run it again; nothing is wrong with the workflow."),
    ErrorCode.PLATFORM_ERROR: ("the platform could not do its part", "Run it again, and look at the worker's log."),
}
_FILES: Final = frozenset({"FileNotFoundError", "PermissionError", "IsADirectoryError", "NotADirectoryError"})
_MODULES: Final = frozenset({"ModuleNotFoundError", "ImportError"})
_NO_BROWSER: Final = re.compile(
    r"(?:BrowserType|browserType)\.launch\w*: |.*\bExecutable doesn't exist at |Host system is missing dependencies"
)
_DISK_FULL: Final = re.compile(r"\[Errno 28\]|ENOSPC|No space left on device")
_VARIABLE: Final = re.compile(r"os\.environ\[|getenv\(")


def environment(case: Case) -> Finding | None:
    failure = case.evidence.failure
    if case.code in _BY_CODE:
        killed = case.code == ErrorCode.HOST_DIED and "SIG" in failure.message  # a crash, rather
        return _finding(case, 0.5 if killed else 0.97, *_BY_CODE[case.code])
    if failure.type in _FILES:
        return _missing_file(case)
    return _missing_on_the_machine(case) or _missing_variable(case)


def _missing_on_the_machine(case: Case) -> Finding | None:
    failure = case.evidence.failure
    if failure.type in _MODULES:
        advice = "Name the package in the bundle's requirements, or correct the import, and deploy it again."
        return _finding(case, 0.93, "a module that it imports is not installed", advice)
    if _NO_BROWSER.match(failure.message):
        advice = "Install the browser on the worker, or set its path."
        return _finding(case, 0.97, "no browser could be started", advice)
    if failure.type == "OSError" and _DISK_FULL.match(failure.message):
        return _finding(case, 0.97, "the disk is full", "Make room on the worker's disk, then run it again.")
    if case.error.headline.startswith("net::ERR_FILE_NOT_FOUND"):
        return _finding(
            case, 0.9, "the file that it opens is not there", "Put the file into the bundle; check its path."
        )
    return None


def _missing_variable(case: Case) -> Finding | None:
    if case.evidence.failure.type != "KeyError" or not _VARIABLE.search(case.source_line):
        return None
    words = "an environment variable that it reads is not set"
    advice = "Workflows see few of the machine's variables: declare a credential, or pass the value as a param."
    return _finding(case, 0.92, words, advice)


def _missing_file(case: Case) -> Finding:
    broken = next((one for one in case.evidence.happenings if one.kind == "download" and one.error), None)
    sure = 0.93 if broken is None else 0.6  # the file may be the one that was not downloaded
    advice = "Put the file into the bundle, or write it to the run's own folder first; check the path."
    return _finding(case, sure, "a file that it needs is not there or may not be used", advice)


def _finding(case: Case, confidence: float, words: str, advice: str) -> Finding:
    said = claim(f"It said {quoted(case.evidence.failure.message, 200)}.", *to_failing_step(case))
    cause = f"{words}: {plain(case.evidence.failure.message, 160)}" if case.evidence.failure.message else words
    return Finding(
        failure_class=FailureClass.ENVIRONMENT, confidence=confidence, cause=cause, why=(said,), advice=advice
    )
