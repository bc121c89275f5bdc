"""Gathers the evidence of a failed run: everything that was kept of it, and of the last good run before it."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from debugging.evidence import EarlierRun, Evidence, Failure, Run
from debugging.gathering.assembling import LINES_MOST, assemble
from debugging.gathering.reading import recorded
from debugging.gathering.recorded_run import RecordedRun
from debugging.gathering.secret_params import masked_params, masker_of
from debugging.models import DebugReport
from debugging.repair.memory.recalling import with_memory
from jobs.models import Job, JobQuerySet
from libretto.protocol import ErrorCode, JobState

HISTORY_MOST: Final = 20
GOOD_TRIED: Final = 5  # good runs looked at for one whose trace is still kept


def gather(job: Job) -> Evidence:
    """Of a run that failed. Reads rows and files, writes nothing."""
    evidence = with_memory(assemble(_failed_run(job), good=_good_run(job), history=_history(job)), job)
    masker = masker_of(job.params, job.version.input_schema)
    if not masker.longest:
        return evidence
    return Evidence.model_validate(masker.json(evidence.model_dump(mode="json")))


def _failed_run(job: Job) -> RecordedRun:
    code = ErrorCode(job.error_code) if job.error_code in set(ErrorCode) else ErrorCode.PLATFORM_ERROR
    failure = Failure(code=code, type=job.error_type, message=job.error, stack=job.stack, mapped_stack=job.mapped_stack)
    return recorded(run_of(job), team=job.team, failure=failure, lines_most=LINES_MOST)


def run_of(job: Job) -> Run:
    params: Any = masked_params(job.params, job.version.input_schema)
    return Run(
        job_id=job.pk,
        workflow=job.workflow_name,
        deployment_id=job.version.deployment_id,
        session_id=job.session_id,
        source_file=job.version.source_file,
        params=params if isinstance(params, dict) else {},
        start_url=job.start_url or job.version.start_url,
        timeout_seconds=job.timeout_seconds,
        attempt=job.attempt,
        created_at=job.created_at,
        started_at=job.started_at,
        completed_at=job.completed_at,
    )


def _good_run(job: Job) -> RecordedRun | None:
    """The last one that completed; if its pages are no longer kept, one before it that has them."""
    good = _runs_before(job).completed().filter(session_id__isnull=False)
    tried = good.select_related("version", "team").newest_first()[:GOOD_TRIED]
    found = [recorded(run_of(other), team=job.team, with_pages=True) for other in tried[:1]]
    if found and not found[0].kept:
        found = [recorded(run_of(other), team=job.team, with_pages=True) for other in tried]
    return next((run for run in found if run.kept), next(iter(found), None))


def _runs_before(job: Job) -> JobQuerySet:
    of_workflow = Job.objects.of(job.team).ordinary().of_workflow(job.workflow_name)
    before: JobQuerySet = of_workflow.before(job.created_at, job.pk)
    return before


def _history(job: Job) -> list[EarlierRun]:
    jobs = list(_runs_before(job).newest_first().defer("params", "result", "stack")[:HISTORY_MOST])
    classes = dict(
        DebugReport.objects.of(job.team)
        .filter(job__in=[other.pk for other in jobs])
        .values_list("job_id", "failure_class")
    )
    return list(map(partial(_earlier, classes=classes), jobs))


def _earlier(job: Job, *, classes: dict[Any, str]) -> EarlierRun:
    seconds = (job.completed_at - job.started_at).total_seconds() if job.completed_at and job.started_at else None
    return EarlierRun(
        job_id=job.pk,
        state=JobState(job.state),
        created_at=job.created_at,
        failure_class=classes.get(job.pk, ""),
        duration_ms=None if seconds is None else round(seconds * 1000),
    )
