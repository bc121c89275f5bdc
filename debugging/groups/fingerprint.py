"""Which failures have one cause: the same class, workflow, call and host, whatever differs from run to run."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from replay.failing_step import places_of

LENGTH: Final = 32
STEP_MOST: Final = 500
# What these show does not depend on the step that met it: the whole site is away, or shows something else.
_OF_THE_SITE: Final = {
    FailureClass.ENVIRONMENT,
    FailureClass.NETWORK_ERROR,
    FailureClass.BOT_WALL,
    FailureClass.LOGIN_REQUIRED,
}
_FREE_TEXT: Final = re.compile(
    r"(has_text|has_not_text|hasText|hasNotText)=\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
)
_VARYING: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # UUID
    r"|\S+@\S+\.\w+"
    r"|\b(?=\w*\d)[0-9a-f]{7,}\b"  # hexadecimal, with a digit
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d+"
    r"|\d+(?:\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b)?",
    re.IGNORECASE,
)
_REPEATED: Final = re.compile(r"…(?:[\s.,:/-]*…)+")


def fingerprint_of(evidence: Evidence, diagnosis: Diagnosis) -> str:
    parts = [diagnosis.failure_class, evidence.run.workflow, host_of(evidence)]
    if diagnosis.failure_class == FailureClass.ENVIRONMENT:
        parts += [evidence.failure.code, evidence.failure.type]
    elif diagnosis.failure_class == FailureClass.HTTP_ERROR:
        parts += [str(_status(evidence)), varying_out(urlsplit(_url(evidence)).path)]
    elif diagnosis.failure_class not in _OF_THE_SITE:
        parts.append(step_of(evidence))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]


def host_of(evidence: Evidence) -> str:
    """Of the page that it failed on: without a port, which differs between installations of one site."""
    asked = next((request.url for request in reversed(evidence.requests) if request.document), "")
    for url in (_url(evidence), asked, evidence.run.start_url):
        if host := _host(url):
            return host
    return ""


def step_of(evidence: Evidence) -> str:
    """The failing call; without one, what was raised and where."""
    step = evidence.failing_step
    if step is not None:
        return f"{step.api} {varying_out(step.selector or step.title)}".strip()[:STEP_MOST]
    functions = [line.rpartition(" in ")[2] for line in evidence.failure.mapped_stack.splitlines() if " in " in line]
    file = next(iter(places_of(evidence.failure.mapped_stack)), "").rpartition(":")[0]
    first = next(iter(evidence.failure.message.strip().splitlines()), "")
    place = f"{file} {functions[0] if functions else ''}".strip()
    return f"{evidence.failure.code} {evidence.failure.type} {place} {varying_out(first)}".strip()[:STEP_MOST]


def varying_out(text: str) -> str:
    """A text without numbers, ids, dates, addresses and data that is searched for. Labels stay: they tell 'Save' from
    'Delete'."""
    text = _VARYING.sub("…", _FREE_TEXT.sub(r"\1=…", text))
    return " ".join(_REPEATED.sub("…", text).lower().split())


def _status(evidence: Evidence) -> int | None:
    return evidence.page.status if evidence.page else None


def _url(evidence: Evidence) -> str:
    return evidence.page.url if evidence.page else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "") if url.startswith(("http://", "https://")) else ""
    except ValueError:  # a page may be at an address that is none
        return ""
