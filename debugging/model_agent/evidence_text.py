"""Evidence as a model reads it: short, the most telling first, each place with its reference, all of it fenced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from debugging.agent.case import Case
from debugging.agent.pointers import (
    to_good_run,
    to_happening,
    to_line,
    to_message,
    to_navigation,
    to_page,
    to_request,
    to_step,
)
from debugging.agent.wording import plain
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence, Page, Step
from debugging.model_agent.fencing import Fence
from debugging.model_agent.references import reference

STEPS_MOST: Final = 12
LINES_MOST: Final = 30
EVENTS_MOST: Final = 12
TREE_MOST: Final = 6_000  # characters
TEXT_MOST: Final = 3_000


def evidence_text(evidence: Evidence, known: Diagnosis, fence: Fence) -> str:
    """The whole prompt."""
    parts = [
        ("What the checks of this server say", _diagnosis(known)),
        ("The run", _run(evidence)),
        ("The error", evidence.failure.message),
        ("Where in the workflow", evidence.failure.mapped_stack or evidence.failure.stack),
        ("The failing step", _step(evidence.failing_step, with_log=True) if evidence.failing_step else ""),
        ("Source around it", evidence.source.text if evidence.source else ""),
        ("Steps before, oldest first", "\n".join(_step(step) for step in evidence.steps[-STEPS_MOST:])),
        ("The page as the failure left it", _page(evidence.page, TREE_MOST)),
        (
            "The page before the same step of the last good run",
            _page(evidence.good.page if evidence.good else None, TEXT_MOST),
        ),
        ("What else happened", "\n".join(_events(evidence))),
        (
            "The last lines of the log",
            "\n".join(
                f"[{reference(to_line(line))}] {line.level} {line.text}" for line in evidence.lines[-LINES_MOST:]
            ),
        ),
        ("Other places to point at", "\n".join(_places(evidence))),
        ("What could not be gathered", "\n".join(evidence.missing)),
    ]
    return "\n\n".join(f"# {title}\n{fence.around(text, TREE_MOST + 500)}" for title, text in parts if text.strip())


def _diagnosis(known: Diagnosis) -> str:
    reasons = [f"- {claim.text}" for claim in (*known.why, *known.changed)]
    head = f"{known.failure_class} (confidence {known.confidence:.2f}): {known.summary}"
    return "\n".join([head, *reasons, f"Advice: {known.advice}" if known.advice else ""]).strip()


def _run(evidence: Evidence) -> str:
    run, good = evidence.run, evidence.good
    facts = [
        f"Workflow {run.workflow}, started at {run.start_url or 'no address'}, failed with code {evidence.failure.code}"
    ]
    if evidence.failed_at_ms is not None:
        facts.append(f"It failed {evidence.failed_at_ms / 1000:.1f} s after its browser began.")
    if good is not None:
        same = "the same deployment" if good.same_deployment else "another deployment"
        facts.append(f"The last good run was of {same}.")
    states = ", ".join(f"{earlier.state} {earlier.failure_class}".strip() for earlier in evidence.history[:10])
    return "\n".join([*facts, f"Earlier runs, newest first: {states}" if states else "There are no earlier runs."])


def _step(step: Step, *, with_log: bool = False) -> str:
    place = f" at {step.site}" if step.site else ""
    page = f" on {step.url}" if step.url else ""
    line = f"[{reference(to_step(step))}] {step.outcome}: {step.title}{place}{page}"
    said = [step.error, *step.call_log] if with_log else [plain(step.error, 200)] if step.error else []
    return "\n".join([line, *(f"    {note}" for note in said if note)])


def _page(page: Page | None, most: int) -> str:
    if page is None:
        return ""
    head = f"{page.url}, title {page.title!r}, status {page.status or 'unknown'}"
    return f"{head}\n{page.aria[:most]}"


def _events(evidence: Evidence) -> Iterator[str]:
    """The last ones of each kind."""
    for request in evidence.requests[-EVENTS_MOST:]:
        outcome = request.failure or request.status or "no answer"
        yield f"[{reference(to_request(request))}] {request.method} {request.url} ({request.resource_type}): {outcome}"
    for navigation in evidence.navigations[-EVENTS_MOST:]:
        outcome = navigation.error or navigation.status or "no answer"
        yield f"[{reference(to_navigation(navigation))}] opened {navigation.url}: {outcome}"
    for message in evidence.messages[-EVENTS_MOST:]:
        yield f"[{reference(to_message(message))}] {message.kind} {message.level}: {plain(message.text, 300)}"
    for happening in evidence.happenings[-EVENTS_MOST:]:
        what = f"{happening.kind}: {plain(happening.title, 200)} {happening.answer}"
        yield f"[{reference(to_happening(happening))}] {what}"


def _places(evidence: Evidence) -> Iterable[str]:
    case = Case(evidence)
    return [f"[{reference(pointer)}] {pointer.label}" for pointer in (*to_page(case), *to_good_run(case))]
