"""Whether the repaired workflow may be run to verify it, and what that run proved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from debugging.agent.wording import listed, plain
from debugging.evidence import Step
from debugging.gathering.assembling import steps_of
from debugging.gathering.recorded_run import Event
from debugging.repair.case import changes_of, proposal_of
from debugging.repair.checking.assertions import Moved, is_assertion, new_failures, unreached
from debugging.repair.checking.ledger import what_was_done
from debugging.repair.checking.shapes import misfits, shape_of
from debugging.repair.models import Repair
from debugging.repair.proposal import Check
from jobs.models import Job
from libretto.protocol import JobState
from recordings.models import TimelineEvent

SAFE: Final = "safe"
RESULTS_MOST: Final = 20  # of good runs, the last ones
STEPS_OF_MOST: Final = 3  # good runs
STEPS_MOST: Final = 5_000
TOLD_MOST: Final = 5
DECLARE: Final = 'If running the workflow twice does no harm, declare it with @workflow(..., rerun="safe").'


def may_rerun(job: Job) -> Check | None:
    """None when it may; or else why it is not run again. `job` failed."""
    if job.version.rerun == SAFE:
        return None
    done = what_was_done(job)
    if not done:
        return None
    first = f"{done[0][:1].lower()}{done[0][1:]}"
    more = f" And {len(done) - 1} more." if len(done) > 1 else ""
    return Check(name="rerun", outcome="not done", sentence=f"Not re-run: {first}{more} {DECLARE}", details=done)


def judge(job: Job, repair: Repair) -> Check:
    """`job` is the run of the edited version, which has ended. It must have come by all that good runs came by, and its
    result must have the shape of theirs."""
    if job.state != JobState.COMPLETED:
        why = plain(job.error_headline, 200)
        return _failed("The run of the edited version failed" + (f": {why}" if why else "."))
    good = _good_runs(repair.report.job)
    if not good:
        sentence = "The edited version ran to its end, but no earlier run did, so its result has nothing to agree with."
        return Check(name="rerun", outcome="not done", sentence=sentence)
    alike = [one for one in good if one.params == job.params] or good
    problems = misfits(shape_of([one.result for one in alike]), job.result)
    if problems:
        return _failed(f"The run of the edited version ended with another result. {problems[0]}", problems)
    return _of_steps(job, repair, good, results=len(alike))


def _of_steps(job: Job, repair: Repair, good: Sequence[Job], *, results: int) -> Check:
    same = [one for one in good if one.version.deployment_id == repair.parent_id]
    moved = Moved(changes_of(repair, proposal_of(repair))) if same else None
    kept = [_steps(one) for one in (same or good)[:STEPS_OF_MOST]]
    before, ran = [steps for steps in kept if steps], _steps(job)
    failed = new_failures(before, ran)
    if failed:
        return _failed("In the run of the edited version a step failed that never failed before.", _told(failed))
    missing = unreached(before, ran, moved)
    if missing:
        return _failed("The run of the edited version did not come by all assertions of good runs.", _told(missing))
    return Check(name="rerun", outcome="passed", sentence=_passed(results, ran, compared=bool(before)))


def _failed(sentence: str, details: Sequence[str] = ()) -> Check:
    return Check(name="rerun", outcome="failed", sentence=sentence, details=tuple(details))


def _told(steps: Sequence[Step]) -> list[str]:
    return [f"{step.title} ({step.site})" if step.site else step.title for step in steps[:TOLD_MOST]]


def _passed(results: int, ran: Sequence[Step], *, compared: bool) -> str:
    runs = "the last good run" if results == 1 else f"{results} good runs"
    count = sum(is_assertion(step) and step.outcome == "ok" for step in ran)
    said = [f"its result has the shape that {runs} had"]
    if count:
        said.append(f"{count} assertion{'s' if count > 1 else ''} passed")
    if compared:
        said.append("no step failed that had not failed before")
    return f"The edited version ran to its end: {listed(said)}."


def _good_runs(job: Job) -> list[Job]:
    """Before the failed one, the newest first."""
    runs = Job.objects.of(job.team).ordinary().of_workflow(job.workflow_name).completed()
    before = runs.before(job.created_at, job.pk).select_related("version").newest_first()
    return list(before[:RESULTS_MOST])


def _steps(job: Job) -> list[Step]:
    return steps_of(_events(job.session_id), (), with_log=False) if job.session_id else []


def _events(session_id: UUID) -> list[Event]:
    rows = TimelineEvent.objects.filter(session=session_id, kind="step").order_by("t_ms", "id")
    return [Event(*row) for row in rows.values_list("key", "t_ms", "kind", "data")[:STEPS_MOST]]
