"""What else happened in the run: the steps up to the failure, and what went wrong beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from debugging.case import Case
from debugging.evidence import Evidence
from debugging.handoff.parts import Part, part
from debugging.handoff.quoting import DATA, fenced
from debugging.wording import address, plain, seconds

FORMS: Final = ((8, 8, 900), (4, 3, 400))  # (steps, of each other kind, tokens)
FAILED_FROM: Final = 400
TEXT_MOST: Final = 200
ICON: Final = "/favicon.ico"  # browsers ask for it, sites often have none


def happenings_part(case: Case) -> Part:
    return part(*(_form(case, steps, each, tokens) for steps, each, tokens in FORMS), "")


def _form(case: Case, steps: int, each: int, tokens: int) -> str:
    lines = [*_steps(case, steps), *_trouble(case.evidence, each)]
    if not lines:
        return ""
    return f"## What else happened\n\nTimes count from the start of the run. {DATA}.\n\n" + fenced(
        "\n".join(lines), most=tokens
    )


def _steps(case: Case, most: int) -> Iterator[str]:
    steps = case.evidence.steps[-most:]
    if steps:
        yield "steps:"
    for step in steps:
        site = f"  ({step.site})" if step.site else ""
        yield f"  {seconds(step.t_ms):>7} {step.outcome:<6} {plain(step.title, 140)}{site}"


def _trouble(evidence: Evidence, most: int) -> Iterator[str]:
    kinds = {
        "dialogs, windows, downloads": [
            f"{seconds(one.t_ms):>7} {one.kind} {plain(one.title or one.message, TEXT_MOST)}"
            for one in evidence.happenings
            if one.kind != "page" or one is not evidence.happenings[0]
        ],
        "failed requests": [
            f"{seconds(one.t_ms):>7} {one.method} {address(one.url, 140)} {one.status or plain(one.failure, 80)}"
            for one in evidence.requests
            if (one.failure or (one.status or 0) >= FAILED_FROM) and ICON not in one.url
        ],
        "errors in the page's console": [
            f"{seconds(one.t_ms):>7} {plain(one.text, TEXT_MOST)}"
            for one in evidence.messages
            if one.level == "error" and ICON not in one.text
        ],
        "last lines of the log": [
            f"{seconds(one.t_ms):>7} {one.level:<5} {plain(one.text, TEXT_MOST)}"
            for one in evidence.lines
            if one.source == "workflow"
        ],
    }
    for kind, found in kinds.items():
        if found:
            yield f"{kind}:"
            yield from (f"  {line}" for line in found[-most:])
