"""Pointers from a claim to the evidence that it rests on."""

from __future__ import annotations

from debugging.agent.case import Case
from debugging.agent.wording import address, path_of, plain
from debugging.diagnosis import Claim, Pointer
from debugging.evidence import Happening, Line, Message, Navigation, Request, Step


def to_step(step: Step, job_id: str = "") -> Pointer:
    return Pointer(kind="step", ref=step.key, label=plain(step.title), t_ms=step.t_ms, job_id=job_id)


def to_request(request: Request) -> Pointer:
    outcome = request.failure or request.status or "no answer"
    label = f"{request.method} {path_of(request.url, 60)} → {outcome}"
    return Pointer(kind="request", ref=request.key, label=plain(label, 120), t_ms=request.t_ms)


def to_navigation(navigation: Navigation, job_id: str = "") -> Pointer:
    outcome = f" → {navigation.error or navigation.status}" if navigation.error or navigation.status else ""
    label = plain(f"{address(navigation.url)}{outcome}", 120)
    return Pointer(kind="page", ref=navigation.key, label=label, t_ms=navigation.t_ms, job_id=job_id)


def to_message(message: Message) -> Pointer:
    return Pointer(kind="console", ref=message.key, label=plain(message.text), t_ms=message.t_ms)


def to_happening(happening: Happening) -> Pointer:
    kind = happening.kind
    return Pointer(kind=kind, ref=happening.key, label=plain(happening.title), t_ms=happening.t_ms)


def to_line(line: Line) -> Pointer:
    return Pointer(kind="log", ref=str(line.sequence), label=plain(line.text), t_ms=line.t_ms)


def to_failing_step(case: Case) -> tuple[Pointer, ...]:
    if case.step is not None:
        return (to_step(case.step),)
    return to_source(case)


def to_source(case: Case) -> tuple[Pointer, ...]:
    return (Pointer(kind="source", ref=case.site, label=case.site),) if case.site else ()


def to_page(case: Case) -> tuple[Pointer, ...]:
    """The picture of the page as the failure left it, and the moment of the recording."""
    found = next((kept for kept in case.evidence.kept if kept.kind == "screenshot"), None)
    shown: list[Pointer] = []
    moment = case.evidence.failed_at_ms
    if found is not None:
        label = "The page after the failure"
        shown.append(Pointer(kind="screenshot", ref=found.kind, label=label, t_ms=found.t_ms))
        moment = found.t_ms if moment is None else moment
    if moment is not None:
        shown.append(Pointer(kind="video", label="When it failed", t_ms=moment))
    return tuple(shown)


def to_good_run(case: Case) -> tuple[Pointer, ...]:
    good = case.evidence.good
    if good is None:
        return ()
    job_id = str(good.job_id)
    run = Pointer(kind="run", ref=job_id, label="The last good run", job_id=job_id)
    return (run, to_step(good.step, job_id)) if good.step else (run,)


def claim(text: str, *pointers: Pointer) -> Claim:
    return Claim(text=text, pointers=pointers)
