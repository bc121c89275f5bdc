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
_FILE_METHODS: Final = ("save_as", "path", "set_input_files", "set_files", "screenshot", "pdf", "storage_state")
_NO_BROWSER: Final = re.compile(
    r"(?:BrowserType|browserType)\.launch\w*: |.*\bExecutable doesn't exist at |Host system is missing dependencies"
)
_DISK_FULL: Final = re.compile(r"\[Errno (?:28|122)\]|ENOSPC|EDQUOT|No space left on device|Disk quota exceeded")
_OF_THE_SYSTEM: Final = re.compile(  # as Python and Node.js name them; refused connections are of the network
    r"\[Errno (?:1|2|5|12|13|16|20|21|23|24|26|28|30|36|98|122)\]"
    r"|(?:EROFS|EACCES|EPERM|ENOSPC|EDQUOT|EMFILE|ENFILE|EISDIR|ENOTDIR|EBUSY|ENOMEM|EIO|ENAMETOOLONG|ENOENT)\b"
)
_MACHINES: Final = (
    re.compile(r"unsupported locale setting|.?No time zone found with key|unable to open database file"),
    re.compile(r".*cannot open shared object file|.*is not installed or it's not in your PATH"),
)
_VARIABLE: Final = re.compile(r"os\.environ\[|getenv\(|credentials\[|secrets\[")
_OF_ENVIRON: Final = re.compile(r"<frozen os>|/os\.py\"")


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
    if system := _system_error(case):
        return system
    if any(pattern.match(failure.message) for pattern in _MACHINES):
        return _finding(case, 0.9, "something that it needs is not on the machine", "Install it on the worker.")
    if case.error.headline.startswith("net::ERR_FILE_NOT_FOUND"):
        return _finding(
            case, 0.9, "the file that it opens is not there", "Put the file into the bundle; check its path."
        )
    return None


def _system_error(case: Case) -> Finding | None:
    """Of the machine's files: Python's own, or those that Playwright met when it was to read or write one."""
    failure, error = case.evidence.failure, case.error
    of_playwright = error.method in _FILE_METHODS and not error.is_of_page_script
    said = error.headline if of_playwright else failure.message if failure.type == "OSError" else ""
    if not _OF_THE_SYSTEM.match(said):
        return None
    if _DISK_FULL.match(said):
        return _finding(case, 0.97, "the disk is full", "Make room on the worker's disk, then run it again.")
    gone = said.startswith("ENOENT") and error.api.startswith("download.")  # the browser's own copy of it
    advice = "Write to the run's own folder, and see to it that what is read is there and may be read."
    return _finding(case, 0.8 if gone else 0.94, "a file could not be read or written on this machine", advice)


def _missing_variable(case: Case) -> Finding | None:
    asks = _VARIABLE.search(case.source_line) or _OF_ENVIRON.search(case.evidence.failure.stack)
    if case.evidence.failure.type != "KeyError" or not asks:
        return None
    words = "an environment variable or a credential that it reads is not set"
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
