"""What else happened in the run: the steps up to the failure, and what went wrong beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from debugging.agent.case import Case
from debugging.agent.wording import address, seconds
from debugging.evidence import Evidence, Happening, Line, Message, Request
from debugging.handoff.parts import Part, part
from debugging.handoff.quoting import DATA, fenced, short

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
        site = f"  ({short(step.site, 60)})" if step.site else ""
        yield f"  {seconds(step.t_ms):>7} {short(step.outcome, 10):<6} {short(step.title, 140)}{site}"


def _trouble(evidence: Evidence, most: int) -> Iterator[str]:
    first = evidence.happenings[0] if evidence.happenings else None
    happenings = [one for one in evidence.happenings if one.kind != "page" or one is not first]
    requests = [one for one in evidence.requests if _has_failed(one)]
    errors = [one for one in evidence.messages if one.level == "error" and ICON not in one.text]
    lines = [one for one in evidence.lines if one.source == "workflow"]
    yield from _listed("dialogs, windows, downloads", map(_happening, happenings[-most:]))
    yield from _listed("failed requests", map(_request, requests[-most:]))
    yield from _listed("errors in the page's console", map(_message, errors[-most:]))
    yield from _listed("last lines of the log", map(_line, lines[-most:]))


def _listed(kind: str, lines: Iterable[str]) -> Iterator[str]:
    shown = [f"  {line}" for line in lines]
    yield from [f"{kind}:", *shown] if shown else []


def _has_failed(request: Request) -> bool:
    return bool(request.failure or (request.status or 0) >= FAILED_FROM) and ICON not in request.url


def _happening(one: Happening) -> str:
    return f"{seconds(one.t_ms):>7} {one.kind} {short(one.title or one.message, TEXT_MOST)}"


def _request(one: Request) -> str:
    outcome = one.status or short(one.failure, 80)
    return f"{seconds(one.t_ms):>7} {short(one.method, 10)} {address(one.url[:1000], 140)} {outcome}"


def _message(one: Message) -> str:
    return f"{seconds(one.t_ms):>7} {short(one.text, TEXT_MOST)}"


def _line(one: Line) -> str:
    return f"{seconds(one.t_ms):>7} {one.level:<5} {short(one.text, TEXT_MOST)}"
