"""What a model is told of a failed call: the evidence as for a diagnosis, why there is no edit yet, and the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from debugging.gathering.secret_params import masker_of
from debugging.model_agent.evidence_text import evidence_text
from debugging.model_agent.fencing import Fence
from debugging.repair.case import RepairCase
from debugging.repair.proposal import Located, Refusal
from deployments.credentials import MissingCredentials, values_for
from jobs.models import Job
from runtime.masking import Masker

AROUND: Final = 40  # lines before and after the failed one
SOURCE_MOST: Final = 8_000
CANDIDATES_MOST: Final = 5


def question_text(case: RepairCase, refusal: Refusal, fence: Fence) -> str:
    step = case.evidence.failing_step
    file = step.file if step else ""
    why = "\n".join([refusal.reason, *_candidates(refusal.located)])
    return "\n\n".join(
        (
            evidence_text(case.evidence, case.diagnosis, fence),
            f"# Why this server made no edit itself\n{fence.around(why, SOURCE_MOST)}",
            f"# The source of the failed call, with its line numbers\n{fence.around(_source(case, file), SOURCE_MOST)}",
        )
    )


def _candidates(located: Located | None) -> Iterator[str]:
    if located is None:
        return
    if located.was:
        yield f"It was: {located.was}"
    for one in located.candidates[:CANDIDATES_MOST]:
        yield f"On the failed page, {one.score:.2f} like it: {one.element}"


def _source(case: RepairCase, file: str) -> str:
    """Line by line without what is secret: a line that has some cannot be edited."""
    step = case.evidence.failing_step
    line = step.line if step and step.line else 1
    try:
        maskers = _maskers(case.job)
    except MissingCredentials:  # one was deleted since the run: what may be shown is not known any more
        return f"{file} is not shown."
    lines = case.sources.get(file, "").split("\n")
    first = max(1, line - AROUND)
    shown = [f"{number}: {text}" for number, text in enumerate(lines[first - 1 : line + AROUND], first)]
    for masker in maskers:
        shown = [masker.text(one) for one in shown]
    return "\n".join([f"{file}, where the call at line {line} failed:", *shown])


def _maskers(job: Job) -> list[Masker]:
    values = values_for(team=job.team, names=job.version.credential_names)
    return [masker_of(job.params, job.version.input_schema), Masker(set(values.values()))]
