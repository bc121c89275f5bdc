"""What one try to repair begins with: the failed run, what is known of it, and the source as it is by now.

The first round begins with the run that failed. When the edited workflow got further in its verification run, to the
next element that had changed, the next round begins with that run and the edits so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from debugging.agent.diagnosing import diagnose
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.gathering.services import gather
from debugging.repair.models import Repair
from debugging.repair.proposal import FileChange, Proposal, Round
from deployments.bundle_files import text_files
from jobs.models import Job


class NothingKept(Exception):
    """The evidence of the failed run is not kept any more."""


@dataclass(frozen=True)
class RepairCase:
    job: Job
    evidence: Evidence
    diagnosis: Diagnosis
    sources: Mapping[str, str]  # of the parent, with the edits of earlier rounds


def case_of(repair: Repair) -> RepairCase:
    """Reads files and, from the second round on, gathers evidence. Raises NothingKept, and BundleProblem."""
    sources = text_files(repair.parent)
    for change in changes_of(repair):
        sources[change.file] = change.new
    rounds = rounds_of(repair)
    if not rounds:
        report = repair.report
        if report.evidence is None or report.diagnosis is None:
            raise NothingKept
        evidence, diagnosis = Evidence.model_validate(report.evidence), Diagnosis.model_validate(report.diagnosis)
        return RepairCase(report.job, evidence, diagnosis, sources)
    job = Job.objects.of(repair.team).select_related("team", "version").get(pk=rounds[-1].job_id)
    evidence = gather(job)
    return RepairCase(job, evidence, diagnose(evidence), sources)


def rounds_of(repair: Repair) -> list[Round]:
    """Those before the current one."""
    return [Round.model_validate(earlier) for earlier in repair.earlier]


def proposal_of(repair: Repair) -> Proposal | None:
    return Proposal.model_validate(repair.proposal) if repair.proposal else None


def changes_of(repair: Repair, last: Proposal | None = None) -> tuple[FileChange, ...]:
    """All edits of a repair as one change of each file; `last` is the newest one."""
    proposals = [*(earlier.proposal for earlier in rounds_of(repair)), *([last] if last else [])]
    whole: dict[str, FileChange] = {}
    for change in (change for proposal in proposals for change in proposal.changes):
        first = whole.get(change.file, change)
        whole[change.file] = FileChange(file=change.file, old=first.old, new=change.new)
    return tuple(whole.values())


def failed_again(case: RepairCase, rounds: list[Round]) -> bool:
    """Whether the run of the edited workflow failed at the call that was edited last."""
    step = case.evidence.failing_step
    if not rounds or step is None:
        return False
    last = rounds[-1].proposal
    moved = sum(change.new.count("\n") - change.old.count("\n") for change in last.changes[:1])
    return step.file == last.changes[0].file and step.line in (last.line, last.line + moved)


def up_to(rounds: list[Round]) -> dict[str, Any]:
    """What a repair's columns say when its rounds end with these."""
    *before, last = rounds
    return {
        "earlier": [one.model_dump(mode="json") for one in before],
        "proposal": last.proposal.model_dump(mode="json"),
        "checks": [check.model_dump(mode="json") for check in last.checks],
    }


def diff_of(changes: tuple[FileChange, ...]) -> str:
    return "".join(change.diff for change in changes)
